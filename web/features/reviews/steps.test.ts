import { expect, test } from 'vitest'
import { daysLeft, dueOf, neededFields, nextStep, noWords, sentStep } from './steps'

test('a follow-up goes from verification to rectification to the revisit, and then ends', () => {
  expect((['received', 'verified', 'rectified', 'revisited'] as const).map((state) => nextStep({ state }))).toEqual(['verification', 'rectification', 'revisit', null])
})

test('first the day to reach the citizen counts, then the day to have it mended', () => {
  const one = { contact_due_on: '2026-11-23', due_on: '2026-12-14' }
  expect(dueOf({ ...one, state: 'received' })).toBe('2026-11-23')
  expect(dueOf({ ...one, state: 'verified' })).toBe('2026-12-14')
  expect(dueOf({ ...one, state: 'revisited' })).toBeNull()
})

test('days are counted across months, and past days are negative', () => {
  expect(daysLeft('2026-12-01', '2026-11-29')).toBe(2)
  expect(daysLeft('2026-11-20', '2026-11-22')).toBe(-2)
  expect(daysLeft(null, '2026-11-22')).toBeNull()
})

test('each step sends what belongs to it', () => {
  const words = { ...noWords(), note: ' 已电话联系 ', finding: '属实', reply: '已整改', level: '2' }
  expect(sentStep('verification', words)).toEqual({ note: '已电话联系', finding: '属实' })
  expect(sentStep('rectification', words)).toEqual({ note: '已电话联系', reply: '已整改' })
  expect(sentStep('revisit', words)).toEqual({ note: '已电话联系', second_level: 2 })
  expect(sentStep('revisit', { ...words, level: '' })).toEqual({ note: '已电话联系' })
  expect(neededFields('revisit')).toEqual(['note'])
})
