import type { Session } from '../session'
import type { FeelFunction, Value } from '../value'
import type { Builtin, Outcome, Overload } from './builtin'
import { contexts } from './contexts'
import { conversions } from './conversions'
import { dates } from './dates'
import { lists } from './lists'
import { numbers } from './numbers'
import { patterns } from './patterns'
import { ranges } from './ranges'
import { weightOf } from '../weight'
import { strings } from './strings'

export const all: Builtin[] = [...conversions, ...strings, ...patterns, ...lists, ...numbers, ...ranges, ...dates, ...contexts]
const byName = new Map(all.map((one) => [one.name, one]))
export const find = (name: string): Builtin | undefined => byName.get(name)

const takes = (overload: Overload, count: number) => count >= overload.required && (count <= overload.parameters.length || overload.repeatsLast === true)

function tryOverloads(builtin: Builtin, given: Value[], session: Session): Outcome {
  for (const overload of builtin.overloads) {
    if (!takes(overload, given.length)) continue
    const outcome = overload.run(given, session)
    if (outcome !== undefined || session.isStopped) return outcome
  }
  return undefined
}

/** A function goes over what it is given: paid for by weight. */
const pays = (given: Value[], session: Session): boolean => session.step(Math.floor(given.reduce((sum: number, value) => sum + weightOf(value), 0) / 64))

/** The implicit conversion of arguments: a list of one item stands for the item. */
const isSingle = (value: Value): value is Value[] => Array.isArray(value) && value.length === 1
const unwrapped = (value: Value): Value => (isSingle(value) ? value[0]! : value)

export function call(builtin: Builtin, given: Value[], session: Session): Value {
  if (builtin.takesList && given.length && (given.length > 1 || (!Array.isArray(given[0]) && given[0] !== null))) given = [given]
  if (!pays(given, session)) return null
  let outcome = tryOverloads(builtin, given, session)
  if (outcome === undefined && !builtin.overloads.some((overload) => takes(overload, given.length))) return session.warn('feel/argument-count')
  if (outcome === undefined && !session.isStopped && given.some(isSingle))
    outcome = tryOverloads(builtin, given.map(unwrapped), session)
  if (session.isStopped) return null
  return outcome === undefined ? session.warn('feel/arguments') : outcome
}

/** The arguments in the overload's order, or null when a name is strange or one is missing. */
function ordered(overload: Overload, names: string[], given: Value[]): Value[] | null {
  const places = names.map((name) => overload.parameters.indexOf(name))
  if (places.includes(-1) || new Set(places).size < places.length) return null
  if (overload.parameters.slice(0, overload.required).some((_, at) => !places.includes(at))) return null
  const values: Value[] = new Array(Math.max(...places) + 1).fill(null)
  for (const [at, place] of places.entries()) values[place] = given[at]!
  return values
}
/** Whether the names come as the overload has them: before(range: r, point: p) is not before(point: p, range: r). */
function keepsOrder(overload: Overload, names: string[]): boolean {
  const places = names.map((name) => overload.parameters.indexOf(name))
  return places.every((place, at) => place > (places[at - 1] ?? -1))
}
export function callNamed(builtin: Builtin, names: string[], given: Value[], session: Session): Value {
  if (!pays(given, session)) return null
  const isKept = (overload: Overload) => keepsOrder(overload, names)
  for (const overload of [...builtin.overloads.filter(isKept), ...builtin.overloads.filter((one) => !isKept(one))]) {
    const values = ordered(overload, names, given)
    if (!values) continue
    if (builtin.takesList) return call(builtin, values, session)
    let outcome = overload.run(values, session)
    if (outcome === undefined && !session.isStopped && values.some(isSingle)) outcome = overload.run(values.map(unwrapped), session)
    if (session.isStopped) return null
    return outcome === undefined ? session.warn('feel/arguments') : outcome
  }
  return session.warn('feel/argument-name')
}

const values = new Map<Builtin, FeelFunction>()
/** The function as a value. */
export function functionOf(builtin: Builtin): FeelFunction {
  let value = values.get(builtin)
  if (!value) {
    value = {
      kind: 'function',
      name: builtin.name,
      parameters: builtin.overloads[0]!.parameters.map((name) => ({ name })),
      call: (given, session) => call(builtin, given, session),
      callNamed: (names, given, session) => callNamed(builtin, names, given, session),
    }
    values.set(builtin, value)
  }
  return value
}
