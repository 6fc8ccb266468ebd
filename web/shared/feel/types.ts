import type { Value } from './value'
import { kindOf, type Kind } from './value'

/** A FEEL type; `anything` when nothing is known. */
export interface Type {
  readonly kind: 'any' | Kind
  readonly element?: Type
  readonly members?: readonly (readonly [string, Type])[]
  readonly parameters?: readonly Type[]
  readonly result?: Type
}
export const anything: Type = { kind: 'any' }
export const boolean: Type = { kind: 'boolean' }
export const listOf = (element: Type): Type => ({ kind: 'list', element })
export const rangeOf = (element: Type): Type => ({ kind: 'range', element })
export const contextOf = (members: (readonly [string, Type])[]): Type => ({ kind: 'context', members })
export const functionOf = (parameters: Type[], result: Type): Type => ({ kind: 'function', parameters, result })
export const hasDetails = (type: Type): boolean => Boolean(type.element || type.members || type.parameters)
export const elementOf = (type: Type): Type => type.element ?? anything
export const memberOf = (type: Type, name: string): Type | undefined => type.members?.find(([known]) => known === name)?.[1]

const names: Record<string, Type['kind']> = {
  Any: 'any', Null: 'null', boolean: 'boolean', number: 'number', string: 'string', date: 'date', time: 'time', 'date and time': 'date_time',
  'days and time duration': 'days_duration', 'years and months duration': 'months_duration', dateTime: 'date_time',
  dayTimeDuration: 'days_duration', yearMonthDuration: 'months_duration', list: 'list', context: 'context', range: 'range', function: 'function',
}
export const typeNamed = (name: string): Type | undefined => (Object.hasOwn(names, name) ? { kind: names[name]! } : undefined)

export function conformsTo(type: Type, other: Type): boolean {
  if (other.kind === 'any' || type.kind === 'null') return true
  if (type.kind !== other.kind) return false
  if (!hasDetails(other)) return true
  switch (type.kind) {
    case 'list':
    case 'range':
      return conformsTo(elementOf(type), elementOf(other))
    case 'context':
      return (other.members ?? []).every(([name, wanted]) => {
        const own = memberOf(type, name)
        return own !== undefined && conformsTo(own, wanted)
      })
    case 'function': {
      const [own, wanted] = [type.parameters ?? [], other.parameters ?? []]
      return own.length === wanted.length && conformsTo(type.result ?? anything, other.result ?? anything) && own.every((one, at) => conformsTo(wanted[at]!, one))
    }
    default:
      return true
  }
}

/** The widest of some types when one holds all of them, otherwise `anything`. */
export function commonType(types: Type[]): Type {
  let common = types[0] ?? anything
  for (const next of types) {
    if (conformsTo(next, common)) continue
    if (!conformsTo(common, next)) return anything
    common = next
  }
  return common
}

export function typeOf(value: Value): Type {
  const kind = kindOf(value)
  if (Array.isArray(value)) return listOf(commonType(value.map(typeOf)))
  if (value instanceof Map) return contextOf([...value].map(([name, member]) => [name, typeOf(member)]))
  if (value !== null && typeof value === 'object' && 'start' in value) return rangeOf(typeOf(value.start ?? value.end))
  if (value !== null && typeof value === 'object' && 'parameters' in value) return functionOf(value.parameters.map((one) => one.type ?? anything), value.result ?? anything)
  return { kind }
}

export function isInstance(value: Value, type: Type): boolean {
  if (value === null) return type.kind === 'null'
  if (type.kind === 'any') return true
  if (kindOf(value) !== type.kind) return false
  if (!hasDetails(type)) return true
  if (Array.isArray(value)) return value.every((item) => conforms(item, elementOf(type)))
  if (value instanceof Map) return (type.members ?? []).every(([name, wanted]) => value.has(name) && conforms(value.get(name)!, wanted))
  if (typeof value === 'object' && 'start' in value) return conforms(value.start, elementOf(type)) && conforms(value.end, elementOf(type))
  return conformsTo(typeOf(value), type)
}
/** May the value be given where the type is asked (null may always)? */
export const conforms = (value: Value, type: Type): boolean => value === null || type.kind === 'any' || isInstance(value, type)
