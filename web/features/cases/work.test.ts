import { expect, test } from 'vitest'
import { covered } from './cover'
import { sentDecision, sentDelivery, noDecision, noDelivery } from './dialogs/decision'
import { fileKind } from './files'
import { addressOf, exportOf, filterFrom, queryOf } from './filter'
import type { CaseTask } from './types'
import { isAnswered, marksFor, nextCase } from './work'

test('the next case is the one after it in the list that is still there', () => {
  expect(nextCase(['1', '2', '3'], ['1', '3'], '2')).toBe('3')
  expect(nextCase(['1', '2', '3'], ['1', '2'], '2')).toBe('1')
  expect(nextCase(['1', '2', '3'], ['9'], '3')).toBe('9')
  expect(nextCase([], ['4', '5'], '4')).toBe('5')
  expect(nextCase(['1'], ['1'], '1')).toBeNull()
})

test('points asked twice show once, and what was ticked before stays', () => {
  const task = { checks: [{ text: '齐全' }, '属实', { text: '齐全' }] } as CaseTask
  expect(marksFor(task, [{ text: '属实', is_met: true, note: '' }])).toEqual([{ text: '齐全', is_met: false, note: '' }, { text: '属实', is_met: true, note: '' }])
  expect(marksFor(null, [])).toEqual([])
})

test('a point is answered when it is met or explained', () => {
  expect(isAnswered({ text: '', is_met: true, note: '' })).toBe(true)
  expect(isAnswered({ text: '', is_met: false, note: '容缺' })).toBe(true)
  expect(isAnswered({ text: '', is_met: false, note: '  ' })).toBe(false)
})

test('a grant carries conditions, a refusal grounds and clause, neither the other’s', () => {
  const words = { ...noDecision('granted'), grounds: '无', clause: '第三条', conditions: ' 每年年检 ' }
  expect(sentDecision(words)).toEqual({ decision: 'granted', conditions: '每年年检' })
  expect(sentDecision({ ...words, decision: 'refused' })).toEqual({ decision: 'refused', grounds: '无', clause: '第三条' })
})

test('a delivery says what belongs to its way only', () => {
  const words = { ...noDelivery(), recipient_name: '李明', recipient_id_no: '1', is_proxy: true, tracking_no: 'SF1' }
  expect(sentDelivery(words)).toEqual({ way: 'window', is_proxy: true, recipient_name: '李明', recipient_id_no: '1' })
  expect(sentDelivery({ ...words, way: 'express' })).toEqual({ way: 'express', recipient_name: '李明', tracking_no: 'SF1' })
  expect(sentDelivery({ ...words, way: 'online' })).toEqual({ way: 'online' })
})

test('the filter survives the way through the address', () => {
  const filter = filterFrom({ tab: 'review', q: '便利店', from: '2026-01-01', overdue: '1' })
  expect(filterFrom(addressOf(filter))).toEqual(filter)
  expect(queryOf(filter)).toMatchObject({ state: 'in_review', q: '便利店', submitted_from: '2026-01-01', overdue: true })
  expect(filterFrom({ tab: 'nonsense' }).tab).toBe('all')
  expect(addressOf(filterFrom({}))).toEqual({})
})

test('an export asks for what the list shows', () => {
  expect(exportOf(filterFrom({ tab: 'review', q: '便利店', overdue: '1' }))).toEqual({ state: 'in_review', q: '便利店', overdue: true })
  expect(exportOf(filterFrom({}))).toEqual({})
})

test('pictures and PDF files show in the page, others are downloaded', () => {
  expect(['a.PDF', 'b.jpg', 'c.docx', 'd'].map(fileKind)).toEqual(['pdf', 'image', 'other', 'other'])
})

test('numbers of persons are covered, other answers are not', () => {
  expect(covered('phone', '13907750002')).toBe('139****0002')
  expect(covered('id_number', '11010519491231002X')).toBe('110105********002X')
  expect(covered('uscc', '91350100M000100Y43')).toBe('91350100M000100Y43')
  expect(covered('party', '王秀兰 11010519491231002X')).toBe('王秀兰 110105********002X')
  expect(covered('phone', '')).toBe('')
})
