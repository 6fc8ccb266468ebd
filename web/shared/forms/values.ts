import { Decimal, fromJson, parseDate, parseDateTime, parseTime, type Value } from '@/shared/feel'
import type { Shape } from './kinds'
import { isObject, trimmed, type Answer } from './schema'

/** Is there an answer at all? (texts trimmed, false and empty lists are none) */
export function isAnswered(shape: Shape, answer: Answer | undefined): answer is Answer {
  if (answer === null || answer === undefined) return false
  if (typeof answer === 'string') return trimmed(answer) !== ''
  if (Array.isArray(answer)) return answer.length > 0
  if (typeof answer === 'boolean') return answer || shape !== 'yes_no'
  if (isObject(answer)) return Object.values(answer).some((part) => part !== null && part !== undefined && !(typeof part === 'string' && trimmed(part) === ''))
  return true
}

/** JSON of an answer as the value expressions see: dates as dates, numbers in text as numbers; null when there is no answer. */
export function valueOf(shape: Shape, answer: Answer | undefined): Value {
  if (shape === 'yes_no') return answer === true
  if (!isAnswered(shape, answer)) return null
  if (shape === 'period') {
    const end = (name: string): Value => (isObject(answer) && typeof answer[name] === 'string' ? parseDate(answer[name]) : null)
    return isObject(answer) ? new Map([['from', end('from')], ['to', end('to')]]) : null
  }
  if (shape === 'number') return typeof answer === 'string' ? Decimal.parse(trimmed(answer)) : typeof answer === 'number' ? Decimal.fromDouble(answer) : null
  if (shape !== 'text' && shape !== 'date' && shape !== 'time' && shape !== 'date_time') return fromJson(answer)
  if (typeof answer !== 'string') return shape === 'text' ? fromJson(answer) : null
  const text = trimmed(answer)
  switch (shape) {
    case 'date': return parseDate(text)
    case 'time': return parseTime(text.length === 5 ? `${text}:00` : text)
    case 'date_time': return parseDateTime(text.length === 16 ? `${text}:00` : text)
    default: return text
  }
}
