import { inject, type ComputedRef, type InjectionKey } from 'vue'
import type { Problem } from '@/shared/http/problem'
import type { Answer } from './schema'
import type { Sheet } from './sheet'

/** What the parts of a drawn form share. */
/** Somebody whom a person picks instead of typing: the people and enterprises he may act for. */
export interface PartyChoice {
  kind: 'person' | 'enterprise'
  name: string
  /** Masked numbers are not offered as answers. */
  id_no?: string
}
/** The register's word on a number that was typed, names covered; null where nobody holds it. */
export type FindParty = (number: string) => Promise<{ kind: string; name: string } | null>
export interface FormContext {
  /** A new object whenever answers, schema or host have changed. */
  view: ComputedRef<{ sheet: Sheet }>
  problem: ComputedRef<Problem>
  sources: ComputedRef<Record<string, string>>
  /** "form", "items.0.form" */
  prefix: ComputedRef<string>
  /** Top-level keys that may be changed; the others are shown as they were answered. Absent: all. */
  open: ComputedRef<string[] | undefined>
  parties: ComputedRef<PartyChoice[]>
  findParty: ComputedRef<FindParty | undefined>
  take(pointer: string, answer: Answer | undefined): void
  /** A field was left: rules that it breaks are told. */
  leave(pointer: string): void
}
export const formKey: InjectionKey<FormContext> = Symbol('form')
export function useForm(): FormContext {
  const context = inject(formKey)
  if (!context) throw new Error('used outside a form')
  return context
}
