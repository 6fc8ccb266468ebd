import { describe, expect, it } from 'vitest'
import { isRisky, matches } from './patterns'
import { problemOf } from './problem-of'
import type { FormField } from './schema'

describe('patterns of designers', () => {
  it('are tried as they are', () => {
    expect(matches('^[0-9]{6}$', '537000')).toBe(true)
    expect(matches('^[0-9]{6}$', '53700')).toBe(false)
    expect(matches('[', 'anything')).toBe(true)
  })
  it('that might never end are left to the server, unless the text is short', () => {
    for (const risky of ['^(a+)+$', '^(a|aa)*$', '((a*)b)*', '(x)\\1', '^(?:[0-9]+,?)+$']) expect(isRisky(risky), risky).toBe(true)
    for (const plain of ['^[0-9]+(-[0-9]{4})?$', '^(A|B)[0-9]{3}$', '[(+)]+', '\\(a+\\)+']) expect(isRisky(plain), plain).toBe(false)
    const long = `${'a'.repeat(60)}!`
    expect(matches('^(a+)+$', long)).toBe(true)
    expect(matches('^(a+)+$', 'aaa!')).toBe(false)
  })
  it('an invisible sign in a text is named by its place', () => {
    const field = { key: 't', type: 'textfield', label: '名称' } as FormField
    expect(problemOf(field, '玉林\u200b')).toBe('')
    expect(problemOf(field, '𠮷\u0007林')).toContain('第 2 个字')
  })
})
