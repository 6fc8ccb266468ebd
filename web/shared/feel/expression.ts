import type { Run } from './node'
import { Parser } from './parser'
import { Variables, type Variable } from './scope'
import type { Session } from './session'
import { anything, type Type } from './types'
import type { Value } from './value'

/** An expression that was parsed once; evaluated as often as wanted. */
export interface Expression {
  readonly text: string
  /** Which of the variables it reads, by their place. */
  readonly usedSlots: readonly number[]
  readonly unknownNames: readonly string[]
  /** Of an expression that reads nothing and warns of nothing. */
  readonly constant: Value | undefined
  readonly type: Type
  evaluate(variables: readonly Value[], session: Session): Value
}

/** What would exhaust the browser's stack ends as null, like every other limit. */
function evaluate(run: Run, locals: Value[], variables: readonly Value[], session: Session): Value {
  try {
    const value = run({ variables, locals, captured: [], self: null, session })
    return session.isStopped ? null : value
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    session.stop()
    return null
  }
}
const prepared = new WeakMap<readonly Variable[], Variables>()
/** The same list is prepared once, however many expressions read it. */
function named(variables: readonly Variable[]): Variables {
  let known = prepared.get(variables)
  if (!known) prepared.set(variables, (known = new Variables(variables)))
  return known
}

/** @throws FeelSyntaxError */
export function parseExpression(text: string, variables: readonly Variable[] = []): Expression {
  const parser = new Parser(text, named(variables))
  const node = parser.parseExpression()
  const { localCount } = parser
  return {
    text,
    usedSlots: [...parser.usedSlots],
    unknownNames: parser.unknownNames,
    constant: node.constant?.value,
    type: node.type,
    evaluate: (values, session) => evaluate(node.run, new Array(localCount).fill(null), values, session),
  }
}

export interface UnaryTests {
  evaluate(input: Value, variables: readonly Value[], session: Session): Value
}
/** @throws FeelSyntaxError */
export function parseUnaryTests(text: string, variables: readonly Variable[] = [], inputType: Type = anything): UnaryTests {
  const parser = new Parser(text, named(variables))
  const run = parser.parseUnaryTests(inputType)
  const { localCount } = parser
  return { evaluate: (input, values, session) => evaluate(run, [input, ...new Array(localCount).fill(null)], values, session) }
}
