import type { Session } from './session'
import { FeelRange, type Value } from './value'

const most = 2 ** 27
const known = new WeakMap<object, number>()

/**
 * About how many bytes a value would take if nothing in it were shared: what writing or comparing it costs. A list that holds one list
 * twice doubles it, so forty of those in one another would stop the page for good.
 */
export function weightOf(value: Value): number {
  if (typeof value === 'string') return 16 + value.length
  const isList = Array.isArray(value)
  if (!isList && !(value instanceof Map) && !(value instanceof FeelRange)) return 16
  const before = known.get(value)
  if (before !== undefined) return before
  const parts = isList ? value : value instanceof Map ? [...value.values()] : [value.start, value.end]
  const weight = parts.reduce((sum: number, part) => sum + weightOf(part), 16)
  known.set(value, weight)
  return weight
}
/** The value, unless it is too large to be handled: then evaluation ends. */
export function kept(value: Value, session: Session): Value {
  if (weightOf(value) <= most) return value
  session.stop()
  return null
}
