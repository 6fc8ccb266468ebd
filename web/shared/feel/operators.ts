import { addValues, divideValues, multiplyValues, negatedValue, powerOfValues, subtractValues } from './arithmetic'
import { Decimal } from './decimal'
import type { Frame, Node, Run } from './node'
import { mostQuickPower, stepsOfSeries } from './powers'
import { compare, contains, equal, FeelRange, type RangeForm, type Value } from './value'

/** Closures of operators. */
type Apply = (a: Value, b: Value) => Value
const arithmeticOf: Record<string, Apply> = { '+': addValues, '-': subtractValues, '*': multiplyValues, '/': divideValues, '**': powerOfValues }

/** A null whose reason has just been told needs no second warning. */
const isFollowUp = (frame: Frame, known: number, a: Value, b: Value) => (a === null || b === null) && frame.session.problems.length > known

/** One that is not a product of few factors. */
function isLongPower(exponent: Value): boolean {
  const whole = exponent instanceof Decimal ? exponent.toInt() : 0
  return whole === null || Math.abs(whole) > mostQuickPower
}

export function arithmetic(sign: string, left: Node, right: Node, at: number): Run {
  const apply = arithmeticOf[sign]!
  return (frame) => {
    const known = frame.session.problems.length
    const a = left.run(frame)
    const b = right.run(frame)
    if (sign === '**' && isLongPower(b) && !frame.session.step(stepsOfSeries)) return null
    const result = apply(a, b)
    if (result !== null || isFollowUp(frame, known, a, b)) return result
    if (!(a instanceof Decimal) || !(b instanceof Decimal)) return frame.session.warn('feel/operands', at)
    return frame.session.warn(sign === '/' && b.isZero ? 'feel/division-by-zero' : 'feel/overflow', at)
  }
}
export function negation(operand: Node, at: number): Run {
  return (frame) => negatedValue(operand.run(frame)) ?? frame.session.warn('feel/operands', at)
}

/** The longer ones first: they begin like the others. */
export const signs: RangeForm[] = ['<=', '>=', '!=', '<', '>', '=']
type Holds = (a: Value, b: Value) => boolean | null
const ordered = (passes: (order: number) => boolean): Holds => (a, b) => {
  const order = compare(a, b)
  return order === null ? null : passes(order)
}
/** null when the two cannot be compared. */
const holdsOf: Record<string, Holds> = {
  '=': equal,
  '!=': (a, b) => {
    const result = equal(a, b)
    return result === null ? null : !result
  },
  '<': ordered((order) => order < 0),
  '<=': ordered((order) => order <= 0),
  '>': ordered((order) => order > 0),
  '>=': ordered((order) => order >= 0),
}
export function comparison(sign: RangeForm, left: Node, right: Node, at: number): Run {
  const holds = holdsOf[sign]!
  return (frame) => {
    const known = frame.session.problems.length
    const a = left.run(frame)
    const b = right.run(frame)
    const result = holds(a, b)
    if (result !== null || isFollowUp(frame, known, a, b)) return result
    return frame.session.warn('feel/not-comparable', at)
  }
}
export function between(value: Node, low: Node, high: Node, at: number): Run {
  return (frame) => {
    const middle = value.run(frame)
    const fromLow = compare(low.run(frame), middle)
    const toHigh = compare(middle, high.run(frame))
    if (fromLow === null || toHigh === null) return frame.session.warn('feel/not-comparable', at)
    return fromLow <= 0 && toHigh <= 0
  }
}

/** and / or with three values: `decides` settles the matter at once; anything but true and false counts as unknown. */
export function junction(parts: Node[], decides: boolean): Run {
  return (frame) => {
    let isUnknown = false
    for (const part of parts) {
      const value = part.run(frame)
      if (value === decides) return decides
      if (typeof value !== 'boolean') isUnknown = true
    }
    return isUnknown ? null : !decides
  }
}
export function condition(test: Node, yes: Node, no: Node, at: number): Run {
  return (frame) => {
    const value = test.run(frame)
    if (value !== null && typeof value !== 'boolean') frame.session.warn('feel/condition', at)
    return (value === true ? yes : no).run(frame)
  }
}
export function interval(start: Node, end: Node, startIncluded: boolean, endIncluded: boolean, at: number): Run {
  return (frame) => {
    const [from, to] = [start.run(frame), end.run(frame)]
    const order = compare(from, to)
    if (from !== null && to !== null && order === null) return frame.session.warn('feel/range-kinds', at)
    if (order === 1) return frame.session.warn('feel/range-order', at)
    return new FeelRange(from, to, startIncluded, endIncluded)
  }
}

/** Is the input the value, or among what a list or range holds? */
function match(input: Value, value: Value): boolean | null {
  if (value instanceof FeelRange) return input instanceof FeelRange ? equal(input, value) : contains(value, input)
  if (Array.isArray(value)) {
    if (Array.isArray(input) && equal(input, value) === true) return true
    return value.some((item) => match(input, item) === true)
  }
  const result = equal(input, value)
  // A test that is true of itself, as in `count(x) > 3` for an input that is no boolean.
  return result === null && typeof value === 'boolean' ? value : result
}
export function runTest(test: Node, input: Value, frame: Frame): boolean | null {
  if (test.test) {
    const { form, bound } = test.test
    return holdsOf[form]!(input, bound.run(frame))
  }
  const value = test.run(frame)
  if (test.usesInput && (typeof value === 'boolean' || value === null)) return value
  return match(input, value)
}
/** One of the tests passes; null when none does and one cannot tell. */
export function runTests(tests: Node[], input: Value, frame: Frame): boolean | null {
  let isUnknown = false
  for (const test of tests) {
    const passes = runTest(test, input, frame)
    if (passes === true) return true
    isUnknown ||= passes === null
  }
  return isUnknown ? null : false
}
