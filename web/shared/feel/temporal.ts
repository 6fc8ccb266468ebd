import { offsetAtLocal, offsetAtUtc, zoneNamed, type Zone } from './zone'

/** Dates, times and durations; the calendar is the proleptic Gregorian one. */
export const mostYear = 999_999_999
export const secondsPerDay = 86_400
export const second = 1_000_000_000 // in nanoseconds
const day = secondsPerDay * second

export class FeelDate {
  readonly kind = 'date'
  constructor(
    readonly year: number,
    readonly month: number,
    readonly day: number,
  ) {}
}
export class FeelTime {
  readonly kind = 'time'
  /** @param nanoseconds since midnight */
  constructor(
    readonly nanoseconds: number,
    readonly zone: Zone,
  ) {}
}
export class FeelDateTime {
  readonly kind = 'date_time'
  constructor(
    readonly date: FeelDate,
    readonly time: FeelTime,
  ) {}
}
/** Whole seconds (rounded down) and nanoseconds of the next. */
export class DaysDuration {
  readonly kind = 'days_duration'
  constructor(
    readonly seconds: number,
    readonly nanoseconds = 0,
  ) {}
  negated(): DaysDuration {
    return this.nanoseconds === 0 ? new DaysDuration(0 - this.seconds) : new DaysDuration(-this.seconds - 1, second - this.nanoseconds)
  }
}
export class MonthsDuration {
  readonly kind = 'months_duration'
  constructor(readonly months: number) {}
}

const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!
}
export function isValidDate(date: FeelDate): boolean {
  return Math.abs(date.year) <= mostYear && date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= daysInMonth(date.year, date.month)
}

// Counting years from March puts the leap day at a year's end; eras of 400 years repeat exactly.
export function daysFromCivil(date: FeelDate): number {
  const year = date.year - (date.month <= 2 ? 1 : 0)
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear = Math.floor((153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5) + date.day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}
export function civilFromDays(days: number): FeelDate {
  days += 719_468
  const era = Math.floor(days / 146_097)
  const dayOfEra = days - era * 146_097
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return new FeelDate(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1)
}
/** 1 Monday … 7 Sunday */
export function weekday(date: FeelDate): number {
  const days = daysFromCivil(date) + 3
  return days - Math.floor(days / 7) * 7 + 1
}

export const localSeconds = (moment: FeelDateTime): number => daysFromCivil(moment.date) * secondsPerDay + Math.floor(moment.time.nanoseconds / second)
export function utcSeconds(moment: FeelDateTime): number {
  const seconds = localSeconds(moment)
  return seconds - offsetAtLocal(moment.time.zone, seconds)
}
export function fromUtc(seconds: number, nanoseconds: number, zone: Zone): FeelDateTime {
  seconds += offsetAtUtc(zone, seconds)
  const days = Math.floor(seconds / secondsPerDay)
  return new FeelDateTime(civilFromDays(days), new FeelTime((seconds - days * secondsPerDay) * second + nanoseconds, zone))
}
export function addMonths(date: FeelDate, months: number): FeelDate | null {
  const count = date.year * 12 + (date.month - 1) + months
  const year = Math.floor(count / 12)
  if (Math.abs(year) > mostYear) return null
  const month = count - year * 12 + 1
  return new FeelDate(year, month, Math.min(date.day, daysInMonth(year, month)))
}

const nanosecondsOf = (digits: string) => Number(digits.slice(0, 9).padEnd(9, '0'))

export function parseDate(text: string): FeelDate | null {
  const parts = /^(-?)(\d{4}|[1-9]\d{4,8})-(\d\d)-(\d\d)$/.exec(text)
  if (!parts) return null
  const year = Number(parts[2])
  const date = new FeelDate(parts[1] ? -year : year, Number(parts[3]), Number(parts[4]))
  return isValidDate(date) ? date : null
}

function parseZone(text: string): Zone | undefined {
  if (!text) return null
  if (text === 'Z' || text === 'z') return 0
  if (text.startsWith('@')) return zoneNamed(text.slice(1))
  const parts = /^([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text)
  if (!parts) return undefined
  const [minutes, seconds] = [Number(parts[3]), Number(parts[4] ?? 0)]
  const offset = Number(parts[2]) * 3600 + minutes * 60 + seconds
  if (minutes > 59 || seconds > 59 || offset > 18 * 3600) return undefined
  return parts[1] === '-' ? 0 - offset : offset
}

/** 24:00:00 is the end of the day; the caller decides which day midnight belongs to. */
function readTime(text: string): FeelTime | null {
  const parts = /^(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(.*)$/s.exec(text)
  if (!parts) return null
  const [hour, minute, seconds] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const fraction = nanosecondsOf(parts[4] ?? '')
  if (hour > 24 || minute > 59 || seconds > 59 || (hour === 24 && (minute || seconds || fraction))) return null
  const zone = parseZone(parts[5]!)
  return zone === undefined ? null : new FeelTime((hour * 3600 + minute * 60 + seconds) * second + fraction, zone)
}
export function parseTime(text: string): FeelTime | null {
  const time = readTime(text)
  return time && new FeelTime(time.nanoseconds % day, time.zone)
}
export function parseDateTime(text: string): FeelDateTime | null {
  const at = text.indexOf('T')
  const date = parseDate(at < 0 ? text : text.slice(0, at))
  if (!date) return null
  if (at < 0) return new FeelDateTime(date, new FeelTime(0, null))
  const time = readTime(text.slice(at + 1))
  if (!time || time.nanoseconds !== day) return time && new FeelDateTime(date, time)
  const next = civilFromDays(daysFromCivil(date) + 1)
  return isValidDate(next) ? new FeelDateTime(next, new FeelTime(0, time.zone)) : null
}
export function parseDaysDuration(text: string): DaysDuration | null {
  const parts = /^(-?)P(?:(\d+)D)?(?:(T)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$/.exec(text)
  if (!parts) return null
  const hasTime = parts[4] !== undefined || parts[5] !== undefined || parts[6] !== undefined
  if (parts[3] ? !hasTime : parts[2] === undefined) return null
  const part = (at: number) => Number(parts[at] ?? 0)
  const seconds = part(2) * secondsPerDay + part(4) * 3600 + part(5) * 60 + part(6)
  if (!Number.isSafeInteger(seconds)) return null
  const duration = new DaysDuration(seconds, nanosecondsOf(parts[7] ?? ''))
  return parts[1] ? duration.negated() : duration
}
export function parseMonthsDuration(text: string): MonthsDuration | null {
  const parts = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?$/.exec(text)
  if (!parts || (parts[2] === undefined && parts[3] === undefined)) return null
  const months = Number(parts[2] ?? 0) * 12 + Number(parts[3] ?? 0)
  return Number.isSafeInteger(months) ? new MonthsDuration(parts[1] ? 0 - months : months) : null
}

const two = (number: number) => String(number).padStart(2, '0')
const fractionText = (nanoseconds: number) => (nanoseconds ? `.${String(nanoseconds).padStart(9, '0').replace(/0+$/, '')}` : '')
function zoneText(zone: Zone): string {
  if (zone === null) return ''
  if (typeof zone === 'string') return `@${zone}`
  if (zone === 0) return 'Z'
  const size = Math.abs(zone)
  return `${zone < 0 ? '-' : '+'}${two(Math.floor(size / 3600))}:${two(Math.floor(size / 60) % 60)}${size % 60 ? `:${two(size % 60)}` : ''}`
}

export const dateText = (date: FeelDate): string =>
  `${date.year < 0 ? '-' : ''}${String(Math.abs(date.year)).padStart(4, '0')}-${two(date.month)}-${two(date.day)}`
export function timeText(time: FeelTime): string {
  const seconds = Math.floor(time.nanoseconds / second)
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${fractionText(time.nanoseconds % second)}${zoneText(time.zone)}`
}
export const dateTimeText = (moment: FeelDateTime): string => `${dateText(moment.date)}T${timeText(moment.time)}`
export function daysDurationText(duration: DaysDuration): string {
  const isNegative = duration.seconds < 0
  const { seconds, nanoseconds } = isNegative ? duration.negated() : duration
  if (!seconds && !nanoseconds) return 'PT0S'
  const days = Math.floor(seconds / secondsPerDay)
  const [hours, minutes] = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60]
  let text = `${isNegative ? '-' : ''}P${days ? `${days}D` : ''}`
  if (seconds % secondsPerDay === 0 && !nanoseconds) return text
  text += `T${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}`
  return seconds % 60 || nanoseconds ? `${text}${seconds % 60}${fractionText(nanoseconds)}S` : text
}
export function monthsDurationText(duration: MonthsDuration): string {
  const months = Math.abs(duration.months)
  if (!months) return 'P0M'
  return `${duration.months < 0 ? '-' : ''}P${months >= 12 ? `${Math.floor(months / 12)}Y` : ''}${months % 12 ? `${months % 12}M` : ''}`
}
