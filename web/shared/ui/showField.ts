import { fieldId } from '@/shared/http/problem'

/** Brings a field into view and the focus to it, or to the first control of a group. */
export function showField(name: string): void {
  const field = document.getElementById(fieldId(name))
  field?.scrollIntoView({ block: 'center' })
  const control = field?.matches('input, select, textarea') ? field : (field?.querySelector<HTMLElement>('input, select, textarea') ?? field)
  control?.focus({ preventScroll: true })
}
