import { Decimal } from './decimal'
import { FeelRange, kindOf, plainText, type Value } from './value'
import { parseExpression } from './expression'
import { Session } from './session'
import { parseDate, parseDateTime, parseDaysDuration, parseMonthsDuration, parseTime } from './temporal'

function rangeOf(text: string): Value {
  const value = parseExpression(text).evaluate([], new Session())
  return value instanceof FeelRange ? value : null
}
const readers: Record<string, (text: string) => Value> = {
  $number: Decimal.parse, $date: parseDate, $time: parseTime, $dateTime: parseDateTime, $duration: (text) => parseDaysDuration(text) ?? parseMonthsDuration(text), $range: rangeOf,
}

/** JSON as FEEL sees it; {"$date": "2026-03-01"} and the like are what they say. */
export function fromJson(json: unknown): Value {
  if (json === null || json === undefined) return null
  if (typeof json === 'boolean' || typeof json === 'string') return json
  if (typeof json === 'number') return Decimal.fromDouble(json)
  if (Array.isArray(json)) return json.map(fromJson)
  const entries = Object.entries(json as object)
  const [[tag, content] = ['', null]] = entries
  if (entries.length === 1 && tag === '$context') return fromJson(content)
  if (entries.length === 1 && typeof content === 'string' && Object.hasOwn(readers, tag)) return readers[tag]!(content)
  return new Map(entries.filter(([, member]) => member !== undefined).map(([name, member]) => [name, fromJson(member)]))
}

/** Plain JSON: numbers where a double holds them exactly, dates and the rest as text, functions as null. */
export function toJson(value: Value): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(toJson)
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, member]) => [name, toJson(member)]))
  if (value instanceof Decimal) {
    const double = value.toNumber()
    const back = Decimal.fromDouble(double)
    return back && back.stripped().text() === value.stripped().text() ? double : value.text()
  }
  return kindOf(value) === 'function' ? null : plainText(value)
}
