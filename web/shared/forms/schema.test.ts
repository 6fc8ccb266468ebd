import { expect, test } from 'vitest'
import { isHidden, problemOf, problemsOf, sentAnswers, shownAnswer, shownFields, type FormField, type FormSchema } from '.'

const schema: FormSchema = {
  fields: [
    { key: 'kind', type: 'radio', label: '类别', validate: { required: true }, values: [{ value: 'hotel', label: '住宿' }, { value: 'hair', label: '理发' }] },
    { key: 'beds', type: 'number', label: '床位数', validate: { required: true, min: 1, max: 5000 }, conditional: { hide: '=kind != "hotel"' } },
    { key: 'floors', type: 'number', label: '楼层', conditional: { hide: '=beds = null' } },
    { key: 'name', type: 'textfield', label: '名称', validate: { required: true, minLength: 2, maxLength: 5 } },
  ],
}
const field = (change: Partial<FormField>): FormField => ({ key: 'x', type: 'textfield', label: '名称', ...change })

test('a field hides by the equality or inequality its condition states', () => {
  const hides = (hide: string, x: unknown) => isHidden(field({ conditional: { hide } }), { a: x as string })
  expect(hides('=a = "yes"', 'yes')).toBe(true)
  expect(hides('=a = "yes"', 'no')).toBe(false)
  expect(hides('= a != "yes"', '')).toBe(true)
  expect(hides('=a != "true"', true)).toBe(false)
  expect(hides('=a = null', '')).toBe(true)
  expect(hides('=a = null', ['x'])).toBe(false)
  expect(hides('=count(a) > 1', 'no')).toBe(false)
})
test('what a hidden field held counts for nothing, also in the conditions of others', () => {
  const keys = (answers: Record<string, string>) => shownFields(schema, answers).map((one) => one.key)
  expect(keys({ kind: 'hotel', beds: '3' })).toEqual(['kind', 'beds', 'floors', 'name'])
  expect(keys({ kind: 'hair', beds: '3' })).toEqual(['kind', 'name'])
})
test('an empty form names every required field that shows', () => {
  expect(problemsOf(schema, {})).toEqual([{ field: '/form/kind', detail: '请选择类别' }, { field: '/form/name', detail: '请填写名称' }])
  expect(problemsOf(schema, { kind: 'hotel', name: '好再来' }, ['name'])).toEqual([])
})
test.each([
  [field({ validate: { minLength: 2 } }), '好', '名称至少 2 个字'],
  [field({ validate: { maxLength: 2 } }), '好再来', '名称最多 2 个字，现在有 3 个'],
  [field({ validate: { maxLength: 1 } }), '𠮷', ''],
  [field({ validate: { pattern: '^[0-9]{3}$' } }), '12', '名称的格式不对，请对照说明核对'],
  [field({ validate: { pattern: '[' } }), '12', ''],
  [field({ type: 'number' }), '12a', '名称应为数字'],
  [field({ type: 'number', validate: { min: 1 } }), '0.5', '名称不能小于 1'],
  [field({ type: 'money', validate: { max: 10 } }), '11', '名称不能大于 10'],
  [field({ type: 'date' }), '2026-02-30', '名称应为存在的日期，例如 2026-03-01'],
  [field({ type: 'phone' }), '1380000', '名称应为 11 位手机号'],
  [field({ type: 'id_number' }), '11010519491231002X', ''],
  [field({ type: 'select', values: [{ value: 'a', label: '甲' }] }), 'b', '请选择名称'],
  [field({ type: 'checklist', values: [{ value: 'a', label: '甲' }] }), ['a'], ''],
  [field({ type: 'checkbox', validate: { required: true } }), false, '请选择名称'],
])('%j judges %j', (one, answer, words) => expect(problemOf(one, answer)).toBe(words))

test('what is sent: shown and answered fields, numbers as numbers', () => {
  expect(sentAnswers(schema, { kind: 'hotel', beds: ' 12 ', name: ' 好再来 ', gone: 'x' })).toEqual({ kind: 'hotel', beds: 12, name: '好再来' })
  expect(sentAnswers(schema, { kind: 'hair', beds: '12' })).toEqual({ kind: 'hair' })
})
test('answers are shown in the words a person chose', () => {
  expect(shownAnswer(schema.fields![0]!, 'hotel')).toBe('住宿')
  expect(shownAnswer(field({ type: 'checklist', values: [{ value: 'a', label: '甲' }, { value: 'b', label: '乙' }] }), ['a', 'b'])).toBe('甲、乙')
  expect(shownAnswer(field({ type: 'money' }), 12345)).toBe('12,345 元')
})
