import { compareDecimals, Decimal, multiply } from '../decimal'
import { Parser } from '../parser'
import { FeelSyntaxError } from '../reading'
import { Variables } from '../scope'
import {
  DaysDuration, FeelDate, FeelDateTime, FeelTime, isValidDate, MonthsDuration, parseDate, parseDateTime, parseDaysDuration, parseMonthsDuration, parseTime, second,
} from '../temporal'
import { kindOf, plainText, same, type Value } from '../value'
import type { Zone } from '../zone'
import { builtin, number, whole, type Builtin, type Outcome } from './builtin'

function dateFrom(from: Value): Outcome {
  if (typeof from === 'string') return parseDate(from) ?? undefined
  if (from instanceof FeelDateTime) return from.date
  return from instanceof FeelDate ? from : undefined
}
function dateOf(parts: (Value | undefined)[]): FeelDate | undefined {
  const [year, month, day] = parts.map(whole)
  if (year == null || month == null || day == null) return undefined
  const date = new FeelDate(year, month, day)
  return isValidDate(date) ? date : undefined
}
function timeFrom(from: Value): Outcome {
  if (typeof from === 'string') return parseTime(from) ?? undefined
  if (from instanceof FeelDateTime) return from.time
  if (from instanceof FeelDate) return new FeelTime(0, 0)
  return from instanceof FeelTime ? from : undefined
}
function timeOf([hour, minute, seconds, offset]: (Value | undefined)[]): FeelTime | undefined {
  const [h, m] = [whole(hour), whole(minute)]
  if (h === null || m === null || !(seconds instanceof Decimal) || h < 0 || h > 23 || m < 0 || m > 59) return undefined
  const nanoseconds = multiply(seconds, number(second))?.rescaled(0, 'down')?.toInt()
  if (nanoseconds == null || nanoseconds < 0 || nanoseconds >= 60 * second) return undefined
  let zone: Zone = null
  if (offset instanceof DaysDuration) zone = offset.seconds
  else if (offset != null) return undefined
  if (zone !== null && Math.abs(zone) > 18 * 3600) return undefined
  return new FeelTime((h * 3600 + m * 60) * second + nanoseconds, zone)
}
function momentFrom(from: Value): Outcome {
  if (typeof from === 'string') return parseDateTime(from) ?? undefined
  if (from instanceof FeelDate) return new FeelDateTime(from, new FeelTime(0, 0))
  return from instanceof FeelDateTime ? from : undefined
}
function momentOfParts(parts: Value[]): Outcome {
  const date = dateOf(parts.slice(0, 3))
  const time = timeOf(parts.slice(3))
  return date && time && new FeelDateTime(date, time)
}

function numberFrom([from, grouping = null, point = null]: Value[]): Outcome {
  const isSeparator = (value: Value, allowed: string): value is string | null => value === null || (typeof value === 'string' && value.length === 1 && allowed.includes(value))
  if (typeof from !== 'string' || !isSeparator(grouping, ' ,.') || !isSeparator(point, ',.')) return undefined
  if (grouping !== null && grouping === point) return undefined
  const ungrouped = grouping === null ? from : from.replaceAll(grouping, '')
  if (point !== null && point !== '.' && ungrouped.includes('.')) return undefined
  return Decimal.parse(point === null ? ungrouped : ungrouped.replaceAll(point, '.')) ?? undefined
}
function durationFrom(from: Value): Outcome {
  if (from instanceof DaysDuration || from instanceof MonthsDuration) return from
  return typeof from === 'string' ? (parseDaysDuration(from) ?? parseMonthsDuration(from) ?? undefined) : undefined
}

/** Whole months from one day to the other, cut towards zero. */
function monthsBetween([first, last]: Value[]): Outcome {
  const moment = (value: Value | undefined) => (value instanceof FeelDate ? new FeelDateTime(value, new FeelTime(0, null)) : value instanceof FeelDateTime ? value : null)
  const [from, to] = [moment(first), moment(last)]
  if (!from || !to) return undefined
  const months = (to.date.year - from.date.year) * 12 + (to.date.month - from.date.month)
  const rest = to.date.day - from.date.day || to.time.nanoseconds - from.time.nanoseconds
  return new MonthsDuration(months > 0 && rest < 0 ? months - 1 : months < 0 && rest > 0 ? months + 1 : months)
}

function rangeFrom(text: Value): Outcome {
  if (typeof text !== 'string') return undefined
  try {
    return new Parser(text, new Variables([])).parseRangeLiteral() ?? undefined
  } catch (error) {
    if (error instanceof FeelSyntaxError) return undefined
    throw error
  }
}

/** The very same value: other than =, a time keeps its zone and its fractions. */
function isSame(a: Value, b: Value): boolean {
  if (kindOf(a) !== kindOf(b)) return false
  const sameTime = (one: FeelTime, other: FeelTime) => one.nanoseconds === other.nanoseconds && one.zone === other.zone
  if (a instanceof FeelTime && b instanceof FeelTime) return sameTime(a, b)
  if (a instanceof FeelDateTime && b instanceof FeelDateTime) return same(a.date, b.date) && sameTime(a.time, b.time)
  if (a instanceof Decimal && b instanceof Decimal) return compareDecimals(a, b) === 0
  return same(a, b)
}

export const conversions: Builtin[] = [
  {
    name: 'date',
    overloads: [
      { parameters: ['from'], required: 1, run: ([from]) => dateFrom(from!) },
      { parameters: ['year', 'month', 'day'], required: 3, run: dateOf },
    ],
  },
  {
    name: 'time',
    overloads: [
      { parameters: ['from'], required: 1, run: ([from]) => timeFrom(from!) },
      { parameters: ['hour', 'minute', 'second', 'offset'], required: 3, run: timeOf },
    ],
  },
  {
    name: 'date and time',
    overloads: [
      { parameters: ['from'], required: 1, run: ([from]) => momentFrom(from!) },
      {
        parameters: ['date', 'time'],
        required: 2,
        run: ([date, time]) =>
          time instanceof FeelTime && (date instanceof FeelDate || date instanceof FeelDateTime) ? new FeelDateTime(date instanceof FeelDate ? date : date.date, time) : undefined,
      },
      { parameters: ['year', 'month', 'day', 'hour', 'minute', 'second', 'offset'], required: 6, run: momentOfParts },
    ],
  },
  {
    name: 'number',
    overloads: [
      { parameters: ['from'], required: 1, run: numberFrom },
      { parameters: ['from', 'grouping separator', 'decimal separator'], required: 3, run: numberFrom },
    ],
  },
  builtin('string', ['from'], ([from]) => (from === null ? null : plainText(from!))),
  builtin('duration', ['from'], ([from]) => durationFrom(from!)),
  builtin('years and months duration', ['from', 'to'], monthsBetween),
  builtin('range', ['from'], ([from]) => rangeFrom(from!)),
  builtin('not', ['negand'], ([negand]) => (negand === null ? null : typeof negand === 'boolean' ? !negand : undefined)),
  builtin('is', ['value1', 'value2'], ([a, b]) => isSame(a!, b!)),
]
