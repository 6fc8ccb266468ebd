#!/usr/bin/env node
// House rules that a compiler does not know: texts are keys, files stay short, no raw HTML, features know their borders.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = new URL('..', import.meta.url).pathname
const problems = []
function* filesUnder(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesUnder(path)
    else if (/\.(vue|ts)$/.test(entry.name) && !/api-types\.ts$/.test(entry.name)) yield path
  }
}
// Units of dates and numbers are format's business, names of languages i18n's; the public pages' script and the gallery carry their own words.
const maySpeakChinese = (path) => /\.test\.ts$|^apps\/portal\/page\.ts$|^apps\/gallery|^shared\/(format|i18n)\//.test(path)
const withoutComments = (text) => text.replaceAll(/<!--[\s\S]*?-->|\/\*[\s\S]*?\*\/|(^|[^:'"])\/\/.*$/gm, '')

for (const folder of ['apps', 'features', 'shared']) {
  for (const path of filesUnder(folder)) {
    const text = readFileSync(join(root, path), 'utf8')
    const report = (words) => problems.push(`${relative(root, join(root, path))}: ${words}`)
    const lines = text.split('\n').length
    if (path.endsWith('.vue') && lines > 250) report(`${lines} lines; look for the second thing in this page (250)`)
    if (path.endsWith('.ts') && lines > 400) report(`${lines} lines; look for the second thing in this file (400)`)
    if (/\bv-html\b/.test(text)) report('v-html lets foreign markup in')
    if (/\bany\b/.test(text.match(/:\s*any\b|as any\b|<any>/)?.[0] ?? '')) report('any: use unknown and look')
    if (!maySpeakChinese(path) && /\p{Script=Han}/u.test(withoutComments(text)))
      report('a text stands in the code; give it a key')
    const feature = /^features\/([^/]+)\//.exec(path)?.[1]
    for (const [, other, inside] of text.matchAll(/@\/features\/([\w-]+)(\/[\w./-]+)?['"]/g))
      if (feature !== other && inside && inside !== '/index') report(`reaches into feature ${other}; import its index`)
    if (path.startsWith('shared/') && /from '@\/(features|apps)/.test(text)) report('shared/ knows no feature and no application')
  }
}
if (problems.length) {
  console.error(problems.join('\n'))
  process.exit(1)
}
console.log('lint: in order')
