import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { casesOr, pick, program, random } from '../feel/testing'
import { Sheet } from './sheet'
import type { Answers, FormSchema } from './schema'

/**
 * Answers made up at random to a form with every kind of field, judged here and by the program: both must show and hide the same fields,
 * work out the same results and name the same problems in the same words.
 */
const cases = casesOr(2000)

const options = [{ value: 'a', label: '甲' }, { value: 'b', label: '乙' }, { value: 3, label: '丙' }]
const row = [
  { key: 'name', type: 'textfield', label: '姓名', validate: { required: true, minLength: 2, maxLength: 5 } },
  { key: 'share', type: 'number', label: '比例', validate: { min: 0, max: 100 } },
  { key: 'note', type: 'textfield', label: '说明', conditional: { hide: '=share = null or share < 50' } },
  { key: 'double', type: 'expression', label: '两倍', expression: '=share * 2 + i' },
]
const schema = {
  components: [
    { key: 'text', type: 'textfield', label: '文字', validate: { required: true, minLength: 2, maxLength: 6 } },
    { key: 'coded', type: 'textfield', label: '编号', validate: { pattern: '^[A-Z]\\d{2,4}[\\w-]?$', patternErrorMessage: '编号应为字母和数字。' } },
    { key: 'area', type: 'textarea', label: '长文' },
    { key: 'number', type: 'number', label: '数', validate: { min: -5, max: 1000.5 } },
    { key: 'money', type: 'money', label: '金额', validate: { min: 0.01 } },
    { key: 'date', type: 'date', label: '日期', validate: { min: '2020-01-01', max: '2030-12-31' } },
    { key: 'time', type: 'time', label: '时间' },
    { key: 'moment', type: 'datetime', label: '时刻' },
    { key: 'period', type: 'period', label: '期间' },
    { key: 'choice', type: 'radio', label: '单选', values: options },
    { key: 'choices', type: 'checklist', label: '多选', values: options, validate: { required: true } },
    { key: 'yes', type: 'checkbox', label: '同意', validate: { required: true } },
    { key: 'phone', type: 'phone', label: '手机' },
    { key: 'id', type: 'id_number', label: '身份证' },
    { key: 'uscc', type: 'uscc', label: '信用代码' },
    { key: 'card', type: 'bank_card', label: '银行卡' },
    { key: 'region', type: 'region', label: '区划' },
    { key: 'address', type: 'address', label: '地址' },
    { key: 'party', type: 'party', label: '人' },
    { key: 'file', type: 'material', label: '文件' },
    { key: 'sum', type: 'expression', label: '合计', expression: '=number + money' },
    { key: 'length', type: 'expression', label: '字数', expression: '=string length(text)' },
    { key: 'days', type: 'expression', label: '天数', expression: '=(period.to - period.from).days' },
    { key: 'shares', type: 'expression', label: '比例合计', expression: '=sum(partners.share)' },
    { key: 'late', type: 'textfield', label: '迟到原因', validate: { required: true }, conditional: { hide: '=date = null or date < date("2025-01-01")' } },
    { key: 'reason', type: 'textfield', label: '理由', conditional: { hide: '=not(matches(text, "^[a-z]+$"))' }, validate: { rules: [{ expression: '=contains(reason, "因")', message: '理由要写明原因。' }] } },
    { type: 'group', path: 'home', label: '住所', conditional: { hide: '=yes != true' }, components: [{ key: 'city', type: 'textfield', label: '城市', validate: { required: true } }, { key: 'rooms', type: 'number', label: '房间' }] },
    { type: 'group', label: '其他', components: [{ key: 'inner', type: 'textfield', label: '内', conditional: { hide: '=count(choices) > 1' } }] },
    { type: 'dynamiclist', path: 'partners', label: '合伙人', components: row, validate: { minRows: 1, maxRows: 3 } },
  ],
} as unknown as FormSchema

const texts = ['', ' ', '　', 'abc', 'ａｂ', '🐎🐎', '👨‍👩‍👧', 'مرحبا', 'a\tb', '因为', 'A12', 'A１２', 'A12-', 'a\u0301bc', '一二三四五六七', '\u200b', '\ufeffab', 'x\u00a0', '\u2028ab', 'A12\n', '1e400', 'null']
const numbers = [0, -0, 1, -5, -5.1, 1000.5, 1000.51, 0.1, 1e21, 1e300, 5e-324, '12', ' 12.50 ', '１２', '1e400', '1e6000', '-', '0x10', '+1', '.5', '5.', '1,000', 'NaN', true, [], [1], {}, '9007199254740993', 0.3]
const dates = ['2026-03-01', '2024-02-29', '2023-02-29', '2026-3-1', ' 2026-03-01 ', '2031-01-01', '2019-12-31', '2026-03-01T00:00:00', '２０２６-03-01', '12026-01-01', '-2026-01-01', '2026-13-01', 20260301, null, '']
const times = ['08:30', '24:00', '8:30', '08:30:00', '08:60', '08:30Z', '08:30:00+08:00', ' 08:30 ', 830]
const odd = [null, true, false, 0, 1, '', 'x', [], {}, [null], [[]], { a: null }, { from: '' }]
const pools: Record<string, readonly unknown[]> = {
  textfield: texts, textarea: texts, number: numbers, money: numbers, date: dates, time: times, region: ['450902000000', '玉林市玉州区 1 号', '4509'],
  datetime: ['2026-03-01T08:30', '2026-03-01T08:30:15', '2026-03-01', '2026-02-30T08:30', '2026-03-01 08:30', '2026-03-01T24:00'],
  period: [{ from: '2026-03-01', to: '2026-03-31' }, { from: '2026-03-31', to: '2026-03-01' }, { from: '2026-03-01' }, { from: '', to: '' }, { from: 'x', to: '2026-03-01' }, '2026-03-01', { from: ' 2026-03-01', to: '2026-03-02' }, { from: '2026-03-01', to: '2026-03-31', more: 1 }],
  radio: ['a', 'b', 3, '3', 'c', 3.0, ['a']],
  checklist: [['a'], ['a', 'b'], ['a', 'a'], ['c'], [3, 'b', 'a'], ['a', 'b', 3, 'a'], 'a', [['a']], [null]],
  checkbox: [true, false, 'true', 1],
  phone: ['13800138000', '１３８００１３８０００', '138 0013 8000', '+8613800138000', '008613800138000', '12800138000', '1380013800', '138-0013-8000', '(+86)13800138000', '13800138000🐎', '8613800138000'],
  id_number: ['11010519491231002X', '11010519491231002x', '110105 19491231 002X', '１１０１０５１９４９１２３１００２Ｘ', '110105194912310021', '99010519491231002X', '110105194902300021', '11010518991231002X', '110105\u200b19491231002X', '11010529991231002X'],
  uscc: ['91450900MA5KTEST0X', '91350100M000100Y43', '91350100m000100y43', '９１３５０１００Ｍ０００１００Ｙ４３', '91350100M000100Y44', '91350100M000100Y4', '91350100 M000100Y43'],
  bank_card: ['6222 0212 3456 7894', '6222021234567890', '６２２２０２１２３４５６７８９４', '6222-0212-3456-7894', '000000000000', '62220212345678946222', '6222 0212 3456 789４'],
  address: ['玉州路 1 号', 5, { region: '450902000000', detail: '玉州路 1 号' }, { region: '4509', detail: '1' }, { region: '450902000000' }, { detail: ' ' }, { region: 450902000000, detail: '1' }, '长'.repeat(201), { region: '４５０９０２００００００', detail: '1' }],
  party: [{ kind: 'person', name: '王秀兰' }, { name: '' }, { kind: 'enterprise', name: '绿源公司' }, { kind: 'person', name: '123' }, { kind: 'person', name: 'A·B' }, { kind: 'person', name: '阿依古丽．买买提' }, { name: '🐎' }, { kind: 'x', name: '某' }, ...['乱写ABC', 'e12345678', 'H1234567(8)', '1234', '45090119900307231X', '450901199003072317', '911124198108030024', ' ４５０９０１ ', ''].map((id_no) => ({ kind: 'person', name: '王秀兰', id_no })), ...['91450900MA5K0XYZ1T', '乱写', '91450900mapvq0mn3k', ''].map((id_no) => ({ kind: 'enterprise', name: '绿源公司', id_no })), { kind: 'person', name: '\u202eabc' }, 5, [], { name: 7 }],
  material: [{ file_id: '12' }, { file_id: 12 }, 'x', { name: 'a' }, {}],
}
interface Part { type: string; key?: string; path?: string; components?: Part[] }
const pointed = ({ key, path }: Part) => key ?? path
function answerFor(part: Part): unknown {
  if (random(10) === 0) return pick(odd)
  if (part.type === 'group') return answersTo(part.components!)
  if (part.type === 'dynamiclist') return Array.from({ length: random(5) }, () => (random(8) ? answersTo(part.components!) : pick(odd)))
  return pick(pools[part.type] ?? texts)
}
function answersTo(parts: Part[]): Answers {
  const answers: Record<string, unknown> = {}
  for (const part of parts) {
    const name = pointed(part)
    if (!name) Object.assign(answers, answersTo(part.components ?? []))
    else if (random(3)) answers[name] = answerFor(part)
  }
  if (random(12) === 0) answers[pick(['nobody', 'sum', '__proto', 'постоянно'])] = 1
  return answers as Answers
}
/** Numbers alike whether they stand as 0.3, 3e-1 or, where no double will do, as text. */
function plain(value: unknown): unknown {
  if (typeof value === 'number') return Number(value) + 0
  if (typeof value === 'string' && /^-?\d+(\.\d+)?(E[+-]\d+)?$/.test(value)) return Number(value) + 0
  if (Array.isArray(value)) return value.map(plain)
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, plain(member)]))
  return value
}

test.skipIf(!existsSync(program))('the browser and the program judge answers made up at random alike', { timeout: 300_000 }, () => {
  const given = Array.from({ length: cases }, () => answersTo((schema as unknown as { components: Part[] }).components))
  const folder = mkdtempSync(join(tmpdir(), 'form-'))
  const file = join(folder, 'form.json')
  writeFileSync(file, JSON.stringify(schema))
  const lines = execFileSync(program, ['form', file, '--input', '-'], { input: given.map((one) => JSON.stringify(one)).join('\n'), encoding: 'utf8', maxBuffer: 1 << 28 }).trim().split('\n')
  rmSync(folder, { recursive: true })
  const wrong: string[] = []
  for (const [at, one] of given.entries()) {
    const judged = JSON.parse(lines[at]!) as { refused?: string; answers: unknown; hidden: unknown; hidden_fields: string[]; problems: { field: string; detail: string }[] }
    const sheet = new Sheet(schema, JSON.parse(JSON.stringify(one)) as Answers, { applicant: { kind: 'person' }, situation: {} })
    const outcome = sheet.outcome()
    const text = (list: string[]) => JSON.stringify([...list].sort())
    const there = [text(judged.hidden_fields), text(judged.problems.map(({ field, detail }) => `${field} ${detail}`)), JSON.stringify(plain(judged.answers)), JSON.stringify(plain(judged.hidden))]
    const here = [text(outcome.hiddenFields), text(sheet.problems().map(({ pointer, detail }) => `${pointer} ${detail}`)), JSON.stringify(plain(outcome.answers)), JSON.stringify(plain(outcome.hidden))]
    const differs = there.findIndex((part, place) => part !== here[place])
    if (differs >= 0) wrong.push(`${JSON.stringify(one)}\n    program ${there[differs]}\n    browser ${here[differs]}`)
  }
  expect(wrong.slice(0, 40).join('\n')).toBe('')
})
