import { Decimal } from './decimal'
import { DaysDuration, FeelDate, FeelDateTime, FeelTime, localSeconds, MonthsDuration, second, weekday } from './temporal'
import { FeelRange, type Value } from './value'
import { offsetAtLocal } from './zone'

/** Dates, times, durations and ranges have these instead of members. */
const names = new Set([
  'year', 'month', 'day', 'weekday', 'hour', 'minute', 'second', 'time offset', 'timezone', 'years', 'months', 'days', 'hours', 'minutes', 'seconds',
  'start', 'end', 'start included', 'end included',
])
export const isProperty = (name: string): boolean => names.has(name)

const whole = (value: number) => Decimal.of(value)
/** Seconds with their fraction, without zeros at the end. */
const secondsValue = (seconds: number, nanoseconds: number) =>
  nanoseconds === 0 ? whole(seconds) : new Decimal(BigInt(seconds) * BigInt(second) + BigInt(nanoseconds), -9).stripped()

function ofDate(date: FeelDate, name: string): Value | undefined {
  switch (name) {
    case 'year': return whole(date.year)
    case 'month': return whole(date.month)
    case 'day': return whole(date.day)
    case 'weekday': return whole(weekday(date))
  }
  return undefined
}
function ofTime(moment: FeelDateTime, name: string): Value | undefined {
  const { nanoseconds, zone } = moment.time
  const seconds = Math.floor(nanoseconds / second)
  switch (name) {
    case 'hour': return whole(Math.floor(seconds / 3600))
    case 'minute': return whole(Math.floor(seconds / 60) % 60)
    case 'second': return secondsValue(seconds % 60, nanoseconds % second)
    case 'time offset': return zone === null ? null : new DaysDuration(offsetAtLocal(zone, localSeconds(moment)))
    case 'timezone': return typeof zone === 'string' ? zone : null
  }
  return undefined
}
/** Counted towards zero: -P1DT2H has -1 days and -2 hours. */
function ofDays(duration: DaysDuration, name: string): Value | undefined {
  const isCut = duration.seconds < 0 && duration.nanoseconds !== 0
  const seconds = duration.seconds + (isCut ? 1 : 0)
  const part = (value: number) => whole(Math.trunc(value) + 0)
  switch (name) {
    case 'days': return part(seconds / 86_400)
    case 'hours': return part((seconds / 3600) % 24)
    case 'minutes': return part((seconds / 60) % 60)
    case 'seconds': return secondsValue((seconds % 60) + 0, duration.nanoseconds - (isCut ? second : 0))
  }
  return undefined
}
function ofRange(range: FeelRange, name: string): Value | undefined {
  switch (name) {
    case 'start': return range.start
    case 'end': return range.end
    case 'start included': return range.startIncluded
    case 'end included': return range.endIncluded
  }
  return undefined
}

/** undefined when the value has no such property. */
export function findProperty(value: Value, name: string): Value | undefined {
  if (value instanceof FeelDate) return ofDate(value, name)
  if (value instanceof FeelTime) return ofTime(new FeelDateTime(new FeelDate(1970, 1, 1), value), name)
  if (value instanceof FeelDateTime) return ofDate(value.date, name) ?? ofTime(value, name)
  if (value instanceof DaysDuration) return ofDays(value, name)
  if (value instanceof MonthsDuration) {
    if (name === 'years') return whole(Math.trunc(value.months / 12) + 0)
    return name === 'months' ? whole((value.months % 12) + 0) : undefined
  }
  return value instanceof FeelRange ? ofRange(value, name) : undefined
}
