import { fieldsOf, labelOf } from '@/shared/forms'
import type { FieldError } from '@/shared/http'
import { translate } from '@/shared/i18n/translate'
import type { CaseFile, CaseMaterial, Defect } from './types'

type Source = Pick<CaseFile, 'materials' | 'form_schema'>

/** A material that must be there and is not, or that somebody marked as wrong. */
export const isDefective = (material: CaseMaterial): boolean =>
  material.state === 'wrong' || (material.is_required && material.received_as === 'missing')

/** The list a correction starts with: everything already found. Law: 行政许可法 Art. 32(4), all of it at once. */
export function defectsOf(file: Source): Defect[] {
  return file.materials.filter(isDefective).map((material) => ({
    target: `material:${material.key}`,
    problem: material.problem || (material.received_as === 'missing' ? translate('cases.correction.not_submitted') : ''),
    how: material.how_to_mend || (material.received_as === 'missing' ? translate('cases.correction.submit_it', { name: material.name }) : ''),
  }))
}

/** What a line may point at: each material, each question of the form, or the application as a whole. */
export function defectTargets(file: Source): { value: string; label: string }[] {
  return [
    ...file.materials.map((material) => ({ value: `material:${material.key}`, label: translate('cases.correction.of_material', { name: material.name }) })),
    ...fieldsOf(file.form_schema).filter((field) => field.type !== 'expression').map((field) => ({ value: `form:${field.key}`, label: translate('cases.correction.of_form', { name: labelOf(field) }) })),
  ]
}

/** Problems by field, with the pointers the server uses. */
export function defectProblems(defects: Defect[], needsSecondReason: boolean, secondReason: string): FieldError[] {
  const errors = defects.flatMap((defect, at): FieldError[] =>
    defect.problem.trim() ? [] : [{ field: `/items/${at}/problem`, detail: translate('cases.correction.problem_missing', { number: at + 1 }) }],
  )
  if (!defects.length) errors.push({ field: '/items', detail: translate('cases.correction.empty') })
  if (needsSecondReason && !secondReason.trim()) errors.push({ field: '/second_reason', detail: translate('cases.correction.second_reason_missing') })
  return errors
}

export const sentDefects = (defects: Defect[]): Defect[] =>
  defects.map((defect) => ({ target: defect.target, problem: defect.problem.trim(), how: defect.how.trim() }))

/** What the newest correction asked for: materials to hand in again, questions of the form to answer anew. */
export function askedFor(file: Pick<CaseFile, 'materials' | 'corrections'>): { materials: CaseMaterial[]; fields: string[] } {
  const items = file.corrections.reduce((newest, one) => (one.round > (newest?.round ?? 0) ? one : newest), file.corrections[0])?.items ?? []
  const keys = items.map((item) => item.target.split(':'))
  return {
    materials: file.materials.filter((material) => material.state === 'wrong' || keys.some(([kind, key]) => kind === 'material' && key === material.key)),
    fields: keys.flatMap(([kind, key]) => (kind === 'form' && key ? [key] : [])),
  }
}
