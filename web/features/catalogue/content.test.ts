import { expect, test } from 'vitest'
import { changedElements, fenOf, isSame, itemMark, newItem, nextKey, openIssuesAt, targetOf, toLines, trimmedContent, yuanOf } from './content'
import { elementNamed, sections } from './elements'

test('blank members are not sent, noughts and negations are', () => {
  expect(trimmedContent({ name: ' 取水许可 ', scenario: ' ', visit_count: 0, is_charged: false, conditions: ['a', ' ', ''], statutory: null, places: [{}], form: {} })).toEqual({
    name: '取水许可', visit_count: 0, is_charged: false, conditions: ['a'], places: [{}],
  })
})

test('a change is told by content, not by the order of members', () => {
  expect(isSame({ length: 5, unit: 'working_day' }, { unit: 'working_day', length: 5 })).toBe(true)
  expect(isSame(undefined, '')).toBe(true)
  expect(isSame(undefined, 0)).toBe(false)
  expect(changedElements({ name: 'a', conditions: ['x'] }, { name: 'a', conditions: ['x', 'y'], consult_phone: '1' })).toEqual(['conditions', 'consult_phone'])
  expect(changedElements(null, { name: 'a' })).toEqual([])
})

test('items are told apart by their key, also when they were renamed', () => {
  const before = [{ key: 'm1', name: '申请书' }]
  expect(itemMark(before, { key: 'm1', name: '申请书' })).toBe('')
  expect(itemMark(before, { key: 'm1', name: '申请表' })).toBe('changed')
  expect(itemMark(before, { key: 'm2', name: '申请书' })).toBe('added')
})

test('a key that was ever given is not given again', () => {
  expect(nextKey('m', [{ key: 'm1' }, { key: 'a7' }], [{ key: 'm4' }])).toBe('m5')
  expect(newItem(elementNamed('materials')!, [])).toEqual({ key: 'm1' })
  expect(newItem(elementNamed('faqs')!, [])).toEqual({})
})

test('a problem leads to its section and field, by key and by place', () => {
  const content = { materials: [{ key: 'm1' }, { key: 'm7' }], form: { fields: [{}] } }
  expect(targetOf('materials/m7', content)).toEqual({ section: 'materials', id: 'field-content-materials-1' })
  expect(targetOf('/content/materials/0/original_count', content)).toEqual({ section: 'materials', id: 'field-content-materials-0-original_count' })
  expect(targetOf('promised', content)).toEqual({ section: 'limits', id: 'field-content-promised' })
  expect(targetOf('form/fields/0', content)).toEqual({ section: 'form', id: 'field-content-form-fields-0' })
  expect(targetOf('materials/gone', content)).toEqual({ section: 'materials', id: 'field-content-materials' })
  expect(targetOf('issues', content)).toEqual({ section: 'issues', id: 'section-issues' })
})

test('open issues stand beside their element', () => {
  const content = { issues: [{ field: 'promised', stated: '10天', reason: '单位' }, { field: 'materials/2', stated: 'x', reason: 'y' }, { field: 'promised', stated: 'z', reason: 'w', is_settled: true }] }
  expect(openIssuesAt(content, 'promised').map(({ at }) => at)).toEqual([0])
  expect(openIssuesAt(content, 'materials').map(({ at }) => at)).toEqual([1])
})

test('amounts are whole fen', () => {
  expect([fenOf('80'), fenOf('12.5'), fenOf('0.05'), fenOf('1,000'), fenOf('-1')]).toEqual([8000, 1250, 5, null, null])
  expect([yuanOf(8000), yuanOf(1250), yuanOf(undefined)]).toEqual(['80', '12.50', ''])
})

test('one line each, blank ones left out', () => expect(toLines(' a \n\n b')).toEqual(['a', 'b']))

test('no element stands twice', () => {
  const names = sections.flatMap((section) => section.elements.map((one) => one.name))
  expect(new Set(names).size).toBe(names.length)
})
