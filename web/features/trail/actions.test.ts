import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import words from './locales/zh-CN.json'

const server = join(process.cwd(), '../server')
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return /\.(cpp|h)$/.test(entry.name) && !/_(db)?test\.cpp$/.test(entry.name) ? [readFileSync(path, 'utf8')] : []
  })
}
const texts = sources(server)
const named = texts.flatMap((text) => [...text.matchAll(/\.action = ([^;{}]*?)(?:,\s*\.|;)/g)].flatMap(([, value]) => [...value!.matchAll(/"([a-z_]+\.[a-z_]+)"/g)].map(([, action]) => action!)))
const acts = /enum class Act \{([^}]*)\}/.exec(readFileSync(join(server, 'kernel/cases/include/yimen/cases/case_state.h'), 'utf8'))![1]!.match(/[a-z_]+/g)!.map((act) => `cases.${act}`)

test('every action that the server writes down has a word', () => {
  expect(named.length).toBeGreaterThan(30)
  expect(acts).toContain('cases.accept')
  const missing = [...new Set([...named, ...acts])].filter((action) => !(`trail.action.${action}` in words) || !(`trail.part.${action.split('.')[0]}` in words))
  expect(missing).toEqual([])
})
