import { expect, test } from 'vitest'
import { asAsked, askedMaterials, intakeErrors, newItem, noIntake, takeKnown, walkInOf, type DeskGuide, type DeskMaterial } from './intake'
import { fastestTyping, scannerBuffer, slowestScan } from './useScanner'

const material = (key: string, change: Partial<DeskMaterial> = {}): DeskMaterial => ({
  key, name: key, necessity: { code: 'required', text: '' }, kind: { code: 'original', text: '' }, original_count: 1, copy_count: null, copies_text: '', source_note: '',
  issuing_org: '', fill_note: '', accept_standard: '', waivable_by_certificate: '', tolerance_days: 0, is_on_request: false, ...change,
})
const guide = (change: Partial<DeskGuide> = {}): DeskGuide => ({
  id: '5', name: '许可', type: { code: '', text: '' }, case_class: { code: 'promised', text: '' }, department: { id: '1', name: '' }, region: { code: '', name: '' },
  service_objects: [], conditions: [], facts: { handling_text: '', handling_reason: '', statutory_text: '', visit_count: 0, visit_reason: '', fee_text: '', material_count: 1 },
  materials: [material('m1'), material('m2', { is_on_request: true })],
  situations: [{ key: 's', question: '新办还是变更', hint: '', is_multiple: false, when: '', options: [{ key: 'a', text: '新办', note: '', materials_added: [], materials_removed: [] }, { key: 'b', text: '变更', note: '', materials_added: ['m2'], materials_removed: ['m1'] }] }],
  form: { fields: [{ key: 'area', type: 'number', label: '面积', validate: { required: true } }] }, result: { name: '', delivery_ways: [] }, channels: { handling_forms: [] }, contacts: { consult_phone: '', supervise_phone: '' }, places: [],
  ...change,
})
function filled() {
  const intake = noIntake()
  Object.assign(intake.applicant, { name: '李测试', id_no: '11010519491231002X', phone: '13907750001' })
  const item = newItem(guide())
  item.situation.s = 'a'
  item.form.area = '86'
  intake.items.push(item)
  return intake
}

test('a complete intake has nothing to mend, and missing materials do not stop a receipt', () => {
  expect(intakeErrors(filled())).toEqual([])
})

test('an empty intake names number, name and matter in reading order', () => {
  expect(intakeErrors(noIntake()).map((error) => error.field)).toEqual(['/applicant/id_no', '/applicant/name', '/matter'])
})

test('questions and form of each matter are judged at their place', () => {
  const intake = filled()
  const second = newItem(guide({ id: '6' }))
  intake.items.push(second)
  expect(intakeErrors(intake).map((error) => error.field)).toEqual(['/items/1/situation/s', '/items/1/form/area'])
})

test('a matter for enterprises does not take a person, and an enterprise names somebody to reach', () => {
  const intake = filled()
  intake.items[0]!.guide = guide({ service_objects: ['法人'] })
  expect(intakeErrors(intake).map((error) => error.field)).toEqual(['/matter'])
  intake.applicant.is_enterprise = true
  intake.applicant.id_no = '91350100M000100Y43'
  expect(intakeErrors(intake).map((error) => error.field)).toEqual(['/contact_name'])
  intake.applicant.legal_person_name = '李测试'
  expect(intakeErrors(intake)).toEqual([])
})

test('the answer chooses the materials, and only those are sent', () => {
  const intake = filled()
  const item = intake.items[0]!
  expect(askedMaterials(item).map((one) => one.key)).toEqual(['m1'])
  item.situation.s = 'b'
  item.given.m2 = asAsked(material('m2', { original_count: null, copy_count: 2 }), item.given.m2!)
  expect(walkInOf(intake).items[0]!.materials).toEqual([{ key: 'm2', received_as: 'copy', original_count: 0, copy_count: 2 }])
})

test('what the guide asks for is one original unless it says copies', () => {
  const before = { received_as: 'missing' as const, originals: '', copies: '', scans: [] }
  expect(asAsked(material('a', { original_count: null, kind: { code: 'unstated', text: '' } }), before)).toMatchObject({ received_as: 'original', originals: '1', copies: '0' })
  expect(asAsked(material('a', { original_count: 1, copy_count: 2 }), before)).toMatchObject({ received_as: 'original', originals: '1', copies: '2' })
  expect(asAsked(material('a', { original_count: null, kind: { code: 'copy', text: '' } }), before)).toMatchObject({ received_as: 'copy', copies: '1' })
})

test('numbers go as numbers, empty texts do not go at all', () => {
  const sent = walkInOf(filled())
  expect(sent.items[0]!.form).toEqual({ area: 86 })
  expect(sent.applicant).toEqual({ is_enterprise: false, name: '李测试', id_type: '111', id_no: '11010519491231002X', phone: '13907750001' })
  expect(sent).not.toHaveProperty('agent')
})

test('a scanner types a case number faster than people do', () => {
  const number = '45090026112200000012'
  const fast = scannerBuffer()
  let at = 0
  const keys = [...number, 'Enter']
  expect(keys.map((key) => fast(key, (at += 8))).at(-1)).toBe(number)
  const slow = scannerBuffer()
  expect(keys.map((key) => slow(key, (at += fastestTyping + 60))).at(-1)).toBe('')
  expect(keys.map((key) => slow(key, (at += fastestTyping + 60), false)).at(-1)).toBe(number)
  expect(keys.map((key) => slow(key, (at += slowestScan + 1), false)).at(-1)).toBe('')
  expect(['1', '2', 'Enter'].map((key) => fast(key, (at += 8))).at(-1)).toBe('')
})

test('what the clerk typed about the applicant goes into the form, follows a correction, and never replaces an answer', () => {
  const intake = noIntake()
  Object.assign(intake.applicant, { is_enterprise: true, name: '悦然餐饮', id_no: '91450900MAE2YM0265', legal_person_name: '陈佳怡', phone: '13907750001' })
  const fields = [{ key: 'shop_name', type: 'textfield' }, { key: 'code', type: 'uscc' }, { key: 'boss', type: 'textfield', properties: { prefill: 'party.legal_person' } }, { key: 'contact', type: 'textfield' }, { key: 'phone', type: 'phone' }, { key: 'place', type: 'address', properties: { prefill: 'party.address' } }]
  intake.items.push(newItem(guide({ form: { components: fields } as never })))
  const { form } = intake.items[0]!
  takeKnown(intake)
  expect(form).toMatchObject({ shop_name: '悦然餐饮', code: '91450900MAE2YM0265', boss: '陈佳怡', contact: '陈佳怡', phone: '13907750001' })
  expect(form.place).toBeUndefined()
  form.boss = '李建国'
  Object.assign(intake.applicant, { name: '容县悦然餐饮', legal_person_name: '陈嘉怡' })
  takeKnown(intake)
  expect(form).toMatchObject({ shop_name: '容县悦然餐饮', boss: '李建国', contact: '陈嘉怡' })
})
