import { Decimal, kindOf, plainText, type Value } from '@/shared/feel'
import type { Field } from './read'
import type { Answer } from './schema'

/** A scope with its answers: the form, a group, a row. */
export interface Frame {
  container: number
  outer: Frame | null
  pointer: string
  given: Record<string, Answer | undefined>
  /** By slot, those of the frame around at the end. */
  values: Value[]
  shown: Set<number>
  isAnswered: Set<number>
  problems: Map<number, string>
  ruleProblems: Map<number, string>
  groups: Map<number, Frame>
  rows: Map<number, Frame[]>
  /** By position in the container's order. */
  dirty: Uint8Array
  firstDirty: number
  hasChanged: boolean
}

export const nothing: Record<string, Answer | undefined> = {}
export const valueIn = (frame: Frame, field: Field): Value => (field.slot >= 0 ? frame.values[field.slot]! : null)
export function isSame(a: Value, b: Value): boolean {
  if (a === b) return true
  if (a instanceof Decimal) return b instanceof Decimal && a.coefficient === b.coefficient && a.exponent === b.exponent
  if (a === null || b === null || kindOf(a) !== kindOf(b)) return false
  return plainText(a) === plainText(b) // the digits count too: 1.50 prints other than 1.5
}
