import { FeelDate, FeelDateTime, FeelTime } from './temporal'
import type { Node } from './node'
import type { Session } from './session'
import { conforms, elementOf, type Type } from './types'
import type { FeelFunction, Value } from './value'

/** FEEL's implicit conversions (DMN 1.5, 10.3.2.9.4); undefined: the value does not conform and no conversion helps. */
export function coerce(value: Value, type: Type): Value | undefined {
  if (conforms(value, type)) return value
  if (type.kind === 'list' && conforms(value, elementOf(type))) return [value]
  if (Array.isArray(value) && value.length === 1 && conforms(value[0]!, type)) return value[0]!
  if (value instanceof FeelDate && type.kind === 'date_time') return new FeelDateTime(value, new FeelTime(0, 0))
  return undefined
}

/** A lambda with the values it took along. */
export class Lambda implements FeelFunction {
  readonly kind = 'function'
  readonly name = ''
  get result(): Type {
    return this.body.type
  }
  constructor(
    readonly parameters: readonly { name: string; type: Type }[],
    private readonly body: Node,
    private readonly localCount: number,
    private readonly captured: Value[],
  ) {}

  call(given: Value[], session: Session): Value {
    if (given.length !== this.parameters.length) return session.warn('feel/argument-count')
    const locals: Value[] = new Array(this.localCount).fill(null)
    for (const [at, parameter] of this.parameters.entries()) {
      const value = coerce(given[at]!, parameter.type)
      if (value === undefined) return session.warn('feel/argument-kind')
      locals[at] = value
    }
    if (!session.step() || !session.descend()) return null
    const { place } = session
    const result = this.body.run({ variables: [], locals, captured: this.captured, self: this, session })
    session.place = place
    session.ascend()
    return session.isStopped ? null : result
  }
  callNamed(names: string[], given: Value[], session: Session): Value {
    const ordered: Value[] = this.parameters.map(() => null) // those that were not given are null
    for (const [at, name] of names.entries()) {
      const place = this.parameters.findIndex((one) => one.name === name)
      if (place < 0) return session.warn('feel/argument-name')
      ordered[place] = given[at]!
    }
    return this.call(ordered, session)
  }
}
