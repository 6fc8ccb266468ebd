import { afterEach, expect, test } from 'vitest'
import { i18n } from '@/shared/i18n/translate'
import { asSentences, formatBytes, formatCount, formatDate, formatIdNumber, formatInstant, formatMoney, formatPhone, formatTotal } from '.'

afterEach(() => void (i18n.global.locale.value = 'zh-CN'))

test('a date is written without leading zeros in both languages', () => {
  expect(formatDate('2025-06-02')).toBe('2025年6月2日')
  i18n.global.locale.value = 'en'
  expect(formatDate('2025-06-02')).toBe('2 June 2025')
})

test('an instant shows the time of the hall, not of the reader', () => {
  expect(formatInstant('2025-06-02T06:03:00Z')).toBe('2025年6月2日 14:03')
  expect(formatInstant('2025-06-01T16:00:00Z')).toBe('2025年6月2日 00:00')
  i18n.global.locale.value = 'en'
  expect(formatInstant('2025-06-02T14:03:00+08:00')).toBe('2 June 2025, 14:03')
})

test('fen become yuan with two places', () => {
  expect(formatMoney(123450)).toBe('1,234.50 元')
  expect(formatMoney(0)).toBe('0.00 元')
  expect(formatMoney(null)).toBe('')
})

test('large counts are shortened to 万 and 亿 in Chinese only', () => {
  expect(formatCount(12_345_678, { short: true })).toBe('1,234.6万')
  expect(formatCount(230_000_000, { short: true })).toBe('2.3亿')
  expect(formatCount(9_999, { short: true })).toBe('9,999')
  i18n.global.locale.value = 'en'
  expect(formatCount(12_345_678, { short: true })).toBe('12,345,678')
})

test('a capped total says so', () => {
  expect(formatTotal(1000, true)).toBe('1,000+')
  expect(formatTotal(137)).toBe('137')
})

test('numbers that people read aloud come in groups', () => {
  expect(formatPhone('13800001234')).toBe('138 0000 1234')
  expect(formatIdNumber('45090019900101123X')).toBe('450900 1990 0101 123X')
})

test('sizes use the unit that keeps them short', () => {
  expect(formatBytes(512)).toBe('512 B')
  expect(formatBytes(1536)).toBe('1.5 KB')
  expect(formatBytes(5 << 20)).toBe('5 MB')
})

test('hints from several sources read as sentences, each once', () => {
  expect(asSentences('可以选几项', '可以选几项。')).toBe('可以选几项。')
  expect(asSentences('与营业执照一致', '', '已按登记信息填好，可以修改。')).toBe('与营业执照一致。已按登记信息填好，可以修改。')
  expect(asSentences('As on the licence', 'You may change it.')).toBe('As on the licence. You may change it.')
  expect(asSentences('只有一句')).toBe('只有一句')
  expect(asSentences()).toBe('')
})
