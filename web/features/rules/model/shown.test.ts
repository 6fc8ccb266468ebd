import { expect, test } from 'vitest'
import chinese from '../locales/zh-CN.json'
import { cellChoices, shownCell, shownValue, shownValues } from './shown'

const words: Record<string, string> = { ...chinese, 'shared.form.comma': '、' }
const say = (key: string, put: Record<string, string> = {}) => words[key]!.replace(/\{(\w+)\}/g, (_, name: string) => put[name]!)
const uses = [{ value: 'life', label: '生活用水' }]

test('values are read without the marks of a language', () => {
  expect([shownValue(say, true), shownValue(say, null), shownValue(say, '一般'), shownValue(say, 5), shownValue(say, ['一般', '重点'])]).toEqual(['是', '未填', '一般', '5', '一般、重点'])
})
test('a span is said in words, what only looks like one stays', () => {
  expect([shownValue(say, '[5..8]'), shownValue(say, '[0.5..1.5]'), shownValue(say, '[甲..乙]')]).toEqual(['5 至 8', '0.5 至 1.5', '[甲..乙]'])
})
test('codes of a form have the words people chose', () => {
  expect(shownValues(say, { 用途: 'life', 超许可: false }, { 用途: uses })).toBe('用途：生活用水；超许可：否')
  expect(cellChoices(uses)).toEqual([{ value: '"life"', label: '生活用水' }])
})
test('cells of a table that is only read: constants in words, what is worked out as written', () => {
  expect(['-', '"life"', '"life", "other"', 'true', '5', '[5..10]', '>= 1000000', 'not("life")', '[5..x]', ''].map((cell) => shownCell(say, cell, uses))).toEqual(['不限', '生活用水', '生活用水、other', '是', '5', '5 至 10', '>= 1000000', 'not("life")', '[5..x]', ''])
})
