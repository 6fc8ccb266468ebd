import { compare, FeelRange, type Order, type Value } from '../value'
import type { Builtin, Outcome } from './builtin'

/** Allen's relations between points and ranges (DMN 1.5, table 78). */
interface Bound {
  value: Value
  /** -1 or 1 for an end without bound. */
  infinity: number
  isIncluded: boolean
}
interface Span {
  start: Bound
  end: Bound
}
function spanOf(value: Value): Span {
  if (!(value instanceof FeelRange)) return { start: { value, infinity: 0, isIncluded: true }, end: { value, infinity: 0, isIncluded: true } }
  return {
    start: { value: value.start, infinity: value.hasStart ? 0 : -1, isIncluded: value.startIncluded },
    end: { value: value.end, infinity: value.hasEnd ? 0 : 1, isIncluded: value.endIncluded },
  }
}
/** Compares ends; what cannot be compared makes every question unanswerable. */
class Comparer {
  isUnknown = false
  private order(a: Bound, b: Bound): Order {
    if (a.infinity !== b.infinity) return a.infinity < b.infinity ? -1 : 1
    if (a.infinity !== 0) return 0
    const order = compare(a.value, b.value)
    this.isUnknown ||= order === null
    return order
  }
  less = (a: Bound, b: Bound) => this.order(a, b) === -1
  equal = (a: Bound, b: Bound) => this.order(a, b) === 0
}
type Relation = (c: Comparer, a: Span, b: Span) => boolean
type Shape = 'points' | 'point_range' | 'range_point' | 'ranges'

const isBefore: Relation = (c, a, b) => c.less(a.end, b.start) || (c.equal(a.end, b.start) && (!a.end.isIncluded || !b.start.isIncluded))
const meets: Relation = (c, a, b) => a.end.isIncluded && b.start.isIncluded && c.equal(a.end, b.start)
const overlaps: Relation = (c, a, b) =>
  (c.less(b.start, a.end) || (c.equal(a.end, b.start) && a.end.isIncluded && b.start.isIncluded)) &&
  (c.less(a.start, b.end) || (c.equal(a.start, b.end) && a.start.isIncluded && b.end.isIncluded))
const overlapsBefore: Relation = (c, a, b) =>
  (c.less(a.start, b.start) || (c.equal(a.start, b.start) && a.start.isIncluded && !b.start.isIncluded)) &&
  (c.less(b.start, a.end) || (c.equal(a.end, b.start) && a.end.isIncluded && b.start.isIncluded)) &&
  (c.less(a.end, b.end) || (c.equal(a.end, b.end) && (!a.end.isIncluded || b.end.isIncluded)))
const finishes: Relation = (c, a, b) =>
  c.equal(a.end, b.end) && a.end.isIncluded === b.end.isIncluded &&
  (c.less(b.start, a.start) || (c.equal(a.start, b.start) && (!a.start.isIncluded || b.start.isIncluded)))
const includes: Relation = (c, a, b) =>
  (c.less(a.start, b.start) || (c.equal(a.start, b.start) && (a.start.isIncluded || !b.start.isIncluded))) &&
  (c.less(b.end, a.end) || (c.equal(a.end, b.end) && (a.end.isIncluded || !b.end.isIncluded)))
const starts: Relation = (c, a, b) =>
  c.equal(a.start, b.start) && a.start.isIncluded === b.start.isIncluded &&
  (c.less(a.end, b.end) || (c.equal(a.end, b.end) && (!a.end.isIncluded || b.end.isIncluded)))
const coincides: Relation = (c, a, b) =>
  c.equal(a.start, b.start) && c.equal(a.end, b.end) && a.start.isIncluded === b.start.isIncluded && a.end.isIncluded === b.end.isIncluded

const isRange = (value: Value) => value instanceof FeelRange && value.form !== '!='
const shapeOf = (a: Value, b: Value): Shape => (isRange(a) ? (isRange(b) ? 'ranges' : 'range_point') : isRange(b) ? 'point_range' : 'points')
const parametersOf: Record<Shape, string[]> = {
  points: ['point1', 'point2'], point_range: ['point', 'range'], range_point: ['range', 'point'], ranges: ['range1', 'range2'],
}
function relation(name: string, holds: Relation, isSwapped: boolean, shapes: Shape[]): Builtin {
  const run = ([a = null, b = null]: Value[]): Outcome => {
    if (!shapes.includes(shapeOf(a, b))) return undefined
    const comparer = new Comparer()
    const [left, right] = isSwapped ? [spanOf(b), spanOf(a)] : [spanOf(a), spanOf(b)]
    const result = holds(comparer, left, right)
    return comparer.isUnknown ? undefined : result
  }
  return { name, overloads: shapes.map((shape) => ({ parameters: parametersOf[shape], required: 2, run })) }
}
const every: Shape[] = ['points', 'point_range', 'range_point', 'ranges']

export const ranges: Builtin[] = [
  relation('before', isBefore, false, every),
  relation('after', isBefore, true, every),
  relation('meets', meets, false, ['ranges']),
  relation('met by', meets, true, ['ranges']),
  relation('overlaps', overlaps, false, ['ranges']),
  relation('overlaps before', overlapsBefore, false, ['ranges']),
  relation('overlaps after', overlapsBefore, true, ['ranges']),
  relation('finishes', finishes, false, ['point_range', 'ranges']),
  relation('finished by', finishes, true, ['range_point', 'ranges']),
  relation('includes', includes, false, ['range_point', 'ranges']),
  relation('during', includes, true, ['point_range', 'ranges']),
  relation('starts', starts, false, ['point_range', 'ranges']),
  relation('started by', starts, true, ['range_point', 'ranges']),
  relation('coincides', coincides, false, ['points', 'ranges']),
]
