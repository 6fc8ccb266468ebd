import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readForm } from './read'
import { Sheet } from './sheet'
import type { Answers, FormSchema } from './schema'

/** The table that the server's form engine is held against, too. */
interface Case extends FormSchema {
  name: string
  host?: Record<string, unknown>
  /** What neither side can use. */
  refused?: string[]
  runs: { answers: Answers; shown?: Answers; kept?: Answers; hidden?: string[]; problems?: string[] }[]
}
const cases = JSON.parse(readFileSync(join(import.meta.dirname, '../../../tests/data/forms/cases.json'), 'utf8')) as Case[]

test.each(cases.filter((one) => one.refused))('refused: $name', (one) => expect(readForm(one).problems.map((problem) => problem.rule).sort()).toEqual([...one.refused!].sort()))

describe.each(cases.filter((one) => !one.refused))('$name', (one) => {
  const host = one.host ?? {}
  const judged = (sheet: Sheet) => {
    const { answers, hidden, hiddenFields } = sheet.outcome()
    return { shown: answers, kept: hidden, hidden: hiddenFields.sort(), problems: sheet.problems().map((problem) => problem.pointer).sort() }
  }
  const wanted = (run: Case['runs'][number]) => ({ shown: run.shown ?? {}, kept: run.kept ?? {}, hidden: (run.hidden ?? []).sort(), problems: (run.problems ?? []).sort() })

  test.each(one.runs)('$answers', (run) => expect(judged(new Sheet(one, run.answers, host, Object.keys(host)))).toEqual(wanted(run)))

  test('one after the other on the same sheet', () => {
    const sheet = new Sheet(one, {}, host, Object.keys(host))
    for (const run of [...one.runs, ...one.runs]) {
      sheet.refresh(run.answers, host)
      expect(judged(sheet)).toEqual(wanted(run))
    }
  })
})
