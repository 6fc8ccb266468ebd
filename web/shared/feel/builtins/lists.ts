import { Decimal } from '../decimal'
import type { Session } from '../session'
import { compare, same, type Value } from '../value'
import { builtin, listBuiltin, number, whole, type Builtin, type Outcome, type Overload } from './builtin'

/** The list an argument stands for; null stands for none. */
const listOf = (value: Value | undefined): Value[] | undefined => (value === null || value === undefined ? undefined : Array.isArray(value) ? value : [value])
/** A function whose first argument is a list. */
function ofList(name: string, parameters: string[], work: (list: Value[], rest: Value[], session: Session) => Outcome, required = parameters.length): Builtin {
  return builtin(name, parameters, ([first, ...rest], session) => {
    const list = listOf(first)
    if (!list) return undefined
    return session.step(list.length + 1) ? work(list, rest, session) : null
  }, required)
}
/** Place from 0 of a position counted from 1 or, negative, from the end. */
function placeOf(position: Value | undefined, size: number): number | undefined {
  const place = position instanceof Decimal && position.isInteger ? whole(position) : null
  if (!place || place > size || place < -size) return undefined
  return place > 0 ? place - 1 : size + place
}

function extreme(wanted: number): Overload['run'] {
  return ([list]) => {
    if (!Array.isArray(list)) return undefined
    if (!list.length) return null
    let best: Value = list[0]!
    for (const item of list) {
      const order = compare(item, best)
      if (order === null) return undefined
      if (order === wanted) best = item
    }
    return best
  }
}
/** all and any: `decides` settles the matter; null beside booleans leaves it open, another kind is refused. */
function junction(decides: boolean): Overload['run'] {
  return ([list]) => {
    if (!Array.isArray(list)) return undefined
    if (list.includes(decides)) return decides
    if (list.some((item) => item !== null && typeof item !== 'boolean')) return undefined
    return list.includes(null) ? null : !decides
  }
}
function sublist(list: Value[], [position, length]: Value[]): Outcome {
  const first = placeOf(position, list.length)
  if (first === undefined) return undefined
  if (length === undefined) return list.slice(first)
  const count = whole(length)
  return count === null || count < 1 || count > list.length - first ? undefined : list.slice(first, first + count)
}
function distinct(lists: Value[], session: Session): Outcome {
  const result: Value[] = []
  for (const one of lists) {
    const list = listOf(one)
    if (!list) return undefined
    for (const item of list) {
      if (!session.step(result.length + 1)) return null
      if (!result.some((known) => same(known, item))) result.push(item)
    }
  }
  return result
}
const flat = (list: Value[]): Value[] => list.flatMap((item) => (Array.isArray(item) ? flat(item) : [item]))

/** list replace(list, position, item) or list replace(list, function(item, newItem) boolean, item) */
function replace(list: Value[], [where, item]: Value[], session: Session): Outcome {
  const isFunction = where !== null && typeof where === 'object' && 'call' in where
  if (!isFunction) {
    const place = placeOf(where, list.length)
    return place === undefined ? undefined : list.with(place, item!)
  }
  const result: Value[] = []
  for (const old of list) {
    const fits = where.call([old, item!], session)
    if (typeof fits !== 'boolean') return undefined
    result.push(fits ? item! : old)
  }
  return result
}

/** Merge sort: an order that contradicts itself harms nothing, a pair without an order ends it. */
function sort(items: Value[], precedes: (a: Value, b: Value) => boolean | null): Value[] | undefined {
  if (items.length < 2) return items
  const middle = Math.floor(items.length / 2)
  const left = sort(items.slice(0, middle), precedes)
  const right = sort(items.slice(middle), precedes)
  if (!left || !right) return undefined
  const result: Value[] = []
  let [i, j] = [0, 0]
  while (i < left.length && j < right.length) {
    const isBefore = precedes(right[j]!, left[i]!)
    if (isBefore === null) return undefined
    result.push(isBefore ? right[j++]! : left[i++]!)
  }
  return [...result, ...left.slice(i), ...right.slice(j)]
}
function sorted(list: Value[], [precedes]: Value[], session: Session): Outcome {
  if (precedes === undefined)
    return sort(list, (a, b) => {
      const order = compare(a, b)
      return order === null ? null : order < 0
    })
  if (precedes === null || typeof precedes !== 'object' || !('call' in precedes)) return undefined
  return sort(list, (a, b) => {
    const answer = session.step() ? precedes.call([a, b], session) : null
    return typeof answer === 'boolean' ? answer : null
  })
}

const several = (name: string, parameters: string[], required: number, run: Overload['run']): Builtin => ({ name, overloads: [{ parameters, required, run, repeatsLast: true }] })

export const lists: Builtin[] = [
  ofList('list contains', ['list', 'element'], (list, [element]) => list.some((item) => same(item, element!))),
  ofList('count', ['list'], (list) => number(list.length)),
  listBuiltin('min', extreme(-1)),
  listBuiltin('max', extreme(1)),
  listBuiltin('all', junction(false)),
  listBuiltin('any', junction(true)),
  ofList('sublist', ['list', 'start position', 'length'], sublist, 2),
  several('append', ['list', 'item'], 2, ([first, ...items]) => {
    const list = listOf(first)
    return list && [...list, ...items]
  }),
  several('concatenate', ['list'], 1, (given) => {
    const all = given.map(listOf)
    return all.every((list) => list !== undefined) ? all.flat(1) : undefined
  }),
  ofList('insert before', ['list', 'position', 'newItem'], (list, [position, item]) => {
    const place = placeOf(position, list.length)
    return place === undefined ? undefined : list.toSpliced(place, 0, item!)
  }),
  ofList('remove', ['list', 'position'], (list, [position]) => {
    const place = placeOf(position, list.length)
    return place === undefined ? undefined : list.toSpliced(place, 1)
  }),
  ofList('reverse', ['list'], (list) => [...list].reverse()),
  ofList('index of', ['list', 'match'], (list, [wanted]) => list.flatMap((item, at) => (same(item, wanted!) ? [number(at + 1)] : []))),
  several('union', ['list'], 1, distinct),
  builtin('distinct values', ['list'], distinct),
  ofList('flatten', ['list'], flat),
  { ...ofList('list replace', ['list', 'position', 'newItem'], replace), overloads: [...ofList('', ['list', 'position', 'newItem'], replace).overloads, ...ofList('', ['list', 'match', 'newItem'], replace).overloads] },
  ofList('sort', ['list', 'precedes'], sorted, 1),
]
