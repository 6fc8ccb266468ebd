import { compareDecimals, Decimal } from './decimal'
import {
  DaysDuration, dateText, dateTimeText, daysDurationText, FeelDate, FeelDateTime, FeelTime, MonthsDuration, monthsDurationText, second, timeText, utcSeconds,
} from './temporal'
import { isSimpleWord } from './names'
import type { Session } from './session'
import type { Type } from './types'
import { offsetAtLocal } from './zone'

/** FEEL's values: null, booleans, texts and lists are JavaScript's own, a context is a Map. */
export type Value = null | boolean | string | Decimal | FeelDate | FeelTime | FeelDateTime | DaysDuration | MonthsDuration | Value[] | FeelContext | FeelRange | FeelFunction
export type FeelContext = Map<string, Value>
export type Kind =
  | 'null' | 'boolean' | 'number' | 'string' | 'date' | 'time' | 'date_time' | 'days_duration' | 'months_duration' | 'list' | 'context' | 'range' | 'function'
export type RangeForm = 'interval' | '<' | '<=' | '>' | '>=' | '=' | '!='

export class FeelRange {
  readonly kind = 'range'
  constructor(
    readonly start: Value,
    readonly end: Value,
    readonly startIncluded: boolean,
    readonly endIncluded: boolean,
    readonly form: RangeForm = 'interval',
  ) {}
  static unary(form: RangeForm, bound: Value): FeelRange {
    const isIncluded = form !== '<' && form !== '>' && form !== '!='
    if (form === '<' || form === '<=') return new FeelRange(null, bound, false, isIncluded, form)
    if (form === '=') return new FeelRange(bound, bound, true, true, form)
    return new FeelRange(bound, null, isIncluded, false, form)
  }
  get hasStart(): boolean {
    return this.form !== '<' && this.form !== '<='
  }
  get hasEnd(): boolean {
    return this.form !== '>' && this.form !== '>='
  }
}
export interface FeelFunction {
  readonly kind: 'function'
  readonly name: string
  readonly parameters: readonly { name: string; type?: Type }[]
  /** As far as it is known before the function is called. */
  readonly result?: Type
  call(given: Value[], session: Session): Value
  callNamed(names: string[], given: Value[], session: Session): Value
}

export function kindOf(value: Value): Kind {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'string') return 'string'
  if (Array.isArray(value)) return 'list'
  return value instanceof Map ? 'context' : value.kind
}

export type Order = -1 | 0 | 1 | null
const orderOf = (a: number, b: number): Order => (a < b ? -1 : a > b ? 1 : 0)
/** Texts sort by code points, not by UTF-16. */
function orderOfTexts(a: string, b: string): Order {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    let [left, right] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (left === right) continue
    if (left >= 0xd800 && right >= 0xd800) {
      if (left >= 0xe000) left -= 0x800
      else left += 0x2000
      if (right >= 0xe000) right -= 0x800
      else right += 0x2000
    }
    return left < right ? -1 : 1
  }
  return orderOf(a.length, b.length)
}
// A time of day has no date to ask a named zone with: the first day of 1970 stands for it.
const utcNanoseconds = (time: FeelTime, zone: FeelTime['zone']) => time.nanoseconds - offsetAtLocal(zone, Math.floor(time.nanoseconds / second)) * second
/** Where only one has an offset the other borrows it (DMN 1.5, table 54). */
const compareTimes = (a: FeelTime, b: FeelTime): Order => orderOf(utcNanoseconds(a, a.zone ?? b.zone), utcNanoseconds(b, b.zone ?? a.zone))
function compareMoments(a: FeelDateTime, b: FeelDateTime): Order {
  const withZone = (moment: FeelDateTime, other: FeelDateTime) =>
    moment.time.zone === null && other.time.zone !== null ? new FeelDateTime(moment.date, new FeelTime(moment.time.nanoseconds, other.time.zone)) : moment
  return orderOf(utcSeconds(withZone(a, b)), utcSeconds(withZone(b, a))) || orderOf(a.time.nanoseconds % second, b.time.nanoseconds % second)
}
const compareDates = (a: FeelDate, b: FeelDate): Order => orderOf(a.year, b.year) || orderOf(a.month, b.month) || orderOf(a.day, b.day)
const compareDays = (a: DaysDuration, b: DaysDuration): Order => orderOf(a.seconds, b.seconds) || orderOf(a.nanoseconds, b.nanoseconds)

/** null when the two have no order. */
export function compare(a: Value, b: Value): Order {
  if (typeof a === 'string') return typeof b === 'string' ? orderOfTexts(a, b) : null
  if (a instanceof Decimal) return b instanceof Decimal ? (Math.sign(compareDecimals(a, b)) as Order) : null
  if (a instanceof FeelDate) return b instanceof FeelDate ? compareDates(a, b) : null
  if (a instanceof FeelTime) return b instanceof FeelTime ? compareTimes(a, b) : null
  if (a instanceof FeelDateTime) return b instanceof FeelDateTime ? compareMoments(a, b) : null
  if (a instanceof DaysDuration) return b instanceof DaysDuration ? compareDays(a, b) : null
  if (a instanceof MonthsDuration) return b instanceof MonthsDuration ? orderOf(a.months, b.months) : null
  return null
}

function equalObjects(a: Value, b: Value): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, at) => equal(item, b[at]!) === true)
  if (a instanceof Map && b instanceof Map) return a.size === b.size && [...a].every(([name, member]) => b.has(name) && equal(member, b.get(name)!) === true)
  if (a instanceof FeelRange && b instanceof FeelRange)
    return a.form === b.form && a.startIncluded === b.startIncluded && a.endIncluded === b.endIncluded && equal(a.start, b.start) === true && equal(a.end, b.end) === true
  // FEEL's equality of times looks at hours, minutes and whole seconds.
  if (a instanceof FeelTime && b instanceof FeelTime)
    return (a.zone === null) === (b.zone === null) && Math.trunc(utcNanoseconds(a, a.zone) / second) === Math.trunc(utcNanoseconds(b, b.zone) / second)
  if (a instanceof FeelDateTime && b instanceof FeelDateTime) return (a.time.zone === null) === (b.time.zone === null) && utcSeconds(a) === utcSeconds(b)
  return a === b
}
/** FEEL's `=`; null when the two cannot be compared. */
export function equal(a: Value, b: Value): boolean | null {
  if (a === null || b === null) return a === b
  if (typeof a === 'string' || typeof a === 'boolean') return typeof a === typeof b ? a === b : null
  if (kindOf(a) !== kindOf(b)) return null
  const order = compare(a, b)
  return order === null || a instanceof FeelTime || a instanceof FeelDateTime ? equalObjects(a, b) : order === 0
}
export const same = (a: Value, b: Value): boolean => equal(a, b) === true

function isWithin(order: Order, wanted: Order, isIncluded: boolean): boolean | null {
  if (order === null) return null
  return order === wanted || (isIncluded && order === 0)
}
export function contains(range: FeelRange, value: Value): boolean | null {
  if (range.form === '=') return equal(value, range.start)
  if (range.form === '!=') {
    const isEqual = equal(value, range.start)
    return isEqual === null ? null : !isEqual
  }
  let result: boolean | null = true
  if (range.hasStart) {
    result = isWithin(compare(value, range.start), 1, range.startIncluded)
    if (result === false || !range.hasEnd) return result
  }
  const below = isWithin(compare(value, range.end), -1, range.endIncluded)
  return below === true ? result : below
}

const escapes: Record<string, string> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const quoted = (text: string) => `"${text.replace(/["\\\n\r\t]/g, (sign) => escapes[sign]!)}"`
function rangeText(range: FeelRange): string {
  if (range.form === 'interval') return `${range.startIncluded ? '[' : '('}${literalText(range.start)}..${literalText(range.end)}${range.endIncluded ? ']' : ')'}`
  return `(${range.form} ${literalText(range.hasStart ? range.start : range.end)})`
}

/** The text of `string(value)`. */
export function plainText(value: Value): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return `[${value.map(literalText).join(', ')}]`
  if (value instanceof Map) return `{${[...value].map(([name, member]) => `${isSimpleWord(name) ? name : quoted(name)}: ${literalText(member)}`).join(', ')}}`
  switch (value.kind) {
    case 'number': return value.text()
    case 'date': return dateText(value)
    case 'time': return timeText(value)
    case 'date_time': return dateTimeText(value)
    case 'days_duration': return daysDurationText(value)
    case 'months_duration': return monthsDurationText(value)
    case 'range': return rangeText(value)
    case 'function': return `${value.name || 'function'}(${value.parameters.map((one) => one.name).join(', ')})`
  }
}
/** FEEL text that yields the value. */
export function literalText(value: Value): string {
  if (typeof value === 'string') return quoted(value)
  const isMoment = ['date', 'time', 'date_time', 'days_duration', 'months_duration'].includes(kindOf(value))
  return isMoment ? `@"${plainText(value)}"` : plainText(value)
}
