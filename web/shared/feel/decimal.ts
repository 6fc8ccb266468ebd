/** Decimal numbers of 34 digits (IEEE 754 decimal128), rounded half to even, as the server's engine reckons them: 12.50 stays 12.50. */
export type Rounding = 'half_even' | 'half_up' | 'half_down' | 'up' | 'down' | 'ceiling' | 'floor'

export const mostDigits = 34
const leastExponent = -6176
const mostExponent = 6111
const powers: bigint[] = [1n]
export function tenTo(power: number): bigint {
  if (power < 400) {
    for (let known = powers.length; known <= power; known++) powers.push(powers[known - 1]! * 10n)
    return powers[power]!
  }
  return 10n ** BigInt(power)
}
export const absolute = (value: bigint): bigint => (value < 0n ? -value : value)
export function countDigits(value: bigint): number {
  return value === 0n ? 0 : absolute(value).toString().length
}

function roundsAway(mode: Rounding, isNegative: boolean, isOdd: boolean, half: number): boolean {
  switch (mode) {
    case 'half_even': return half > 0 || (half === 0 && isOdd)
    case 'half_up': return half >= 0
    case 'half_down': return half > 0
    case 'up': return true
    case 'down': return false
    case 'ceiling': return !isNegative
    case 'floor': return isNegative
  }
}

/** Takes `count` digits off the end and rounds; `isSticky`: something but zero follows behind the last digit. */
export function dropDigits(value: bigint, count: number, isSticky: boolean, mode: Rounding): bigint {
  const isNegative = value < 0n
  const size = absolute(value)
  const divisor = tenTo(count)
  const quotient = size / divisor
  const rest = size % divisor
  if (rest === 0n && !isSticky) return isNegative ? -quotient : quotient
  const twice = rest * 2n
  const half = count === 0 ? -1 : twice < divisor ? -1 : twice > divisor || isSticky ? 1 : 0
  const rounded = roundsAway(mode, isNegative, (quotient & 1n) === 1n, half) ? quotient + 1n : quotient
  return isNegative ? -rounded : rounded
}

const limit = tenTo(mostDigits)
/** Brings a result into 34 digits and the bounds of exponents; null when it cannot be. */
export function finish(coefficient: bigint, exponent: number, isSticky = false): Decimal | null {
  if (coefficient >= limit || coefficient <= -limit) {
    const excess = countDigits(coefficient) - mostDigits
    coefficient = dropDigits(coefficient, excess, isSticky, 'half_even')
    exponent += excess
    if (countDigits(coefficient) > mostDigits) {
      coefficient /= 10n
      exponent++
    }
  }
  if (exponent < leastExponent) {
    coefficient = dropDigits(coefficient, leastExponent - exponent, isSticky, 'half_even')
    exponent = leastExponent
  }
  if (exponent > mostExponent) {
    if (coefficient === 0n) return new Decimal(0n, mostExponent)
    if (exponent - mostExponent > mostDigits - countDigits(coefficient)) return null
    coefficient *= tenTo(exponent - mostExponent)
    exponent = mostExponent
  }
  return new Decimal(coefficient, exponent)
}

export class Decimal {
  readonly kind = 'number'
  constructor(
    readonly coefficient: bigint,
    readonly exponent: number,
  ) {}

  static of(whole: number): Decimal {
    return new Decimal(BigInt(whole), 0)
  }
  /** FEEL's and JSON's number text: -12.5, .5, 1e3. */
  static parse(text: string): Decimal | null {
    const parts = /^(-?)(\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,6}))?$/.exec(text)
    if (!parts || (!parts[2] && !parts[3])) return null
    const exponent = Number(parts[4] ?? 0)
    if (Math.abs(exponent) > 100_000) return null
    const size = BigInt(parts[2]! + (parts[3] ?? ''))
    return finish(parts[1] ? -size : size, exponent - (parts[3]?.length ?? 0))
  }
  static fromDouble(value: number): Decimal | null {
    if (Number.isSafeInteger(value)) return Decimal.of(value)
    return Number.isFinite(value) ? Decimal.parse(String(value)) : null
  }

  get isZero(): boolean {
    return this.coefficient === 0n
  }
  get isNegative(): boolean {
    return this.coefficient < 0n
  }
  get isInteger(): boolean {
    return this.exponent >= 0 || this.isZero || this.coefficient % tenTo(-this.exponent) === 0n
  }
  /** The value when it is whole and a double holds it exactly. */
  toInt(): number | null {
    if (this.isZero) return 0
    if (!this.isInteger || countDigits(this.coefficient) + this.exponent > 19) return null
    const whole = this.exponent >= 0 ? this.coefficient * tenTo(this.exponent) : this.coefficient / tenTo(-this.exponent)
    const value = Number(whole)
    return BigInt(value) === whole ? value : null
  }
  toNumber(): number {
    return Number(`${this.coefficient}e${this.exponent}`)
  }
  negated(): Decimal {
    return new Decimal(-this.coefficient, this.exponent)
  }
  abs(): Decimal {
    return this.isNegative ? this.negated() : this
  }
  /** Without zeros at the end behind the point: 1.50 is 1.5, 100 stays. */
  stripped(): Decimal {
    if (this.isZero) return new Decimal(0n, 0)
    return this.exponent >= 0 ? this : stripTo(this.coefficient, this.exponent, 0)
  }
  rescaled(scale: number, mode: Rounding): Decimal | null {
    const target = -scale
    if (this.exponent < target) return finish(dropDigits(this.coefficient, target - this.exponent, false, mode), target)
    if (this.isZero) return new Decimal(0n, Math.max(target, leastExponent))
    const padding = this.exponent - target
    if (padding > mostDigits - countDigits(this.coefficient)) return this // the value is exact already
    return new Decimal(this.coefficient * tenTo(padding), target)
  }

  /** Without exponent: 1000000, 0.00001. Very large or small numbers (beyond 10^60) are written as 1E+100. */
  text(): string {
    const sign = this.isNegative ? '-' : ''
    const digits = absolute(this.coefficient).toString()
    const size = digits.length + this.exponent
    const longest = 60
    if (!this.isZero && (size > longest || size < -longest))
      return `${sign}${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ''}E${size > 0 ? '+' : ''}${size - 1}`
    if (this.exponent >= 0) return this.isZero ? '0' : sign + digits + '0'.repeat(this.exponent)
    if (this.isZero && -this.exponent > longest) return '0'
    const padded = digits.padStart(1 - this.exponent, '0')
    return `${sign}${padded.slice(0, this.exponent)}.${padded.slice(this.exponent)}`
  }
}

/** Takes zeros off the end while the exponent lies below `ideal`. */
export function stripTo(coefficient: bigint, exponent: number, ideal: number): Decimal {
  while (exponent < ideal && coefficient !== 0n && coefficient % 10n === 0n) {
    coefficient /= 10n
    exponent++
  }
  return new Decimal(coefficient, coefficient === 0n ? Math.max(exponent, ideal) : exponent)
}

export function add(a: Decimal, b: Decimal): Decimal | null {
  if (a.exponent === b.exponent) return finish(a.coefficient + b.coefficient, a.exponent)
  if (a.exponent < b.exponent) return add(b, a)
  const gap = a.exponent - b.exponent
  const room = 2 * mostDigits
  const digits = countDigits(a.coefficient)
  if (digits + gap <= room) return finish(a.coefficient * tenTo(gap) + b.coefficient, b.exponent)
  if (a.isZero) return finish(b.coefficient, b.exponent)
  const shift = room - digits // b is so small that it only decides the rounding
  return finish(a.coefficient * tenTo(shift) + (b.isZero ? 0n : b.isNegative ? -1n : 1n), a.exponent - shift)
}
export const subtract = (a: Decimal, b: Decimal): Decimal | null => add(a, b.negated())
export const multiply = (a: Decimal, b: Decimal): Decimal | null => finish(a.coefficient * b.coefficient, a.exponent + b.exponent)

export function divide(a: Decimal, b: Decimal): Decimal | null {
  if (b.isZero) return null
  const ideal = a.exponent - b.exponent
  if (a.isZero) return finish(0n, ideal)
  if (a.coefficient % b.coefficient === 0n) return finish(a.coefficient / b.coefficient, ideal)
  const shift = Math.max(0, mostDigits + 1 + countDigits(b.coefficient) - countDigits(a.coefficient))
  const dividend = a.coefficient * tenTo(shift)
  const quotient = dividend / b.coefficient
  if (dividend % b.coefficient !== 0n) return finish(quotient, ideal - shift, true)
  const exact = stripTo(quotient, ideal - shift, ideal)
  return finish(exact.coefficient, exact.exponent)
}

/** dividend - divisor * floor(dividend / divisor): the sign is the divisor's. */
export function modulo(a: Decimal, b: Decimal): Decimal | null {
  if (b.isZero) return null
  const exponent = Math.min(a.exponent, b.exponent)
  const left = absolute(a.coefficient) * tenTo(a.exponent - exponent)
  const rest = new Decimal(left % (absolute(b.coefficient) * tenTo(b.exponent - exponent)), exponent)
  if (rest.isZero || a.isNegative === b.isNegative) return b.isNegative ? rest.negated() : rest
  const other = subtract(b.abs(), rest)
  return other && b.isNegative ? other.negated() : other
}

/** Below zero, zero or above as a is less than, equal to or greater than b. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.exponent === b.exponent) return a.coefficient < b.coefficient ? -1 : a.coefficient > b.coefficient ? 1 : 0
  const sign = (one: Decimal) => (one.isZero ? 0 : one.isNegative ? -1 : 1)
  if (sign(a) !== sign(b) || a.isZero) return sign(a) - sign(b)
  const sizes = countDigits(a.coefficient) + a.exponent - countDigits(b.coefficient) - b.exponent
  if (sizes) return sizes * sign(a)
  const gap = a.exponent - b.exponent
  const left = gap > 0 ? a.coefficient * tenTo(gap) : a.coefficient
  const right = gap < 0 ? b.coefficient * tenTo(-gap) : b.coefficient
  return left < right ? -1 : left > right ? 1 : 0
}
