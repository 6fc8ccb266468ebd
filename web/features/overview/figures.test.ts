import { expect, test } from 'vitest'
import { longest, percent, satisfaction, savedShare } from './figures'

test('no share of nothing', () => expect([percent(0, 0), percent(1, 3), percent(54, 56)]).toEqual([null, 33, 96]))
test('shorter than the law by so much', () => expect([savedShare('17.9', '9.7'), savedShare('0.0', '1.0')]).toEqual([46, null]))
test('the first three of five levels are satisfied', () => {
  const levels = [4, 3, 1, 1, 1].map((count, at) => ({ level: at + 1, name: '', count }))
  expect(satisfaction(levels)).toEqual({ total: 10, rate: 80 })
  expect(satisfaction([])).toEqual({ total: 0, rate: null })
})
test('bars begin at nought and never divide by it', () => expect([longest([]), longest([{ label: '', value: 7, text: '' }])]).toEqual([1, 7]))
