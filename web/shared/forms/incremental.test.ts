import { expect, test } from 'vitest'
import type { FormField } from './schema'
import { Sheet } from './sheet'

/** Evaluations are counted, not seconds: the number is the same on every machine. bench/forms/keystroke.mjs measures time. */
const field = (at: number, change: Partial<FormField> = {}): FormField => ({ key: `f${at}`, type: 'number', label: `第 ${at} 项`, ...change })
const thousand = Array.from({ length: 1000 }, (_, at) => at + 1)
function costOf(sheet: Sheet, answers: Record<string, string>): number {
  const before = sheet.evaluations
  sheet.refresh(answers)
  return sheet.evaluations - before
}

test('of a thousand independent rules a keystroke asks the one that reads the answer', () => {
  const components = [field(0), ...thousand.map((at) => field(at, { conditional: { hide: `=f${at - 1} = 7` } }))]
  const answers: Record<string, string> = Object.fromEntries(components.map((one) => [one.key, '1']))
  const sheet = new Sheet({ components }, answers)
  expect(sheet.evaluations).toBe(1000)
  answers.f500 = '2'
  expect(costOf(sheet, answers)).toBe(2) // its own condition, and the one that reads it
  answers.f500 = '2'
  expect(costOf(sheet, answers)).toBe(0)
})

test('a chain stops where nothing changes any more', () => {
  const components = [field(0), ...thousand.map((at) => field(at, { type: 'expression', expression: at === 10 ? '=if f9 > 100 then 1 else 0' : `=f${at - 1} + 1` }))]
  const sheet = new Sheet({ components }, { f0: '1' })
  expect(sheet.evaluations).toBe(1000)
  expect(costOf(sheet, { f0: '2' })).toBe(10)
  expect(costOf(sheet, { f0: '200' })).toBe(1000)
})

test('a rule across fields is asked when one of them changes', () => {
  const rule = (at: number) => ({ validate: { rules: [{ expression: `=f${at} >= f0`, message: '太小。' }] } })
  const components = [field(0), ...thousand.map((at) => field(at, rule(at)))]
  const answers: Record<string, string> = Object.fromEntries(components.map((one) => [one.key, '5']))
  const sheet = new Sheet({ components }, answers)
  expect(costOf(sheet, { ...answers, f3: '4' })).toBe(1)
  expect(sheet.problems()).toEqual([{ pointer: '/f3', detail: '太小。' }])
  expect(costOf(sheet, { ...answers, f0: '6' })).toBe(1000)
})

test('of a hundred rows only the changed one is gone through; what adds them up follows', () => {
  const rows = Array.from({ length: 100 }, (_, at) => ({ price: String(at), count: '2' }))
  const schema = {
    components: [
      { key: '', type: 'dynamiclist', path: 'rows', label: '明细', components: [field(0, { key: 'price' }), field(1, { key: 'count' }), field(2, { key: 'sum', type: 'expression', expression: '=price * count' })] },
      field(3, { key: 'total', type: 'expression', expression: '=sum(rows.sum)' }),
    ],
  }
  const sheet = new Sheet(schema, { rows })
  expect(sheet.outcome().answers.total).toBe(9900)
  expect(costOf(sheet, { rows: rows.with(40, { price: '1000', count: '2' }) } as never)).toBe(2)
  expect(sheet.outcome().answers.total).toBe(9900 - 80 + 2000)
})
