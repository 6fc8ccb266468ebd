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
export const choicesText = (field: FormField): string => (field.values ?? []).map((one) => `${one.value} ${one.label}`).join('\n')
export function choicesFrom(text: string): { value: string; label: string }[] {
  return text.split('\n').flatMap((line) => {
    const [value = '', ...label] = line.trim().split(/\s+/)
    return value ? [{ value, label: label.join(' ') || value }] : []
  })
}

/** `=source != "surface"` ↔ shown when source is surface. Other rules are kept and shown as they are. */
export interface Shown {
  key: string
  value: string
}
export function shownWhen(field: FormField): Shown | null {
  const found = /^\s*=?\s*([\w.-]+)\s*!=\s*"([^"]*)"\s*$/.exec(field.conditional?.hide ?? '')
  return found ? { key: found[1]!, value: found[2]! } : null
}
export const hideRule = ({ key, value }: Shown): string => `=${key} != "${value}"`

export function freeFieldKey(fields: FormField[]): string {
  for (let at = fields.length + 1; ; at++) if (!fields.some((field) => field.key === `field_${at}`)) return `field_${at}`
}
