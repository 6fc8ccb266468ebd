import { expect, test } from 'vitest'
import { minutesOf, timeOf } from './minutes'
import { powersFor, standingOf } from './powers'

test('a post may get the four and the seven powers, a window and a hall the seven', () => {
  expect(powersFor('post')).toHaveLength(11)
  expect(powersFor('window')).toHaveLength(7)
  expect(powersFor('center')).not.toContain('decide')
  expect(powersFor('')).toEqual([])
})
test('a letter holds on its first and on its last day', () => {
  const letter = { valid_from: '2026-01-01', valid_to: '2026-12-31', revoked_at: null }
  expect(standingOf(letter, '2025-12-31')).toBe('coming')
  expect(standingOf(letter, '2026-01-01')).toBe('in_force')
  expect(standingOf(letter, '2026-12-01')).toBe('ending')
  expect(standingOf(letter, '2026-12-31')).toBe('ending')
  expect(standingOf(letter, '2027-01-01')).toBe('expired')
  expect(standingOf({ ...letter, revoked_at: '2026-02-01T00:00:00Z' }, '2026-03-01')).toBe('revoked')
})
test('closing time is minutes since midnight', () => {
  expect(timeOf(1050)).toBe('17:30')
  expect([minutesOf('17:30'), minutesOf('9:05'), minutesOf('24:00'), minutesOf('24:01'), minutesOf('17:75'), minutesOf('5')]).toEqual([1050, 545, 1440, null, null, null])
})
