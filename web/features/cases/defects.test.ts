import { expect, test } from 'vitest'
import { askedFor, defectProblems, defectsOf, defectTargets, sentDefects } from './defects'
import type { CaseMaterial } from './types'

const material = (change: Partial<CaseMaterial>): CaseMaterial => ({
  key: 'm1', name: '平面图', is_required: true, is_tolerable: false, received_as: 'original', original_count: 1, copy_count: 0, file_id: null, file_name: '', trust_level: 'B',
  state: 'unchecked', problem: '', how_to_mend: '', due_on: null, versions: [], ...change,
})

test('a correction starts with everything marked wrong and everything required that is missing', () => {
  const materials = [
    material({}),
    material({ key: 'm2', state: 'wrong', problem: '缺少签字', how_to_mend: '请签字' }),
    material({ key: 'm3', received_as: 'missing' }),
    material({ key: 'm4', received_as: 'missing', is_required: false }),
    material({ key: 'm5', received_as: 'deferred' }),
  ]
  const defects = defectsOf({ materials })
  expect(defects.map((defect) => defect.target)).toEqual(['material:m2', 'material:m3'])
  expect(defects[0]).toEqual({ target: 'material:m2', problem: '缺少签字', how: '请签字' })
  expect(defects[1]!.problem).not.toBe('')
})

test('a line may point at a material or at a question of the form', () => {
  const targets = defectTargets({ materials: [material({})], form_schema: { fields: [{ key: 'area', type: 'number', label: '面积' }, { key: '', type: 'text' }] } })
  expect(targets.map((target) => target.value)).toEqual(['material:m1', 'form:area'])
})

test('every line needs its problem, and the list at least one line', () => {
  expect(defectProblems([], false, '').map((error) => error.field)).toEqual(['/items'])
  expect(defectProblems([{ target: '', problem: ' ', how: '' }, { target: '', problem: '缺页', how: '' }], false, '').map((error) => error.field)).toEqual(['/items/0/problem'])
})

test('asking a second time needs a reason, the first time does not', () => {
  const defects = [{ target: '', problem: '缺页', how: '' }]
  expect(defectProblems(defects, true, '  ').map((error) => error.field)).toEqual(['/second_reason'])
  expect(defectProblems(defects, true, '补交的材料又有缺页')).toEqual([])
  expect(defectProblems(defects, false, '')).toEqual([])
})

test('what is sent has no blanks around it', () => {
  expect(sentDefects([{ target: 'material:m1', problem: ' 缺页 ', how: ' ' }])).toEqual([{ target: 'material:m1', problem: '缺页', how: '' }])
})

test('what comes back is what the newest correction asked for', () => {
  const correction = { second_reason: '', is_pre_review: false, notified_at: '', answer_due_on: '', answered_at: null, document_id: '0' }
  const corrections = [
    { ...correction, round: 1, items: [{ target: 'form:name', problem: '', how: '' }] },
    { ...correction, round: 2, items: [{ target: 'material:m2', problem: '', how: '' }, { target: 'form:area', problem: '', how: '' }, { target: '', problem: '', how: '' }] },
  ]
  const asked = askedFor({ materials: [material({}), material({ key: 'm2' }), material({ key: 'm3', state: 'wrong' })], corrections })
  expect(asked.materials.map((one) => one.key)).toEqual(['m2', 'm3'])
  expect(asked.fields).toEqual(['area'])
  expect(askedFor({ materials: [material({})], corrections: [] })).toEqual({ materials: [], fields: [] })
})
