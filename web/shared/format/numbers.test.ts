import { expect, test } from 'vitest'
import { isCreditCode, isIdNumber, isMobile, isStrongPassword } from './numbers'

test('the example of GB 11643 is a valid ID number', () => {
  expect(isIdNumber('11010519491231002X')).toBe(true)
  expect(isIdNumber('440524188001010014')).toBe(true)
})

test('any single wrong digit of an ID number is found', () => {
  const right = '11010519491231002X'
  for (let at = 0; at < 17; at++) {
    const wrong = right.slice(0, at) + ((Number(right[at]) + 1) % 10) + right.slice(at + 1)
    expect(isIdNumber(wrong), wrong).toBe(false)
  }
})

test('an ID number needs a birthday that exists and has been', () => {
  expect(isIdNumber('110105194902310028')).toBe(false)
  expect(isIdNumber('11010519491231002x')).toBe(false)
  expect(isIdNumber('11010519491231002X', new Date('1940-01-01'))).toBe(false)
})

test('credit codes from published registers are valid', () => {
  expect(isCreditCode('91350100M000100Y43')).toBe(true) // example of GB 32100
  expect(isCreditCode('91350100M000100Y44')).toBe(false)
  expect(isCreditCode('91350100I000100Y43')).toBe(false) // the letter I is not used
})

test('two neighbours changing places in a credit code are found', () => {
  expect(isCreditCode('91350100M001000Y43')).toBe(false)
})

test('a mobile number has eleven digits and starts with 13 to 19', () => {
  expect(isMobile('13800001234')).toBe(true)
  expect(isMobile('12800001234')).toBe(false)
  expect(isMobile('1380000123')).toBe(false)
})

test('a password needs eight characters of three classes', () => {
  expect(isStrongPassword('Yimen2026')).toBe(true)
  expect(isStrongPassword('yimen2026')).toBe(false)
  expect(isStrongPassword('Ab1')).toBe(false)
})
