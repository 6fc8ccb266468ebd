import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

type Texts = Record<string, string>
const texts = {
  ...import.meta.glob('./locales/*.json', { eager: true, import: 'default' }),
  ...import.meta.glob('../../features/*/locales/*.json', { eager: true, import: 'default' }),
} as Record<string, Texts>
const chinese = Object.keys(texts).filter((path) => path.endsWith('zh-CN.json'))
const namesIn = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

test.each(chinese)('%s and its English twin have the same keys', (path) => {
  const english = texts[path.replace('zh-CN.json', 'en.json')]
  expect(english, 'en.json is missing').toBeDefined()
  expect(Object.keys(english!).sort()).toEqual(Object.keys(texts[path]!).sort())
})

test.each(chinese)('%s names the same parameters in both languages', (path) => {
  const english = texts[path.replace('zh-CN.json', 'en.json')]!
  for (const [key, text] of Object.entries(texts[path]!)) expect(namesIn(english[key] ?? ''), key).toEqual(namesIn(text))
})

test.each(chinese)('no key of %s is the beginning of another, for nested lookup would lose one', (path) => {
  const keys = Object.keys(texts[path]!)
  for (const key of keys) expect(keys.filter((other) => other.startsWith(`${key}.`)), key).toEqual([])
})

test('a feature writes its keys under its own name', () => {
  for (const path of chinese.filter((one) => one.includes('/features/'))) {
    const feature = /features\/([^/]+)/.exec(path)![1]
    for (const key of Object.keys(texts[path]!)) expect(key.startsWith(`${feature}.`), `${path}: ${key}`).toBe(true)
  }
})

test('every key a page asks for by name is there', () => {
  const known = new Set(chinese.flatMap((path) => Object.keys(texts[path]!)))
  const sources = ['features', 'shared', 'apps'].flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`))
    .filter((path) => /\.(vue|ts)$/.test(path) && !path.endsWith('.test.ts'))
  const missing = sources.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/\bt\(\s*'([\w.-]+\.[\w-]+)'/g)].filter(([, key]) => !known.has(key!)).map(([, key]) => `${path}: ${key}`))
  expect(missing).toEqual([])
})
