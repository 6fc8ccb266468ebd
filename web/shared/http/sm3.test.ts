import { expect, test } from 'vitest'
import { Sm3, sm3Hex } from './sm3'

const text = (words: string) => new TextEncoder().encode(words)

test('the digest of "abc" is the one printed in GB/T 32905 A.1', () => {
  expect(sm3Hex(text('abc'))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0')
})

test('the digest of 64 bytes is the one printed in GB/T 32905 A.2', () => {
  expect(sm3Hex(text('abcd'.repeat(16)))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732')
})

test('pieces of any length give the digest of the whole', () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251)
  const pieces = new Sm3()
  for (let at = 0; at < bytes.length; at += 37) pieces.update(bytes.subarray(at, at + 37))
  expect(pieces.hex()).toBe(sm3Hex(bytes))
})
