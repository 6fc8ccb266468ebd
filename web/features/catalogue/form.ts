import { componentsOf, type FormField, type FormSchema } from '@/shared/forms'
import type { Content } from './content'

/** Kinds of questions the application form knows; the server judges answers by the same words. */
export const fieldTypes = ['textfield', 'textarea', 'number', 'money', 'date', 'time', 'period', 'phone', 'id_number', 'uscc', 'bank_card', 'address', 'region', 'select', 'radio', 'checklist', 'checkbox', 'party', 'material', 'signature', 'expression'] as const
export const withChoices = (type: string): boolean => ['select', 'radio', 'checklist'].includes(type)
export const withLength = (type: string): boolean => ['textfield', 'textarea', 'address', 'region'].includes(type)
export const withRange = (type: string): boolean => ['number', 'money'].includes(type)

export const fieldsOf = (form: unknown): FormField[] => componentsOf(form as FormSchema | undefined)
/** Where a form keeps its questions; forms of before say "fields". */
export const listName = (form: Content): 'components' | 'fields' => ('components' in form ? 'components' : 'fields')

/** "surface 地表水" per line ↔ values. The first word is what is stored, the rest what people read. */
export const choicesText = (field: FormField): string => (field.values ?? []).map((one) => (one.value === one.label ? one.value : `${one.value} ${one.label}`)).join('\n')
export function choicesFrom(text: string): { value: string; label: string }[] {
  return text.split('\n').flatMap((line) => {
    const [value = '', ...label] = line.trim().split(/\s+/)
    return value ? [{ value, label: label.join(' ') || value }] : []
  })
}

/** A limit as it is written: whole for lengths and rows, with decimals for numbers; nothing when it is none. */
const countFrom = (text: string): number | undefined => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : undefined)
export const numberFrom = (text: string): number | undefined => (/^-?\d{1,12}(\.\d{1,6})?$/.test(text.trim()) ? Number(text) : undefined)
const isCounted = (name: string): boolean => !['min', 'max'].includes(name)
export const boundFrom = (name: string, text: string): number | undefined => (isCounted(name) ? countFrom(text) : numberFrom(text))
type Say = (key: string, values?: Record<string, unknown>) => string
/** What is wrong with a limit as it is written; nothing where none is. */
export const boundFault = (say: Say, name: string) => (text: string): string => (!text.trim() || boundFrom(name, text) !== undefined ? '' : say(isCounted(name) ? 'catalogue.form.not_count' : 'catalogue.form.not_number'))

/** One answer of a question, and the condition that hides others until it is given. */
export interface Decision {
  rule: string
  /** Absent: the box is ticked. */
  choice?: string
}
/** Each answer of a single choice, each of several that may be chosen together, a ticked box. */
export function decisionsOf(field: FormField): Decision[] {
  if (field.type === 'checkbox') return [{ rule: `=not(${field.key})` }]
  const isMany = ['checklist', 'taglist'].includes(field.type)
  return (field.values ?? []).map((one) => {
    const value = JSON.stringify(one.value)
    return { rule: isMany ? `=${field.key} = null or not(list contains(${field.key}, ${value}))` : `=${field.key} != ${value}`, choice: one.label }
  })
}
/** The decisions of these questions, to choose from. */
export const decisionOptions = (say: Say, questions: FormField[]): (Decision & { value: string; label: string })[] =>
  questions.flatMap((one) => decisionsOf(one).map((decision) => ({ ...decision, value: decision.rule, label: say(`catalogue.designer.${decision.choice === undefined ? 'when_ticked' : 'when_is'}`, { label: one.label || one.key, choice: decision.choice }) })))
const bare = (rule: string) => rule.trim().replace(/^=/, '').replaceAll(/\s+/g, ' ').trim()
/** The decision that a condition says, however it is spaced; others are kept and shown as they are. */
export const decisionIn = <T extends Decision>(field: FormField, decisions: T[]): T | undefined => decisions.find((one) => bare(one.rule) === bare(field.conditional?.hide ?? ''))

export function freeFieldKey(fields: FormField[]): string {
  for (let at = fields.length + 1; ; at++) if (!fields.some((field) => field.key === `field_${at}`)) return `field_${at}`
}
