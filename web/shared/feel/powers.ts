import { absolute, countDigits, Decimal, dropDigits, finish, stripTo, tenTo } from './decimal'

/** Roots, powers and logarithms: worked out in fixed point with 90 digits behind the point, rounded to 34. */
const places = 90
const one = tenTo(places)

function rootOf(value: bigint): bigint {
  if (value < 2n) return value
  let guess = 1n << BigInt((value.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (guess + value / guess) >> 1n
    if (next >= guess) return guess
    guess = next
  }
}

/** ln of 1 ≤ x < 10: five roots bring it near 1, where the series of atanh is quick. */
function nearLogarithm(x: bigint): bigint {
  const halvings = 5
  for (let i = 0; i < halvings; i++) x = rootOf(x * one)
  const z = ((x - one) * one) / (x + one)
  const square = (z * z) / one
  let sum = 0n
  for (let power = z, n = 1n; power !== 0n; power = (power * square) / one, n += 2n) sum += power / n
  return sum * 2n * BigInt(2 ** halvings)
}
let knownLogarithmOfTen: bigint | undefined
const logarithmOfTen = () => (knownLogarithmOfTen ??= nearLogarithm(2n * one) + nearLogarithm(5n * one))

/** ln as fixed point. */
function fixedLogarithm(value: Decimal): bigint {
  const digits = countDigits(value.coefficient)
  const mantissa = value.coefficient * tenTo(places - digits + 1)
  return nearLogarithm(mantissa) + BigInt(value.exponent + digits - 1) * logarithmOfTen()
}

function fixedExponential(x: bigint): Decimal | null {
  let tens = x / logarithmOfTen()
  if (x < 0n) tens -= 1n
  const halvings = 12
  const rest = (x - tens * logarithmOfTen()) >> BigInt(halvings)
  let sum = one
  for (let term = one, n = 1n; term !== 0n; n++) {
    term = (term * rest) / one / n
    sum += term
  }
  for (let i = 0; i < halvings; i++) sum = (sum * sum) / one
  const result = finish(sum, Number(tens) - places)
  return result && result.stripped()
}

const fixed = (value: Decimal): bigint =>
  value.exponent + places >= 0 ? value.coefficient * tenTo(value.exponent + places) : value.coefficient / tenTo(-value.exponent - places)

const mostExponent = 15_000 // e^15000 passes what a number may be
const isBeyond = (value: Decimal): number => {
  const size = countDigits(value.coefficient) + value.exponent
  return size > 6 || (size > 4 && Math.abs(value.toNumber()) > mostExponent) ? (value.isNegative ? -1 : 1) : 0
}

export function exponential(value: Decimal): Decimal | null {
  const beyond = isBeyond(value)
  if (beyond) return beyond > 0 ? null : Decimal.of(0)
  return fixedExponential(fixed(value))
}
export function naturalLogarithm(value: Decimal): Decimal | null {
  if (value.isZero || value.isNegative) return null
  return finish(fixedLogarithm(value), -places)?.stripped() ?? null
}
export function squareRoot(value: Decimal): Decimal | null {
  if (value.isNegative) return null
  if (value.isZero) return Decimal.of(0)
  const shift = (value.exponent % 2 === 0 ? 0 : 1) + 80
  return finish(rootOf(value.coefficient * tenTo(shift)), (value.exponent - shift) / 2)?.stripped() ?? null
}

// Four digits more than a number has: a thousand factors cost three of them.
const workingDigits = 38
interface Factor {
  coefficient: bigint
  exponent: number
}
function multiply(a: Factor, b: Factor): Factor {
  const product = a.coefficient * b.coefficient
  const excess = Math.max(0, countDigits(product) - workingDigits)
  return { coefficient: excess ? dropDigits(product, excess, false, 'half_even') : product, exponent: a.exponent + b.exponent + excess }
}
function quickPower(base: Decimal, exponent: number): Decimal | null {
  const sign = base.isNegative && exponent % 2 !== 0 ? -1n : 1n
  let result: Factor = { coefficient: 1n, exponent: 0 }
  let square: Factor = { coefficient: absolute(base.coefficient), exponent: base.exponent }
  for (let rest = Math.abs(exponent); rest !== 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 !== 0) result = multiply(result, square)
    if (rest > 1) square = multiply(square, square)
  }
  if (exponent >= 0) return finish(sign * result.coefficient, result.exponent)
  const shift = countDigits(result.coefficient) + 35
  const dividend = tenTo(shift)
  const quotient = finish((sign * dividend) / result.coefficient, -shift - result.exponent, dividend % result.coefficient !== 0n)
  return quotient && stripTo(quotient.coefficient, quotient.exponent, 0)
}

export const mostQuickPower = 1000
/** What logarithms, exponentials and powers of many factors take from the steps of a session, as on the server. */
export const [stepsOfSeries, stepsOfRoot] = [200, 20]

export function power(base: Decimal, exponent: Decimal): Decimal | null {
  const whole = exponent.toInt()
  if (whole === 0) return Decimal.of(1)
  if (base.isZero) return exponent.isNegative ? null : Decimal.of(0)
  if (whole !== null && Math.abs(whole) <= mostQuickPower) return quickPower(base, whole)
  if (base.isNegative && !exponent.isInteger) return null
  const product = (fixedLogarithm(base.abs()) * fixed(exponent)) / one
  if (absolute(product) > BigInt(mostExponent + 1200) * one) return product > 0n ? null : Decimal.of(0)
  const result = fixedExponential(product)
  return result && base.isNegative && whole !== null && whole % 2 !== 0 ? result.negated() : result
}
