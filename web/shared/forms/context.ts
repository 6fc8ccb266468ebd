import { inject, type ComputedRef, type InjectionKey } from 'vue'
import type { Problem } from '@/shared/http/problem'
import type { Answer } from './schema'
import type { Sheet } from './sheet'

/** What the parts of a drawn form share. */
export interface FormContext {
  /** A new object whenever answers, schema or host have changed. */
  view: ComputedRef<{ sheet: Sheet }>
  problem: ComputedRef<Problem>
  sources: ComputedRef<Record<string, string>>
  /** "form", "items.0.form" */
  prefix: ComputedRef<string>
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
