import { expect, test } from 'vitest'
import type { Content } from './api'
import { countedAnswers, effectOf, isEligible, isFilledHere, materialsFor, questionsFor, type Guide, type GuideMaterial } from './guide'
import { applicationOf, contentFrom, emptyContent, materialProblems, nextQuestion, partsOf, placeAfter, placeBefore, placeOf, stateOf } from './steps'

const material = (key: string, change: Partial<GuideMaterial> = {}): GuideMaterial => ({
  key, name: `材料${key}`, necessity: { code: 'necessary', text: '必要' }, copies_text: '', source_note: '', issuing_org: '', fill_note: '', accept_standard: '',
  waivable_by_certificate: '', tolerance_days: 0, is_on_request: false, ...change,
})
const option = (key: string, added: string[] = [], removed: string[] = []) => ({ key, text: key, note: '', materials_added: added, materials_removed: removed })
const guide = {
  id: '7', name: '公共场所卫生许可', service_objects: [], conditions: [],
  materials: [material('m1'), material('m2', { necessity: { code: 'tolerable', text: '可容缺' }, tolerance_days: 5 }), material('m3', { necessity: { code: 'optional', text: '非必要' } }), material('m9', { is_on_request: true })],
  situations: [
    { key: 'kind', question: '办哪一种？', hint: '', is_multiple: false, when: '', options: [option('new'), option('renew', ['m9'], ['m1'])] },
    { key: 'place', question: '什么场所？', hint: '', is_multiple: true, when: 'kind = "new"', options: [option('hair'), option('swim', ['m9'])] },
    { key: 'pool', question: '几个泳池？', hint: '', is_multiple: false, when: 'place = "swim"', options: [option('one')] },
  ],
  form: { fields: [{ key: 'name', type: 'textfield', label: '名称', validate: { required: true } }] },
  result: { name: '', delivery_ways: ['window'] },
} as unknown as Guide
const file = { id: '5', name: 'a.pdf', size_bytes: 1, content_type: 'application/pdf', sm3: '' }
const content = (change: Partial<Content> = {}): Content => ({ ...emptyContent(), ...change })
const keys = (answers: Record<string, string | string[]>) => materialsFor(guide, answers).map((one) => one.key)

test('answers add and remove materials; what one asks for is asked even when another does without', () => {
  expect(keys({})).toEqual(['m1', 'm2', 'm3'])
  expect(keys({ kind: 'renew' })).toEqual(['m2', 'm3', 'm9'])
  expect(keys({ kind: 'new', place: ['hair', 'swim'] })).toEqual(['m1', 'm2', 'm3', 'm9'])
  expect(effectOf(guide, { kind: 'new' }, guide.situations[1]!, guide.situations[1]!.options[1]!)).toBe(1)
})
test('a question comes up only when its condition holds, and a stale answer to one that does not counts for nothing', () => {
  const stale = { kind: 'renew', place: ['swim'], pool: 'one' }
  expect(questionsFor(guide, { kind: 'new', place: ['swim'] }).map((one) => one.key)).toEqual(['kind', 'place', 'pool'])
  expect(questionsFor(guide, stale).map((one) => one.key)).toEqual(['kind'])
  expect(countedAnswers(guide, stale)).toEqual({ kind: 'renew' })
})
test('the way leads through the open questions to the parts and back', () => {
  expect(nextQuestion(guide, content())).toBe('situation/kind')
  expect(nextQuestion(guide, content({ situation: { kind: 'new' } }))).toBe('situation/place')
  expect(nextQuestion(guide, content({ situation: { kind: 'new', place: [] } }))).toBe('situation/place')
  expect(nextQuestion(guide, content({ situation: { kind: 'renew' } }))).toBe('tasks')
  expect(placeBefore(guide, content({ situation: { kind: 'new' } }), 'tasks')).toBe('situation/place')
  expect(placeBefore(guide, content(), 'applicant')).toBe('')
  expect(placeBefore(guide, content(), 'form')).toBe('tasks')
})
test('a part is done when the person went through it and nothing is missing', () => {
  const empty = content({ situation: { kind: 'renew' } })
  expect(stateOf(guide, empty, 'form')).toBe('new')
  expect(stateOf(guide, { ...empty, form: { name: '好' } }, 'form')).toBe('started')
  expect(stateOf(guide, { ...empty, form: { name: '好' }, done: ['form'] }, 'form')).toBe('done')
  expect(stateOf(guide, { ...empty, done: ['form'] }, 'form')).toBe('started')
  expect(stateOf(guide, empty, 'check')).toBe('waiting')
  const full = content({ situation: { kind: 'new', place: ['hair'] }, form: { name: '好' }, delivery_way: 'window', materials: { m1: { way: 'electronic', file }, m2: { way: 'deferred', file: null } }, done: ['form', 'materials', 'delivery'] })
  expect(stateOf(guide, full, 'check')).toBe('new')
  expect(placeAfter(guide, full, 'delivery')).toBe('check')
  expect(placeAfter(guide, empty, 'form')).toBe('tasks')
  expect(partsOf({ ...guide, form: {}, materials: [] }, content())).toEqual(['delivery', 'check'])
})
test('a required material must be there, waived or, where tolerable, deferred; an optional one may be absent', () => {
  const problems = (materials: Content['materials']) => materialProblems(guide, content({ materials })).map((one) => one.field)
  expect(problems({})).toEqual(['/materials/m1', '/materials/m2'])
  expect(problems({ m1: { way: 'electronic', file: null }, m2: { way: 'deferred', file: null } })).toEqual(['/materials/m1'])
  expect(problems({ m1: { way: 'waived', file: null }, m2: { way: 'electronic', file } })).toEqual([])
  expect(problems({ m1: { way: 'deferred', file: null }, m2: { way: 'waived', file: null } })).toEqual(['/materials/m1'])
})
test('only what the situation asks for is sent', () => {
  const sent = applicationOf(guide, content({ situation: { kind: 'renew', pool: 'one' }, contact_name: ' 李 ', materials: { m1: { way: 'electronic', file }, m2: { way: 'deferred', file: null }, m9: { way: 'electronic', file } } }), { party: '3', draft: '4' }, { name: '好' }, true)
  expect(sent).toEqual({
    matter_id: '7', applicant_party_id: '3', contact_name: '李', situation: { kind: 'renew' }, form: { name: '好' }, delivery_way: 'window', draft_id: '4', is_declared: true,
    materials: [{ key: 'm2', received_as: 'deferred' }, { key: 'm9', received_as: 'electronic', file_id: '5' }],
  })
})
test('each problem of the server belongs to a page', () => {
  const places = ['/form/name', '/materials/m1', '/situations/kind', '/applicant_party_id', '/contact_phone', '/delivery_way', '/is_declared'].map(placeOf)
  expect(places).toEqual(['form', 'materials', 'situation/kind', 'applicant', 'applicant', 'delivery', 'check'])
})
test('the service objects of a guide decide who may apply', () => {
  const may = (objects: string[], kind: 'person' | 'enterprise') => isEligible({ ...guide, service_objects: objects }, kind)
  expect([may([], 'person'), may(['自然人'], 'person'), may(['企业法人', '其他组织'], 'person'), may(['企业法人'], 'enterprise'), may(['个人'], 'enterprise')]).toEqual([true, true, false, true, false])
})
test('the paper form is what was filled in here; a draft cut short still opens', () => {
  expect(['公共场所卫生许可证申请表', '食品经营许可申请书', '《食品经营许可证(食品销售经营者)申请书》', '不动产登记申请书(买卖双方共同申请)', '营业执照', '《卫生许可证申请表》及申请报告'].map((name) => isFilledHere(guide, material('x', { name })))).toEqual([true, true, true, true, false, false])
  expect(isFilledHere({ ...guide, form: {} }, material('x', { name: '申请表' }))).toBe(false)
  expect(contentFrom({ form: { a: 'b' }, done: null as unknown as string[] })).toEqual({ ...emptyContent(), form: { a: 'b' } })
  expect(contentFrom(undefined)).toEqual(emptyContent())
})
