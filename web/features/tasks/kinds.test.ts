import { expect, test } from 'vitest'
import { allOf, isAtLeast, tabsOf } from './kinds'

test('the sum over all kinds leaves "mine" out, which counts the same tasks again', () => {
  expect(allOf({ acceptance: 4, review: 11, mine: 3 })).toBe(15)
  expect(allOf({})).toBe(0)
})

test('tabs without tasks stay away, but all, mine and the open one are there', () => {
  expect(tabsOf({ review: 2, mine: 0 }, '').map((tab) => tab.value)).toEqual(['', 'review', 'mine'])
  expect(tabsOf({ review: 2 }, 'delivery').map((tab) => tab.value)).toEqual(['', 'review', 'delivery', 'mine'])
})

test('the server counts up to a thousand', () => {
  expect(isAtLeast(1000)).toBe(true)
  expect(isAtLeast(999)).toBe(false)
})
