import { shapeOf, type FormField } from '@/shared/forms'

/** What may stand in a form, as the palette shows it; words: catalogue.field_type.<type>. A repeated group drawn as lines is a table. */
export const palette = [
  { group: 'text', types: ['textfield', 'textarea', 'number', 'money', 'date', 'time', 'period'] },
  { group: 'choice', types: ['radio', 'select', 'checklist', 'checkbox'] },
  { group: 'government', types: ['phone', 'id_number', 'uscc', 'bank_card', 'region', 'address', 'party', 'material', 'signature'] },
  { group: 'structure', types: ['group', 'dynamiclist', 'table', 'expression', 'text', 'separator'] },
] as const
export type PaletteType = (typeof palette)[number]['types'][number]
/** Kinds of form-js that forms of before may hold: kept and shown, not offered. */
export const otherTypes = ['datetime', 'taglist', 'spacer', 'image'] as const

/** Palette words that are not types of the schema. */
export const typeOf = (kind: string): string => (kind === 'table' ? 'dynamiclist' : kind)
export const kindOf = (field: FormField): string => (field.type === 'dynamiclist' && field.properties?.layout === 'table' ? 'table' : field.type)
export const holdsFields = (field: FormField): boolean => ['group', 'dynamiclist'].includes(field.type)
export const isNote = (field: FormField): boolean => shapeOf(field) === 'display'

/** Where prefilled values come from; server/modules/approval/src/service/prefill.cpp knows the same. */
export const prefillSources = ['party', 'party.name', 'party.id_no', 'party.phone', 'party.address', 'party.legal_person', 'earlier', 'certificate.number', 'certificate.issued_on', 'certificate.validity'] as const

const inChoices = ['radio', 'select', 'checklist', 'taglist']
const inLength = ['textfield', 'textarea', 'region']
/** Which properties a field has beside words, key and condition. */
export function propertiesOf(field: FormField) {
  const answers = !isNote(field) && !holdsFields(field) && field.type !== 'expression'
  return {
    text: field.type === 'text',
    choices: inChoices.includes(field.type),
    length: inLength.includes(field.type),
    range: ['number', 'money'].includes(field.type),
    days: field.type === 'date',
    rows: field.type === 'dynamiclist',
    pattern: ['textfield', 'textarea'].includes(field.type),
    expression: field.type === 'expression',
    required: answers,
    rules: answers,
    prefill: answers && !['material', 'signature', 'checklist', 'taglist', 'period'].includes(field.type),
    description: !isNote(field),
    label: !['text', 'separator', 'spacer'].includes(field.type),
    key: !isNote(field),
  }
}
