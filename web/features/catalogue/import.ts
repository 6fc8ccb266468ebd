import type { ImportProblem } from './api'

export type ReadFile = { rows: unknown[]; words?: undefined } | { rows?: undefined; words: { line: number; column: number } | null }

/** A JSON list, or an object that holds one under matters or rows. Otherwise the place of the fault, or null for a file without a list. */
export function readRows(text: string): ReadFile {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const said = String(error)
    const lined = /line (\d+) column (\d+)/.exec(said)
    if (lined) return { words: { line: Number(lined[1]), column: Number(lined[2]) } }
    const at = Number(/position (\d+)/.exec(said)?.[1] ?? text.length)
    const before = text.slice(0, at).split('\n')
    return { words: { line: before.length, column: before.at(-1)!.length + 1 } }
  }
  if (Array.isArray(value)) return { rows: value }
  const held = (value ?? {}) as Record<string, unknown>
  const rows = [held.matters, held.rows].find(Array.isArray)
  return rows ? { rows } : { words: null }
}

/** A cell that a spreadsheet would take for a formula is led by an apostrophe. */
const cell = (text: string | number) => `"${String(text).replace(/^[=+\-@\t]/, "'$&").replaceAll('"', '""')}"`
export const reportCsv = (problems: ImportProblem[], heads: string[]): string =>
  `\uFEFF${[heads, ...problems.map((one) => [one.row, one.id, one.field, one.severity, one.reason])].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`
