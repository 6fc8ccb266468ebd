import type { FieldError } from '@/shared/http/problem'
import { isCreditCode, isIdNumber, isMobile } from '@/shared/format/numbers'
import { translate } from '@/shared/i18n/translate'

/** The part of form-js schemas that application forms use. The server judges the same answers by the same rules. */
export interface FormField {
  key: string
  type: string
  label?: string
  description?: string
  validate?: { required?: boolean; minLength?: number; maxLength?: number; pattern?: string; min?: number; max?: number }
  values?: { value: string; label: string }[]
  conditional?: { hide?: string }
}
export interface FormSchema {
  title?: string
  fields?: FormField[]
}
export type Answer = string | number | boolean | string[] | null
export type Answers = Record<string, Answer | undefined>

/** What a condition compares with: texts trimmed, a ticked box "true", a filled list "list". */
export function answerText(answer: Answer | undefined): string {
  if (answer === null || answer === undefined || answer === false) return ''
  if (Array.isArray(answer)) return answer.length ? 'list' : ''
  return String(answer).trim()
}

/** `=key = "text"`, `=key != "text"`, or the same with null. A rule we cannot read hides nothing. */
export function isHidden(field: FormField, answers: Answers): boolean {
  const rule = (field.conditional?.hide ?? '').replace(/^\s*=/, '')
  const parts = /^\s*([^!=\s]+)\s*(!=|==?)\s*(.*)$/.exec(rule)
  if (!parts) return false
  const [, key, operator, literal] = parts
  const wanted = literal!.replaceAll('"', '').trim()
  const text = answerText(answers[key!])
  const isEqual = text === wanted || (wanted === 'null' && !text)
  return isEqual === (operator !== '!=')
}

/** The fields that show for these answers. What a hidden field once held counts for nothing, also in other conditions. */
export function shownFields(schema: FormSchema | undefined, answers: Answers): FormField[] {
  const all = (schema?.fields ?? []).filter((field) => field.key)
  let shown = all
  for (let round = 0; round <= all.length; round++) {
    const counted = Object.fromEntries(shown.map((field) => [field.key, answers[field.key]]))
    const next = all.filter((field) => !isHidden(field, counted))
    if (next.length === shown.length && next.every((field, at) => field === shown[at])) break
    shown = next
  }
  return shown
}

export const labelOf = (field: FormField): string => field.label || field.key
export const isRequired = (field: FormField): boolean => field.validate?.required === true
const isChoice = (field: FormField) => ['select', 'radio', 'checklist', 'checkbox', 'date'].includes(field.type)

function lengthProblem(field: FormField, text: string): string {
  const { minLength = 0, maxLength = 2000, pattern } = field.validate ?? {}
  const named = { label: labelOf(field) }
  const count = [...text].length
  if (count > maxLength) return translate('shared.form.too_long', { ...named, most: maxLength, count })
  if (count < minLength) return translate('shared.form.too_short', { ...named, least: minLength })
  if (!pattern) return ''
  try {
    return new RegExp(pattern, 'u').test(text) ? '' : translate('shared.form.pattern', named)
  } catch {
    return '' // a pattern we cannot read must not stop anybody
  }
}

function numberProblem(field: FormField, text: string): string {
  const named = { label: labelOf(field) }
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return translate('shared.form.not_number', named)
  const { min, max } = field.validate ?? {}
  if (min !== undefined && Number(text) < min) return translate('shared.form.too_small', { ...named, least: min })
  if (max !== undefined && Number(text) > max) return translate('shared.form.too_large', { ...named, most: max })
  return ''
}

function isRealDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** Words of what is wrong with an answer, empty when it will do. */
export function problemOf(field: FormField, answer: Answer | undefined): string {
  const text = answerText(answer)
  const named = { label: labelOf(field) }
  if (!text) return isRequired(field) ? translate(isChoice(field) ? 'shared.field.not_chosen' : 'shared.field.missing', named) : ''
  switch (field.type) {
    case 'number':
    case 'money':
      return numberProblem(field, text)
    case 'date':
      return isRealDate(text) ? '' : translate('shared.form.not_date', named)
    case 'phone':
      return isMobile(text) ? '' : translate('shared.form.not_phone', named)
    case 'uscc':
      return isCreditCode(text) ? '' : translate('shared.form.not_credit_code', named)
    case 'id_number':
      return isIdNumber(text) ? '' : translate('shared.form.not_id_number', named)
    case 'select':
    case 'radio':
    case 'checklist': {
      const known = (field.values ?? []).map((option) => option.value)
      const chosen = Array.isArray(answer) ? answer : [text]
      return chosen.every((one) => known.includes(one)) ? '' : translate('shared.field.not_chosen', named)
    }
    case 'checkbox':
      return ''
    default:
      return lengthProblem(field, text)
  }
}

export function problemsOf(schema: FormSchema | undefined, answers: Answers, only?: string[]): FieldError[] {
  return shownFields(schema, answers).flatMap((field) => {
    const detail = !only || only.includes(field.key) ? problemOf(field, answers[field.key]) : ''
    return detail ? [{ field: `/form/${field.key}`, detail }] : []
  })
}

/** What goes to the server: shown and answered fields, numbers as numbers. */
export function sentAnswers(schema: FormSchema | undefined, answers: Answers): Record<string, Answer> {
  const entries = shownFields(schema, answers).flatMap((field): [string, Answer][] => {
    const answer = answers[field.key]
    const text = answerText(answer)
    if (!text) return []
    if (field.type === 'number' || field.type === 'money') return [[field.key, Number(text)]]
    return [[field.key, typeof answer === 'string' ? text : answer!]]
  })
  return Object.fromEntries(entries)
}

/** Answer in the words a person chose, for check pages and for what was sent. */
export function shownAnswer(field: FormField, answer: Answer | undefined): string {
  const label = (value: string) => field.values?.find((option) => option.value === value)?.label ?? value
  if (Array.isArray(answer)) return answer.map(label).join(translate('shared.form.comma'))
  if (typeof answer === 'boolean') return translate(answer ? 'shared.form.yes' : 'shared.form.no')
  const text = answerText(answer)
  if (!text) return ''
  if (field.type === 'money') return translate('shared.form.yuan', { amount: Number(text).toLocaleString('en-US') })
  return label(text)
}
