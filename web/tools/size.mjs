#!/usr/bin/env node
// Adds up what the first page of each application loads, compressed, and fails above the budget.
//   node tools/size.mjs [--budget KB]
import { readFileSync, existsSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { join } from 'node:path'

if (process.argv.includes('--help')) {
  console.log('size.mjs [--budget KB]   compressed size of the first page of each application in dist/')
  process.exit(0)
}
const at = process.argv.indexOf('--budget')
const budget = at > 0 ? Number(process.argv[at + 1]) : 200
const dist = new URL('../dist/', import.meta.url).pathname
let isOver = false
for (const app of ['portal', 'workbench']) {
  const page = join(dist, `apps/${app}/index.html`)
  if (!existsSync(page)) throw new Error(`${page} is missing: run npm run build first`)
  const html = readFileSync(page, 'utf8')
  if (/<script(?![^>]*\bsrc=)[^>]*>/.test(html)) throw new Error(`${page} holds an inline script, which the policy of the server refuses`)
  const files = new Set([...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, file]) => file))
  const size = (file) => gzipSync(readFileSync(join(dist, file))).length
  const total = [...files].reduce((sum, file) => sum + size(file), gzipSync(html).length)
  console.log(`${app}: ${(total / 1024).toFixed(1)} KB in ${files.size + 1} files (budget ${budget} KB)`)
  isOver ||= total > budget * 1024
}
process.exit(isOver ? 1 : 0)
