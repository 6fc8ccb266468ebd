import type { Builtin } from './builtins/builtin'
import type { Session } from './session'
import type { Type } from './types'
import type { FeelFunction, RangeForm, Value } from './value'

/** Where a compiled expression finds its values while it runs. */
export interface Frame {
  readonly variables: readonly Value[]
  readonly locals: Value[]
  readonly captured: readonly Value[]
  readonly self: FeelFunction | null
  readonly session: Session
}
export type Run = (frame: Frame) => Value

/** Where a value plainly comes from: a variable, or what a variable's function answers, and the members taken of it. */
export interface Origin {
  readonly slot: number
  readonly isCalled: boolean
  readonly path: readonly string[]
}
/** A part of an expression, compiled to a closure. */
export interface Node {
  readonly run: Run
  readonly type: Type
  readonly at: number
  /** Known while parsing. */
  readonly constant?: { value: Value }
  /** Of < 5 as a test. */
  readonly test?: { form: RangeForm; bound: Node }
  readonly builtin?: Builtin
  readonly isUnknown?: boolean
  /** Of a variable: its place. */
  readonly slot?: number
  /** Inside list[…]: a member of the item, if it has one of this name. */
  readonly isMember?: boolean
  readonly items?: readonly (Origin | undefined)[]
  /** The variable whose value this is, or one of whose items; see `Origin`. */
  readonly origin?: Origin | undefined
  /** Of a test: `?` appears in it. */
  usesInput?: boolean
}
