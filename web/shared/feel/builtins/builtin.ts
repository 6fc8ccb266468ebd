import { Decimal } from '../decimal'
import type { Session } from '../session'
import type { Value } from '../value'

/** undefined: the arguments do not fit; the caller says so and yields null. */
export type Outcome = Value | undefined
export interface Overload {
  parameters: string[]
  /** How many of the parameters must be there. */
  required: number
  run(given: Value[], session: Session): Outcome
  /** append(list, item, item, …) */
  repeatsLast?: boolean
}
export interface Builtin {
  name: string
  overloads: Overload[]
  /** sum(1, 2, 3) means sum([1, 2, 3]). */
  takesList?: boolean
  /** false: other results at other times, so never worked out while parsing. */
  isPure?: boolean
}
export const builtin = (name: string, parameters: string[], run: Overload['run'], required = parameters.length): Builtin => ({
  name,
  overloads: [{ parameters, required, run }],
})
export const listBuiltin = (name: string, run: Overload['run']): Builtin => ({ ...builtin(name, ['list'], run), takesList: true })

/** An argument's whole number; a fraction is cut off as FEEL's implementations do. */
export function whole(value: Value | undefined): number | null {
  return value instanceof Decimal ? (value.rescaled(0, 'down')?.toInt() ?? null) : null
}
export const number = (value: number): Decimal => Decimal.of(value)
