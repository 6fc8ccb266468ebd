import { expect, test } from 'vitest'
import type { CalendarDay } from './api'
import { keyTarget, monthsOf, spansOf } from './days'

const rule = (day: string, kind: 'off' | 'work', name = '国庆节', is_own = false): CalendarDay => ({ day, kind, name, source: '通知', region_code: '000000000000', is_own })

test('a month begins on its weekday, Monday first', () => {
  const [january, february] = monthsOf(2026, [])
  expect([january!.blanks, january!.days.length]).toEqual([3, 31]) // 1 January 2026 is a Thursday
  expect([february!.blanks, february!.days.length]).toEqual([6, 28])
  expect(monthsOf(2028, [])[1]!.days.length).toBe(29)
})
test('a rule outweighs the weekday', () => {
  const october = monthsOf(2026, [rule('2026-10-01', 'off'), rule('2026-10-10', 'work')])[9]!
  expect(october.days[0]!.kind).toBe('off')
  expect(october.days[9]!.kind).toBe('make_up') // a Saturday
  expect(october.days[10]!.kind).toBe('rest')
  expect(october.days[11]!.kind).toBe('work')
})
test('days of one holiday that follow each other are one line', () => {
  const spans = spansOf([rule('2026-10-02', 'off'), rule('2026-10-01', 'off'), rule('2026-10-04', 'off'), rule('2026-10-10', 'work'), rule('2026-04-19', 'off', '三月三', true)])
  expect(spans.map((one) => [one.name, one.from, one.until])).toEqual([['三月三', '2026-04-19', '2026-04-19'], ['国庆节', '2026-10-01', '2026-10-02'], ['国庆节', '2026-10-04', '2026-10-04'], ['国庆节', '2026-10-10', '2026-10-10']])
})
test('arrow keys stay inside the year', () => {
  expect(keyTarget('2026-03-01', 'ArrowLeft')).toBe('2026-02-28')
  expect(keyTarget('2026-01-03', 'ArrowUp')).toBeNull()
  expect(keyTarget('2026-12-24', 'ArrowDown')).toBe('2026-12-31')
  expect(keyTarget('2026-12-24', 'Tab')).toBeNull()
})
