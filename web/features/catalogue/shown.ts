import { translate } from '@/shared/i18n/translate'
import type { Change } from './api'

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value of an element in words, for comparing: limits as people read them, lists line by line. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null || value === '') return ''
  if (typeof value === 'boolean') return translate(value ? 'catalogue.edit.yes' : 'catalogue.edit.no')
  if (Array.isArray(value)) return value.map(valueText).filter(Boolean).join('\n')
  if (isRecord(value)) {
    if (typeof value.unit === 'string' && typeof value.length === 'number')
      return value.unit === 'instant' ? translate('catalogue.unit.instant') : translate('catalogue.limit.words', { length: value.length, unit: translate(`catalogue.unit.${value.unit}`) })
    return Object.entries(value).filter(([name]) => name !== 'key').map(([name, member]) => { const text = valueText(member); return text && `${name}: ${text}` }).filter(Boolean).join('\n')
  }
  return String(value)
}

export interface Line {
  label: string
  before: string
  after: string
  kind: string
}
/** Changes as rows of a table: an element, or a member of one of its items, with both sides. */
export function linesOfChange(change: Change, words: { element: (name: string) => string; member: (name: string) => string; text: (field: string, value: unknown) => string }): Line[] {
  const label = words.element(change.field)
  if (!change.items) return [{ label, before: words.text(change.field, change.before), after: words.text(change.field, change.after), kind: change.kind }]
  if (!change.items.length) return [{ label, before: '', after: '', kind: change.kind }]
  return change.items.flatMap((item): Line[] => {
    const name = `${label} · ${item.key}`
    if (item.kind !== 'changed') return [{ label: name, before: valueText(item.before), after: valueText(item.after), kind: item.kind }]
    return (item.changes ?? []).map((one) => ({ label: `${name} · ${words.member(one.field)}`, before: words.text(one.field, one.before), after: words.text(one.field, one.after), kind: 'changed' }))
  })
}
