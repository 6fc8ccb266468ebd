import type { Session } from '../session'
import type { FeelContext, Value } from '../value'
import { builtin, type Builtin, type Outcome } from './builtin'

function getValue([context, key]: Value[], session: Session): Outcome {
  if (!(context instanceof Map) || typeof key !== 'string') return undefined
  return context.has(key) ? context.get(key)! : session.warn('feel/no-member')
}
/** get value(m, ["a", "b"]): step by step into contexts. */
function getValueAt([context, keys]: Value[]): Outcome {
  if (!(context instanceof Map) || !Array.isArray(keys) || !keys.length) return undefined
  let value: Value | undefined = context
  for (const key of keys) {
    if (typeof key !== 'string' || !(value instanceof Map)) return undefined
    value = value.get(key)
    if (value === undefined) return undefined
  }
  return value
}
function putAt(context: Value, keys: Value[], value: Value): Outcome {
  const [key, ...rest] = keys
  if (!(context instanceof Map) || typeof key !== 'string') return undefined
  let inner: Outcome = value
  if (rest.length) {
    const nested = context.get(key)
    inner = nested === undefined ? undefined : putAt(nested, rest, value)
    if (inner === undefined) return undefined
  }
  return new Map(context).set(key, inner)
}
function merge([contexts]: Value[]): Outcome {
  if (contexts instanceof Map) return contexts
  if (!Array.isArray(contexts) || !contexts.every((one) => one instanceof Map)) return undefined
  return new Map(contexts.flatMap((one) => [...(one as FeelContext)]))
}
/** context([{key: "a", value: 1}]): the opposite of get entries; a key given twice is refused. */
function contextOf([entries]: Value[]): Outcome {
  const list = entries instanceof Map ? [entries] : entries
  if (!Array.isArray(list)) return undefined
  const context: FeelContext = new Map()
  for (const item of list) {
    const key = item instanceof Map ? item.get('key') : undefined
    const value = item instanceof Map ? item.get('value') : undefined
    if (value === undefined || typeof key !== 'string' || context.has(key)) return undefined
    context.set(key, value)
  }
  return context
}

export const contexts: Builtin[] = [
  { name: 'get value', overloads: [{ parameters: ['m', 'key'], required: 2, run: getValue }, { parameters: ['m', 'keys'], required: 2, run: getValueAt }] },
  builtin('get entries', ['m'], ([context]) =>
    context instanceof Map ? [...context].map(([key, value]): Value => new Map<string, Value>([['key', key], ['value', value]])) : undefined,
  ),
  {
    name: 'context put',
    overloads: [
      { parameters: ['context', 'key', 'value'], required: 3, run: ([context, key, value]) => putAt(context!, [key!], value!) },
      { parameters: ['context', 'keys', 'value'], required: 3, run: ([context, keys, value]) => (Array.isArray(keys) ? putAt(context!, keys, value!) : undefined) },
    ],
  },
  builtin('context merge', ['contexts'], merge),
  builtin('context', ['entries'], contextOf),
]
