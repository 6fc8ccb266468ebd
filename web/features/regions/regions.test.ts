import { expect, test } from 'vitest'
import { paddedCode, shortCode } from './api'
import { placeName } from './useRegionNames'

test('a code is shown with the digits that say something, at the length of its level', () => {
  expect(['450000000000', '450900000000', '450902000000', '450902001000', '450902001203', '450920000000'].map(shortCode)).toEqual(['45', '4509', '450902', '450902001', '450902001203', '450920'])
  expect(shortCode('450100000000')).toBe('4501')
  expect(shortCode('451000000000')).toBe('4510')
})
test('a short code is filled up to twelve digits', () => expect(paddedCode('4509')).toBe('450900000000'))

test('a place is called as people here call it', () => {
  const path = ['广西壮族自治区', '玉林市', '玉州区', '大塘镇'].map((name, at) => ({ code: String(at), name }))
  expect([1, 2, 3, 4].map((length) => placeName({ name: '', path: path.slice(0, length) }))).toEqual(['广西壮族自治区', '玉林市', '玉州区', '玉州区大塘镇'])
  expect(placeName({ name: '全国', path: [] })).toBe('全国')
})
