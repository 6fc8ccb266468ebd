import { compare, plainText, type Value } from '@/shared/feel'
import { translate } from '@/shared/i18n/translate'
import { kindProblem, shapeOf, type Shape } from './kinds'
import { matches } from './patterns'
import { isObject, labelOf, trimmed, type Answer, type FormField } from './schema'
import { isAnswered, valueOf } from './values'

/** What is wrong with single answers, in the server's own sentences. */
const say = (field: FormField, key: string, more: Record<string, unknown> = {}) => translate(`shared.form.${key}`, { label: labelOf(field), ...more })

/** What nobody sees: control characters but line breaks and tabs, and marks that turn the direction of writing. */
const unseen = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u // eslint-disable-line no-control-regex
function textProblem(field: FormField, answer: Answer): string {
  if (typeof answer !== 'string') return say(field, 'not_text')
  const { minLength = 0, maxLength = 2000, pattern, patternErrorMessage } = field.validate ?? {}
  const text = trimmed(answer)
  const strange = text.search(unseen)
  if (strange >= 0) return say(field, 'unseen', { place: [...text.slice(0, strange)].length + 1 })
  const count = [...text].length
  if (count > maxLength) return say(field, 'too_long', { most: maxLength, count })
  if (count < minLength) return say(field, 'too_short', { least: minLength })
  if (!pattern || matches(pattern, text)) return ''
  return patternErrorMessage || say(field, 'pattern')
}

export function boundOf(field: FormField, name: 'min' | 'max'): Value {
  return valueOf(shapeOf(field), field.validate?.[name])
}
function rangeProblem(field: FormField, value: Value, words: [string, string]): string {
  const [least, most] = [boundOf(field, 'min'), boundOf(field, 'max')]
  if (least !== null && compare(value, least) === -1) return say(field, words[0], { least: plainText(least) })
  return most !== null && compare(value, most) === 1 ? say(field, words[1], { most: plainText(most) }) : ''
}
function periodProblem(field: FormField, value: Value): string {
  const [from, to] = value instanceof Map ? [value.get('from') ?? null, value.get('to') ?? null] : [null, null]
  if (from === null || to === null) return say(field, 'not_period')
  return compare(from, to) === 1 ? say(field, 'period_order') : ''
}
function choiceProblem(field: FormField, answer: Answer, isMany: boolean): string {
  const known = (field.values ?? []).map((option) => (isObject(option) ? option.value : option)) as Answer[]
  const chosen = isMany && Array.isArray(answer) ? answer : isMany ? [null] : [answer]
  if (!chosen.every((one) => known.includes(one))) return say(field, 'not_option')
  return new Set(chosen).size < chosen.length ? say(field, 'chosen_twice') : ''
}
function shapeProblem(field: FormField, shape: Shape, answer: Answer): string {
  const value = valueOf(shape, answer)
  switch (shape) {
    case 'text': return textProblem(field, answer)
    case 'number': return value === null ? say(field, 'not_number') : rangeProblem(field, value, ['too_small', 'too_large'])
    case 'date': return value === null ? say(field, 'not_date') : rangeProblem(field, value, ['too_early', 'too_late'])
    case 'time': return value === null ? say(field, 'not_time') : ''
    case 'date_time': return value === null ? say(field, 'not_moment') : rangeProblem(field, value, ['too_early', 'too_late'])
    case 'period': return periodProblem(field, value)
    case 'choice': return choiceProblem(field, answer, false)
    case 'choices': return choiceProblem(field, answer, true)
    case 'yes_no': return typeof answer === 'boolean' ? '' : say(field, 'not_yes_no')
    default: return ''
  }
}

/** Words when a required answer is missing. */
export function missingProblem(field: FormField): string {
  if (field.type === 'material' || field.type === 'signature') return say(field, field.type === 'material' ? 'not_uploaded' : 'not_signed')
  const isTyped = ['text', 'number', 'object'].includes(shapeOf(field))
  return say(field, isTyped ? 'missing' : 'not_chosen')
}
/** Of a given answer; empty when it will do. */
export function givenProblem(field: FormField, answer: Answer, now: number): string {
  const words = shapeProblem(field, shapeOf(field), answer)
  if (words) return words
  const key = kindProblem(field.type, answer, now)
  return key ? say(field, `kind.${key}`) : ''
}
/** Words of what is wrong with a field's answer by itself, without the rules that look at others. */
export function problemOf(field: FormField, answer: Answer | undefined, now = Date.now()): string {
  if (isAnswered(shapeOf(field), answer)) return givenProblem(field, answer, now)
  return field.validate?.required ? missingProblem(field) : ''
}
export const rowsProblem = (field: FormField, count: number, least: number, most: number): string => {
  if (count < least) return say(field, 'too_few_rows', { least })
  return count > most ? say(field, 'too_many_rows', { most, count }) : ''
}
export const notRows = (field: FormField): string => say(field, 'not_rows')
export const notGroup = (field: FormField, row?: number): string => (row === undefined ? say(field, 'not_group') : say(field, 'not_group_row', { row }))
export const unknownField = (): string => translate('shared.form.unknown_field')
