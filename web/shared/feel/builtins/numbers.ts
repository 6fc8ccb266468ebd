import { addValues, divideValues, multiplyValues, negatedValue, subtractValues } from '../arithmetic'
import { compareDecimals, Decimal, modulo, type Rounding } from '../decimal'
import { exponential, naturalLogarithm, squareRoot, stepsOfRoot, stepsOfSeries } from '../powers'
import { DaysDuration, MonthsDuration } from '../temporal'
import type { Value } from '../value'
import { builtin, listBuiltin, number, whole, type Builtin, type Outcome } from './builtin'

function rounding(name: string, mode: Rounding, required: number): Builtin {
  return builtin(name, ['n', 'scale'], ([n, scale]) => {
    const places = scale === undefined ? 0 : whole(scale)
    if (!(n instanceof Decimal) || places === null || places < -6111 || places > 6176) return undefined
    return n.rescaled(places, mode) ?? undefined
  }, required)
}
function abs(n: Value | undefined): Outcome {
  if (n instanceof Decimal) return n.abs()
  if (n instanceof DaysDuration) return n.seconds < 0 ? negatedValue(n) : n
  if (n instanceof MonthsDuration) return n.months < 0 ? negatedValue(n) : n
  return undefined
}
const ofNumber = (name: string, work: (n: Decimal) => Decimal | null, cost: number): Builtin =>
  builtin(name, ['number'], ([n], session) => (n instanceof Decimal && session.step(cost) ? (work(n) ?? undefined) : undefined))
const parity = (name: string, wanted: number): Builtin =>
  builtin(name, ['number'], ([n]) => (n instanceof Decimal ? compareDecimals(modulo(n, number(2))!, number(wanted)) === 0 : undefined))

/** A function of a list of at least `least` numbers. */
function ofNumbers(name: string, least: number, work: (numbers: Decimal[]) => Outcome): Builtin {
  return listBuiltin(name, ([list], session) => {
    if (!Array.isArray(list) || list.length < least || !session.step(list.length + 1)) return undefined
    return list.every((item) => item instanceof Decimal) ? work(list as Decimal[]) : undefined
  })
}
const total = (numbers: Decimal[]): Value => numbers.reduce<Value>((sum, one) => addValues(sum, one), number(0))
const mean = (numbers: Decimal[]): Value => divideValues(total(numbers), number(numbers.length))
const sorted = (numbers: Decimal[]) => [...numbers].sort(compareDecimals)

function median(numbers: Decimal[]): Value {
  const list = sorted(numbers)
  const middle = Math.floor(list.length / 2)
  return list.length % 2 ? list[middle]! : divideValues(addValues(list[middle - 1]!, list[middle]!), number(2))
}
/** Of a sample: the squares are divided by one less than their number. */
function deviation(numbers: Decimal[]): Outcome {
  const middle = mean(numbers)
  let squares: Value = number(0)
  for (const one of numbers) {
    const distance = subtractValues(one, middle)
    squares = addValues(squares, multiplyValues(distance, distance))
  }
  const variance = divideValues(squares, number(numbers.length - 1))
  return variance instanceof Decimal ? squareRoot(variance) : undefined
}
/** The most frequent numbers, ascending. */
function mode(numbers: Decimal[]): Value {
  const list = sorted(numbers)
  let result: Value[] = []
  let most = 0
  for (let at = 0; at < list.length; ) {
    let end = at + 1
    while (end < list.length && compareDecimals(list[end]!, list[at]!) === 0) end++
    if (end - at > most) result = []
    if (end - at >= most) result.push(list[at]!)
    most = Math.max(most, end - at)
    at = end
  }
  return result
}

export const numbers: Builtin[] = [
  rounding('decimal', 'half_even', 2),
  rounding('floor', 'floor', 1),
  rounding('ceiling', 'ceiling', 1),
  rounding('round up', 'up', 2),
  rounding('round down', 'down', 2),
  rounding('round half up', 'half_up', 2),
  rounding('round half down', 'half_down', 2),
  builtin('abs', ['n'], ([n]) => abs(n)),
  builtin('modulo', ['dividend', 'divisor'], ([a, b]) => (a instanceof Decimal && b instanceof Decimal ? (modulo(a, b) ?? undefined) : undefined)),
  ofNumber('sqrt', squareRoot, stepsOfRoot),
  ofNumber('log', naturalLogarithm, stepsOfSeries),
  ofNumber('exp', exponential, stepsOfSeries),
  parity('odd', 1),
  parity('even', 0),
  ofNumbers('sum', 1, total),
  ofNumbers('mean', 1, mean),
  ofNumbers('product', 1, (list) => list.reduce<Value>((product, one) => multiplyValues(product, one), number(1)) ?? undefined),
  ofNumbers('median', 1, median),
  ofNumbers('stddev', 2, deviation),
  ofNumbers('mode', 0, mode),
]
