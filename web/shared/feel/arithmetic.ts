import { add, Decimal, divide, finish, multiply, subtract } from './decimal'
import { power } from './powers'
import {
  addMonths, civilFromDays, daysFromCivil, DaysDuration, FeelDate, FeelDateTime, FeelTime, fromUtc, isValidDate, localSeconds, MonthsDuration, mostYear, second,
  secondsPerDay, utcSeconds,
} from './temporal'
import type { Value } from './value'

// One day more than the years FEEL has.
const mostSeconds = 400 * mostYear * secondsPerDay
const isModerate = (duration: DaysDuration) => Math.abs(duration.seconds) < mostSeconds
type Moment = FeelDate | FeelTime | FeelDateTime
const hasDate = (value: Value): value is FeelDate | FeelDateTime => value instanceof FeelDate || value instanceof FeelDateTime
const isMoment = (value: Value): value is Moment => hasDate(value) || value instanceof FeelTime

function sum(a: DaysDuration, b: DaysDuration): DaysDuration {
  const nanoseconds = a.nanoseconds + b.nanoseconds
  const carries = nanoseconds >= second
  return new DaysDuration(a.seconds + b.seconds + (carries ? 1 : 0), carries ? nanoseconds - second : nanoseconds)
}

/** Wall clock plus seconds; for a moment with a named zone elapsed time counts. */
function plus(moment: Moment, duration: DaysDuration): Value {
  if (moment instanceof FeelTime) {
    const seconds = duration.seconds - Math.floor(duration.seconds / secondsPerDay) * secondsPerDay
    return new FeelTime((moment.nanoseconds + seconds * second + duration.nanoseconds) % (secondsPerDay * second), moment.zone)
  }
  if (!isModerate(duration)) return null
  if (moment instanceof FeelDate) {
    const date = civilFromDays(daysFromCivil(moment) + Math.floor(duration.seconds / secondsPerDay))
    return isValidDate(date) ? date : null
  }
  const { zone } = moment.time
  const isNamed = typeof zone === 'string'
  const nanoseconds = (moment.time.nanoseconds % second) + duration.nanoseconds
  const seconds = (isNamed ? utcSeconds(moment) : localSeconds(moment)) + duration.seconds + Math.floor(nanoseconds / second)
  const result = fromUtc(seconds, nanoseconds % second, isNamed ? zone : null)
  return isValidDate(result.date) ? new FeelDateTime(result.date, new FeelTime(result.time.nanoseconds, zone)) : null
}
function plusMonths(moment: FeelDate | FeelDateTime, months: number): Value {
  if (moment instanceof FeelDate) return addMonths(moment, months)
  const date = addMonths(moment.date, months)
  return date && new FeelDateTime(date, moment.time)
}
/** A date counts as midnight in UTC. */
const momentOf = (value: FeelDate | FeelDateTime) => (value instanceof FeelDate ? new FeelDateTime(value, new FeelTime(0, 0)) : value)
function difference(a: FeelDateTime, b: FeelDateTime): Value {
  if ((a.time.zone === null) !== (b.time.zone === null)) return null
  return sum(new DaysDuration(utcSeconds(a), a.time.nanoseconds % second), new DaysDuration(utcSeconds(b), b.time.nanoseconds % second).negated())
}

const secondsOf = (duration: DaysDuration): Decimal => finish(BigInt(duration.seconds) * BigInt(second) + BigInt(duration.nanoseconds), -9)!
function daysValue(seconds: Decimal | null): Value {
  const nanoseconds = seconds?.rescaled(9, 'half_even')
  const whole = nanoseconds?.rescaled(0, 'floor')
  const count = whole?.toInt()
  if (!nanoseconds || count === null || count === undefined) return null
  return new DaysDuration(count, Math.round(subtract(nanoseconds, whole!)!.toNumber() * second))
}
function monthsValue(months: Decimal | null): Value {
  const count = months?.rescaled(0, 'down')?.toInt()
  return count === null || count === undefined ? null : new MonthsDuration(count)
}

export function addValues(a: Value, b: Value): Value {
  if (a instanceof Decimal && b instanceof Decimal) return add(a, b)
  if (typeof a === 'string' && typeof b === 'string') return a + b
  if (a instanceof MonthsDuration && b instanceof MonthsDuration) return new MonthsDuration(a.months + b.months)
  if (a instanceof DaysDuration && b instanceof DaysDuration) return isModerate(a) && isModerate(b) ? sum(a, b) : null
  if (isMoment(a) && b instanceof DaysDuration) return plus(a, b)
  if (isMoment(b) && a instanceof DaysDuration) return plus(b, a)
  if (hasDate(a) && b instanceof MonthsDuration) return plusMonths(a, b.months)
  return hasDate(b) && a instanceof MonthsDuration ? plusMonths(b, a.months) : null
}

export function negatedValue(value: Value): Value {
  if (value instanceof Decimal) return value.negated()
  if (value instanceof DaysDuration) return isModerate(value) ? value.negated() : null
  return value instanceof MonthsDuration ? new MonthsDuration(0 - value.months) : null
}

export function subtractValues(a: Value, b: Value): Value {
  if (a instanceof Decimal && b instanceof Decimal) return subtract(a, b)
  if (hasDate(a) && hasDate(b)) {
    if (a instanceof FeelDate && b instanceof FeelDate) return new DaysDuration((daysFromCivil(a) - daysFromCivil(b)) * secondsPerDay)
    return difference(momentOf(a), momentOf(b))
  }
  const day = new FeelDate(1970, 1, 1)
  if (a instanceof FeelTime && b instanceof FeelTime) return difference(new FeelDateTime(day, a), new FeelDateTime(day, b))
  if (b instanceof DaysDuration && (isMoment(a) || a instanceof DaysDuration)) return addValues(a, negatedValue(b))
  return b instanceof MonthsDuration && (isMoment(a) || a instanceof MonthsDuration) ? addValues(a, negatedValue(b)) : null
}

export function multiplyValues(a: Value, b: Value): Value {
  if (a instanceof Decimal && b instanceof Decimal) return multiply(a, b)
  if (b instanceof Decimal && a instanceof DaysDuration) return daysValue(multiply(secondsOf(a), b))
  if (b instanceof Decimal && a instanceof MonthsDuration) return monthsValue(multiply(Decimal.of(a.months), b))
  return a instanceof Decimal && (b instanceof DaysDuration || b instanceof MonthsDuration) ? multiplyValues(b, a) : null
}

export function divideValues(a: Value, b: Value): Value {
  if (a instanceof Decimal && b instanceof Decimal) return divide(a, b)
  if (a instanceof DaysDuration) {
    if (b instanceof Decimal) return b.isZero ? null : daysValue(divide(secondsOf(a), b))
    return b instanceof DaysDuration ? divide(secondsOf(a), secondsOf(b)) : null
  }
  if (!(a instanceof MonthsDuration)) return null
  if (b instanceof Decimal) return monthsValue(divide(Decimal.of(a.months), b))
  return b instanceof MonthsDuration ? divide(Decimal.of(a.months), Decimal.of(b.months)) : null
}

export const powerOfValues = (a: Value, b: Value): Value => (a instanceof Decimal && b instanceof Decimal ? power(a, b) : null)
