import { expect, test } from 'vitest'
import { answerLines, fieldsOf, initialAnswers, problemOf, problemsOf, sentAnswers, shownAnswer, shownFields, type FormField, type FormSchema } from '.'
import { withPart } from './parts'

const schema: FormSchema = {
  fields: [
    { key: 'kind', type: 'radio', label: '类别', validate: { required: true }, values: [{ value: 'hotel', label: '住宿' }, { value: 'hair', label: '理发' }] },
    { key: 'beds', type: 'number', label: '床位数', validate: { required: true, min: 1, max: 5000 }, conditional: { hide: '=kind != "hotel"' } },
    { key: 'floors', type: 'number', label: '楼层', conditional: { hide: '=beds = null' } },
    { key: 'name', type: 'textfield', label: '名称', validate: { required: true, minLength: 2, maxLength: 5 } },
  ],
}
const partners: FormSchema = {
  components: [
    { key: '', type: 'dynamiclist', path: 'partners', label: '股东', validate: { required: true, maxRows: 2 }, components: [
      { key: 'name', type: 'textfield', label: '姓名', validate: { required: true } },
      { key: 'share', type: 'money', label: '出资额', defaultValue: 1 },
      { key: 'why', type: 'textfield', label: '说明', conditional: { hide: '=share = null or share < 50' } },
    ] },
    { key: 'total', type: 'expression', label: '合计', expression: '=sum(partners.share)', properties: { unit: '元' } },
    { key: '', type: 'text', text: '# 说明' },
  ],
}
const field = (change: Partial<FormField>): FormField => ({ key: 'x', type: 'textfield', label: '名称', ...change })
const values = [{ value: 'a', label: '甲' }, { value: 'b', label: '乙' }]

test('what a hidden field held counts for nothing, also in the conditions of others', () => {
  const keys = (answers: Record<string, string>) => shownFields(schema, answers).map((one) => one.key)
  expect(keys({ kind: 'hotel', beds: '3' })).toEqual(['kind', 'beds', 'floors', 'name'])
  expect(keys({ kind: 'hair', beds: '3' })).toEqual(['kind', 'name'])
})
test('an empty form names every required field that shows, in the order of the page', () => {
  expect(problemsOf(schema, {})).toEqual([{ field: '/form/kind', detail: '请选择类别。' }, { field: '/form/name', detail: '请填写名称。' }])
  expect(problemsOf(schema, { kind: 'hotel', name: '好再来' }, { only: ['name'] })).toEqual([])
  expect(problemsOf(partners, { partners: [{}, { name: '乙' }, {}] })).toEqual([{ field: '/form/partners', detail: '股东最多 2 行，现在有 3 行。' }])
  expect(problemsOf(partners, { partners: [{}, { name: '乙' }] })).toEqual([{ field: '/form/partners/0/name', detail: '请填写姓名。' }])
})
// The sentences are the server's (server/engine/form/src/problem_of.cpp, server/kernel/forms/src/kinds.cpp).
test.each([
  [field({ validate: { minLength: 2 } }), '好', '名称至少 2 个字。'],
  [field({ validate: { maxLength: 2 } }), '好再来', '名称最多 2 个字，现在有 3 个。'],
  [field({ validate: { maxLength: 1 } }), '𠮷', ''],
  [field({ validate: { pattern: '^[0-9]{3}$' } }), '12', '名称的格式不对，请对照说明核对。'],
  [field({ validate: { pattern: '^[0-9]{3}$', patternErrorMessage: '应为三位数字。' } }), '12', '应为三位数字。'],
  [field({ validate: { pattern: '[' } }), '12', ''],
  [field({ type: 'number' }), '12a', '名称应为数字。'],
  [field({ type: 'number', validate: { min: 1 } }), '0.5', '名称不能小于 1。'],
  [field({ type: 'money', validate: { max: 10 } }), '11', '名称不能大于 10。'],
  [field({ type: 'date' }), '2026-02-30', '名称应为存在的日期，例如 2026-03-01。'],
  [field({ type: 'date', validate: { min: '2026-01-01' } }), '2025-12-31', '名称不能早于 2026-01-01。'],
  [field({ type: 'time' }), '25:00', '名称应为时间，例如 08:30。'],
  [field({ type: 'period' }), { from: '2026-02-01' }, '名称请填写完整的起止日期，例如 2026-03-01 至 2026-03-31。'],
  [field({ type: 'period' }), { from: '2026-02-01', to: '2026-01-01' }, '名称的结束日期早于开始日期。'],
  [field({ type: 'phone' }), '1380000', '名称应为 11 位手机号。'],
  [field({ type: 'phone' }), '+86 138-0000-1234', ''],
  [field({ type: 'id_number' }), '11010519491231002X', ''],
  [field({ type: 'id_number' }), '110105194912310021', '名称应为 18 位公民身份号码，请核对。'],
  [field({ type: 'uscc' }), '91350100M000100Y44', '名称应为 18 位统一社会信用代码，请核对。'],
  [field({ type: 'bank_card' }), '6222 0212 3456 7894', ''],
  [field({ type: 'bank_card' }), '6222 0212 3456 7890', '名称应为 12 至 19 位银行卡号，请核对。'],
  [field({ type: 'address' }), '玉州路 1 号', ''],
  [field({ type: 'address' }), { region: '4509', detail: '1 号' }, '名称的区划代码应为 12 位数字。'],
  [field({ type: 'address' }), { region: '450902000000' }, '名称请填写到门牌。'],
  [field({ type: 'party' }), { kind: 'person', name: '阿依古丽·买买提' }, ''],
  [field({ type: 'party' }), { kind: 'enterprise', name: '1' }, '名称的名称不对，请核对。'],
  [field({ type: 'party' }), { kind: 'enterprise', name: '绿源公司', id_no: '91350100M000100Y43' }, ''],
  [field({ type: 'party' }), { kind: 'enterprise', name: '绿源公司', id_no: '91350100M000100Y44' }, '名称的统一社会信用代码不对，应为 18 位，请核对。'],
  [field({ type: 'party' }), { kind: 'person', name: '王秀兰', id_no: '110105194912310021' }, '名称的公民身份号码不对，请核对。'],
  [field({ type: 'party' }), { kind: 'person', name: '王秀兰', id_no: 'e1234 5678' }, ''],
  [field({ type: 'party' }), { kind: 'person', name: '王秀兰', id_no: '乱写ABC' }, '名称的证件号码应为 5 至 30 位字母、数字，可含括号和连字符。'],
  [field({ type: 'material' }), { name: 'a.pdf' }, '名称请上传文件。'],
  [field({ type: 'select', values }), 'c', '名称请从给出的选项中选择。'],
  [field({ type: 'checklist', values }), ['a', 'b'], ''],
  [field({ type: 'checklist', values }), ['a', 'a'], '名称有一项选了两次。'],
  [field({ type: 'checkbox', validate: { required: true } }), false, '请选择名称。'],
] as [FormField, never, string][])('%j judges %j', (one, answer, words) => expect(problemOf(one, answer)).toBe(words))

test('what is sent: given answers, also of fields that do not show; numbers as numbers, nothing computed, nothing unknown', () => {
  expect(sentAnswers(schema, { kind: 'hotel', beds: ' 12 ', name: ' 好再来 ', gone: 'x' })).toEqual({ kind: 'hotel', beds: 12, name: '好再来' })
  expect(sentAnswers(schema, { kind: 'hair', beds: '12' })).toEqual({ kind: 'hair', beds: 12 })
  expect(sentAnswers(partners, { partners: [{ name: '甲', share: '0.10', why: '' }], total: 5 })).toEqual({ partners: [{ name: '甲', share: 0.1 }] })
  expect(sentAnswers(schema, { beds: '12345678901234567890' })).toEqual({ beds: '12345678901234567890' })
})
test('answers are read line by line; what does not show is marked, what is computed is worked out', () => {
  const lines = answerLines(partners, { partners: [{ name: '甲', share: '30', why: '自有' }, { name: '乙', share: '70', why: '借款' }] })
  expect(lines.map((line) => [line.pointer, line.label, line.text, line.isHidden])).toEqual([
    ['/partners/0/name', '股东 1：姓名', '甲', false],
    ['/partners/0/share', '股东 1：出资额', '30 元', false],
    ['/partners/0/why', '股东 1：说明', '自有', true],
    ['/partners/1/name', '股东 2：姓名', '乙', false],
    ['/partners/1/share', '股东 2：出资额', '70 元', false],
    ['/partners/1/why', '股东 2：说明', '借款', false],
    ['/total', '合计', '100 元', false],
  ])
})
test('answers are shown in the words a person chose', () => {
  expect(shownAnswer(schema.fields![0]!, 'hotel')).toBe('住宿')
  expect(shownAnswer(field({ type: 'checklist', values }), ['a', 'b'])).toBe('甲、乙')
  expect(shownAnswer(field({ type: 'money' }), 12345)).toBe('12,345 元')
  expect(shownAnswer(field({ type: 'period' }), { from: '2026-01-01', to: '2026-01-31' })).toBe('2026-01-01 至 2026-01-31')
})
test('conditions may ask who applies and what the situation is', () => {
  const asked: FormSchema = { components: [field({ conditional: { hide: '=applicant.kind != "enterprise" or situation.kind = "renew"' } })] }
  const shows = (kind: 'person' | 'enterprise', situation: string) => shownFields(asked, {}, { applicant: { kind }, situation: { kind: situation } }).length === 1
  expect([shows('enterprise', 'new'), shows('enterprise', 'renew'), shows('person', 'new')]).toEqual([true, false, false])
})
test('a changed part of an answer leaves the other parts the same objects', () => {
  const rows = [{ name: '甲' }, { name: '乙' }]
  const next = withPart(rows, ['1', 'name'], '丙') as typeof rows
  expect(next).toEqual([{ name: '甲' }, { name: '丙' }])
  expect(next[0]).toBe(rows[0])
  expect(rows[1]).toEqual({ name: '乙' })
})
test('fields start with their defaults; those of groups without a path stand at the top', () => {
  const grouped: FormField[] = [{ key: '', type: 'group', components: [field({ key: 'a', defaultValue: 'x' }), field({ key: 'b' })] }]
  expect(initialAnswers(grouped)).toEqual({ a: 'x' })
  expect(fieldsOf({ components: grouped }).map((one) => one.key)).toEqual(['a', 'b'])
})
test('what is computed is read in words: lists, truth values and members as on paper', () => {
  const shown = (expression: string, unit?: string) => answerLines({ components: [{ key: 'x', type: 'expression', label: '', expression, ...(unit ? { properties: { unit } } : {}) }] }, {})[0]!.text
  expect([shown('=[true, "甲", 0.07]'), shown('={月薪: 3000.5, 合格: true}'), shown('=10 ** 21'), shown('=12 * 2', '元'), shown('=1 > 2', '元'), shown('=null', '元')]).toEqual(['是、甲、0.07', '月薪：3000.5；合格：是', '1000000000000000000000', '24 元', '否', ''])
})
