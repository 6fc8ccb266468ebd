import { expect, test } from 'vitest'
import { barOf, clockDays, clockLines, currentClock, deadlineState, isEnded, stageOf } from './clock'
import type { CaseState, ClockReading } from './types'

const reading = (change: Partial<ClockReading>): ClockReading => ({
  start_on: '2026-11-02', due_on: '2026-11-24', limit: '10个工作日', basis: '', used: 5, remaining: 5, paused: 0, is_beyond_known_calendar: false, days: [], ...change,
})

test.each([
  [{ used: 5, remaining: 5, paused: 0 }, { used: 50, paused: 0, left: 50, over: 0 }],
  [{ used: 5, remaining: 1, paused: 9 }, { used: 33.3, paused: 60, left: 6.7, over: 0 }],
  [{ used: 0, remaining: 20, paused: 0 }, { used: 0, paused: 0, left: 100, over: 0 }],
  [{ used: 12, remaining: -2, paused: 0 }, { used: 83.3, paused: 0, left: 0, over: 16.7 }],
  [{ used: 0, remaining: 0, paused: 0 }, { used: 0, paused: 0, left: 100, over: 0 }],
])('%j makes the bar %j', (clock, bar) => {
  expect(barOf(clock)).toEqual(bar)
})

test('used, paused, left and over never draw more than the whole bar', () => {
  for (let used = 0; used < 30; used += 7)
    for (let paused = 0; paused < 30; paused += 9)
      for (let remaining = -8; remaining < 9; remaining += 4) {
        const bar = barOf({ used, paused, remaining })
        expect(bar.used + bar.paused + bar.left + bar.over).toBeLessThanOrEqual(100.2)
        expect(Math.min(bar.used, bar.paused, bar.left, bar.over)).toBeGreaterThanOrEqual(0)
      }
})

test('days after today are still to come, rest days and pauses stay what they are', () => {
  const days = clockDays(reading({ days: [
    { day: '2026-11-03', kind: 'counted', number: 1, note: '' }, { day: '2026-11-04', kind: 'paused', number: 1, note: '现场核查' },
    { day: '2026-11-07', kind: 'off', number: 1, note: '' }, { day: '2026-11-09', kind: 'counted', number: 2, note: '' },
  ] }), '2026-11-05')
  expect(days.map((day) => day.kind)).toEqual(['counted', 'paused', 'rest', 'ahead'])
  expect(days[1]!.note).toBe('现场核查')
})

test('the arithmetic names extension and pause only when there are some', () => {
  expect(clockLines(reading({}))).toHaveLength(5)
  expect(clockLines(reading({ extension_days: 5, paused: 3 }))).toHaveLength(7)
  expect(clockLines(reading({ remaining: -2 })).at(-2)!.label).toBe('cases.clock.over')
})

test('after acceptance the promise runs, before it the five days for acceptance', () => {
  const acceptance = reading({ limit: '5个工作日' })
  const promised = reading({})
  expect(currentClock({ is_stopped: false, acceptance, promised: null, statutory: null })).toBe(acceptance)
  expect(currentClock({ is_stopped: false, acceptance, promised, statutory: null })).toBe(promised)
})

test('a stopped case is paused, an ended one done', () => {
  expect(deadlineState({ state: 'special', is_stopped: true })).toBe('paused')
  expect(deadlineState({ state: 'in_review', is_stopped: false })).toBe('running')
  expect(deadlineState({ state: 'withdrawn', is_stopped: true })).toBe('done')
})

test('every state has its stage', () => {
  const states: CaseState[] = ['submitted', 'pre_review', 'pre_returned', 'received', 'correction', 'not_needed', 'rejected', 'in_review', 'in_approval', 'special', 'reported_up', 'suspended', 'decided', 'delivering', 'closed', 'withdrawn', 'withdrawn_deemed', 'voided']
  for (const state of states) expect(stageOf(state), state).toBeTruthy()
  expect(states.filter(isEnded)).toEqual(['not_needed', 'rejected', 'closed', 'withdrawn', 'withdrawn_deemed', 'voided'])
})
