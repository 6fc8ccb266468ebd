import { expect, test } from 'vitest'
import { paddedCode, shortCode } from './api'

test('a code is shown with the digits that say something, at the length of its level', () => {
  expect(['450000000000', '450900000000', '450902000000', '450902001000', '450902001203', '450920000000'].map(shortCode)).toEqual(['45', '4509', '450902', '450902001', '450902001203', '450920'])
  expect(shortCode('450100000000')).toBe('4501')
  expect(shortCode('451000000000')).toBe('4510')
})
test('a short code is filled up to twelve digits', () => expect(paddedCode('4509')).toBe('450900000000'))
