import { expect, test } from 'vitest'
import zh from './locales/zh-CN.json'
import type { CaseLine, CasePageData, Reading } from './api'
import { askedFor, clockDays, clockLines, groupNames, groups, mayReview, nextWords, openCorrection, placeOf, stationsOf, subjectOf, today, toneOf, wordsOf } from './standing'

const line = (state: string, change: Partial<CaseLine> = {}) => ({ state, submitted_at: '2026-11-16T09:12:00+08:00', decision: 'none', ...change }) as CaseLine
const states = groupNames.flatMap((name) => [...groups[name]])

test('every state of a case has a name, a next step with and without a date, and one group', () => {
  expect(new Set(states).size).toBe(18)
  for (const state of states) for (const key of [`my.state.${state}`, `my.next.${state}`, `my.next.${state}_by`]) expect(zh, key).toHaveProperty([key])
})
test('the way of a case: what is done, what is now, what comes', () => {
  const way = (state: string) => stationsOf(line(state), '状态').map((one) => one.state[0]).join('')
  expect([way('submitted'), way('correction'), way('in_review'), way('in_approval'), way('delivering'), way('closed')]).toEqual(['dnaaa', 'dnaaa', 'ddnaa', 'dddna', 'ddddn', 'ddddd'])
  expect(stationsOf(line('rejected'), '不予受理').map((one) => one.label).at(-1)).toBe('不予受理')
})
test('a day that has passed is not promised', () => {
  const words = (due_on: string) => nextWords(line('in_review', { due_on, department_name: '水利局' }), '2026-11-23')
  expect(words('2026-11-23')).toBe('my.next.in_review_by')
  expect(words('2026-11-20')).toBe('my.next.late')
})
test('what needs the person is amber, a refusal red, a result green', () => {
  expect([toneOf(line('correction')), toneOf(line('rejected')), toneOf(line('closed', { decision: 'refused' })), toneOf(line('delivering')), toneOf(line('withdrawn')), toneOf(line('in_review'))]).toEqual(['warn', 'bad', 'bad', 'ok', '', 'blue'])
  expect([mayReview('closed'), mayReview('withdrawn'), mayReview('in_review')]).toEqual([true, false, false])
})

const file = (targets: (string | undefined)[], wrong: string[] = []) =>
  ({
    form_schema: { fields: [{ key: 'area', type: 'number' }, { key: 'name', type: 'textfield' }] },
    materials: ['m1', 'm2'].map((key) => ({ key, state: wrong.includes(key) ? 'wrong' : 'fine' })),
    corrections: [{ answered_at: '2026-11-17', items: [{ target: 'form:old', problem: '' }] }, { answered_at: null, items: targets.map((target) => ({ target, problem: '有误' })) }],
  }) as unknown as CasePageData
test('a correction asks for the named fields and materials, those judged wrong, and for everything when it names nothing', () => {
  expect(askedFor(file(['form:area', 'material:m1', 'material:gone']))).toMatchObject({ fields: ['area'], materials: ['m1'] })
  expect(askedFor(file(['form:area'], ['m2']))).toMatchObject({ fields: ['area'], materials: ['m2'] })
  expect(askedFor(file([undefined]))).toMatchObject({ fields: ['area', 'name'], materials: ['m1', 'm2'] })
  expect(openCorrection(file(['form:area']).corrections)?.items).toHaveLength(1)
})

test('each line of a correction names what it is about', () => {
  const named = { ...file(['form:area', 'material:m1', undefined]), materials: [{ key: 'm1', name: '租赁合同' }], form_schema: { components: [{ key: 'area', type: 'number', label: '面积' }] } } as unknown as CasePageData
  expect(openCorrection(named.corrections)!.items.map((item) => subjectOf(named, item))).toEqual(['面积', '租赁合同', ''])
  expect([placeOf({ target: 'form:a:b' }), placeOf({ target: 'material:m1' })]).toEqual(['form.a:b', 'materials.m1'])
  expect(wordsOf({ problem: '缺少签字', how: '请补签后上传' })).toBe('缺少签字。请补签后上传。')
})

const reading: Reading = {
  start_on: '2026-11-16', due_on: '2026-11-24', limit: '6个工作日', basis: '', used: 2, remaining: 4, paused: 1, extension_days: 2, is_beyond_known_calendar: false,
  days: [
    { day: '2026-11-17', kind: 'counted', number: 1, note: '' }, { day: '2026-11-18', kind: 'paused', number: 1, note: '现场核查' },
    { day: '2026-11-21', kind: 'off', number: 1, note: '星期六' }, { day: '2026-11-23', kind: 'counted', number: 2, note: '' },
  ],
}
test('the days of the clock: counted until today, ahead after it, rest and pauses with their note', () => {
  expect(clockDays(reading, '2026-11-20')).toEqual([
    { date: '2026-11-17', kind: 'counted' }, { date: '2026-11-18', kind: 'paused', note: '现场核查' }, { date: '2026-11-21', kind: 'rest', note: '星期六' }, { date: '2026-11-23', kind: 'ahead' },
  ])
  expect(today(new Date('2026-11-20T17:00:00Z'))).toBe('2026-11-21')
})
test('the arithmetic ends in the last day and names extension and pauses only when there are any', () => {
  expect(clockLines(reading, false)).toHaveLength(6)
  expect(clockLines({ ...reading, paused: 0, extension_days: 0 }, false)).toHaveLength(4)
  expect(clockLines(reading, true).at(-1)?.value).toBe('2026年11月24日')
})
