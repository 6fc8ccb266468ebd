import { expect, test } from 'vitest'
import { answerWords, chosenFrom, departures, isWithin, type BenchmarkBand } from './benchmark'

const band = (kind: BenchmarkBand['kind'], proposed: unknown, choices: unknown[] = []): BenchmarkBand => ({ name: '有效期', kind, text: '', proposed: proposed as never, choices: choices as never })

test('a choice keeps to a range by its ends, open or closed', () => {
  expect(isWithin(band('range', '[5..10]'), 5)).toBe(true)
  expect(isWithin(band('range', '[5..10]'), 10)).toBe(true)
  expect(isWithin(band('range', '[5..10)'), 10)).toBe(false)
  expect(isWithin(band('range', '(5..10]'), 5)).toBe(false)
  expect(isWithin(band('range', '[5..10]'), 11)).toBe(false)
})
test('a choice keeps to a list or a single value by being it', () => {
  expect(isWithin(band('list', null, ['一般', '重点']), '重点')).toBe(true)
  expect(isWithin(band('list', null, ['一般', '重点']), '免检')).toBe(false)
  expect(isWithin(band('value', 1), 1)).toBe(true)
  expect(isWithin(band('value', 1), 2)).toBe(false)
})
test('an answer reads in the words of its form', () => {
  const schema = { fields: [{ key: 'use', values: [{ value: 'farm', label: '农业' }] }] }
  expect(answerWords('form:use', 'farm', schema)).toBe('农业')
  expect(answerWords('form:area', 3, schema)).toBe('3')
  expect(answerWords('', 'x', null)).toBe('x')
})
test('what is typed becomes a number where the band is one; nothing chosen yet is no departure', () => {
  expect(chosenFrom(band('range', '[5..10]'), ' 6 ')).toBe(6)
  expect(chosenFrom(band('value', '重点'), ' 一般 ')).toBe('一般')
  expect(departures([band('value', 1)], {})).toEqual([])
  expect(departures([band('value', 1)], { 有效期: 3 })).toEqual(['有效期'])
})
