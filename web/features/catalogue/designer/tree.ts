import { initialAnswers, keyOf, type FormField } from '@/shared/forms'
import { holdsFields, isNote, typeOf } from './kinds'
import { planKey } from './rename'

/** A form while it is drawn: every component has an id, however deep it stands. Nothing here changes what it is given. */
export interface Drawn extends FormField {
  id: string
  components?: Drawn[]
}
export interface Place {
  /** Empty: the form itself. */
  parent: string
  at: number
}

const used = (components: Drawn[]): string[] => components.flatMap((one) => [one.id, ...used(one.components ?? [])])
export const all = (components: Drawn[]): Drawn[] => components.flatMap((one) => [one, ...all(one.components ?? [])])

function freeId(taken: Set<string>): string {
  for (let at = taken.size + 1; ; at++) {
    const id = `Field_${at}`
    if (taken.has(id)) continue
    taken.add(id)
    return id
  }
}
/** Gives an id to what has none, and a new one where an id stands twice. */
export function withIds(components: FormField[], taken = new Set<string>()): Drawn[] {
  return components.map((one) => {
    const id = one.id && !taken.has(one.id) ? one.id : freeId(taken)
    taken.add(id)
    return { ...one, id, ...(holdsFields(one) ? { components: withIds(one.components ?? [], taken) } : {}) } as Drawn
  })
}

export const find = (components: Drawn[], id: string): Drawn | undefined => all(components).find((one) => one.id === id)
export function placeOf(components: Drawn[], id: string, parent = ''): Place | undefined {
  for (const [at, one] of components.entries()) {
    if (one.id === id) return { parent, at }
    const within = placeOf(one.components ?? [], id, one.id)
    if (within) return within
  }
  return undefined
}
export const childrenOf = (components: Drawn[], parent: string): Drawn[] => (parent ? (find(components, parent)?.components ?? []) : components)

function withChildren(components: Drawn[], parent: string, change: (list: Drawn[]) => Drawn[]): Drawn[] {
  if (!parent) return change(components)
  return components.map((one) => (one.id === parent ? { ...one, components: change(one.components ?? []) } : one.components ? { ...one, components: withChildren(one.components, parent, change) } : one))
}
export const put = (components: Drawn[], { parent, at }: Place, field: Drawn): Drawn[] => withChildren(components, parent, (list) => list.toSpliced(at, 0, field))
export const without = (components: Drawn[], id: string): Drawn[] =>
  components.filter((one) => one.id !== id).map((one) => (one.components ? { ...one, components: without(one.components, id) } : one))
export const edited = (components: Drawn[], id: string, change: (field: Drawn) => Drawn): Drawn[] =>
  components.map((one) => (one.id === id ? change(one) : one.components ? { ...one, components: edited(one.components, id, change) } : one))

/** Not into itself, nor into what stands in it. */
export const mayHold = (components: Drawn[], id: string, parent: string): boolean => {
  const moved = find(components, id)
  return !!moved && (!parent || (parent !== id && !all(moved.components ?? []).some((one) => one.id === parent)))
}
export function moved(components: Drawn[], id: string, to: Place): Drawn[] {
  const from = placeOf(components, id)
  const field = find(components, id)
  if (!from || !field || !mayHold(components, id, to.parent)) return components
  const at = from.parent === to.parent && from.at < to.at ? to.at - 1 : to.at
  const { layout: _, ...alone } = field // the line it stood in stays behind
  return put(without(components, id), { parent: to.parent, at }, (from.parent === to.parent ? field : alone) as Drawn)
}

export function freeKey(components: Drawn[], stem: string): string {
  const keys = new Set(all(components).map(keyOf))
  for (let at = 1; ; at++) if (!keys.has(`${stem}_${at}`)) return `${stem}_${at}`
}
/** A new component of a palette kind, ready to be named. */
export function created(components: Drawn[], kind: string, label: string, option = (at: number) => String(at)): Drawn {
  const type = typeOf(kind)
  const field: Drawn = { id: freeId(new Set(used(components))), type, key: '', label }
  if (holdsFields(field)) {
    const { key: _, ...group } = field
    return { ...group, ...(type === 'dynamiclist' ? { path: freeKey(components, 'list') } : {}), ...(kind === 'table' ? { properties: { layout: 'table' } } : {}), components: [] } as unknown as Drawn
  }
  if (isNote(field)) {
    const { key: _, label: words, ...note } = field
    return { ...note, ...(type === 'text' ? { text: words } : {}) } as Drawn
  }
  field.key = freeKey(components, type === 'expression' ? 'result' : 'field')
  if (['radio', 'select', 'checklist'].includes(type)) field.values = [1, 2].map((at) => ({ value: `option_${at}`, label: option(at) }))
  if (type === 'expression') field.expression = ''
  else if (type !== 'checkbox') field.validate = { required: true }
  return field
}

/** The questions that a condition of this component can read: of its own scope and those around it, nothing within itself. */
export function decidersFor(components: Drawn[], id: string): Drawn[] {
  const walk = (list: Drawn[], around: Drawn[][]): Drawn[] | undefined => {
    for (const one of list) {
      if (one.id === id) return around.flatMap((scope) => inScope(scope, id))
      const found = walk(one.components ?? [], keyOf(one) && one.components ? [...around, one.components] : around)
      if (found) return found
    }
    return undefined
  }
  return walk(components, [components]) ?? []
}
/** The questions of a scope: groups without a path belong to it, those with one do not. */
const inScope = (list: Drawn[], but: string): Drawn[] =>
  list.flatMap((one) => (one.id === but ? [] : one.components ? (keyOf(one) ? [] : inScope(one.components, but)) : [one]))

/** What formulas of this component may say: what is of its own scope and those around it, columns by way of their group. Its rules may say itself too. */
export function namesFor(components: Drawn[], id: string, withItself = false): { name: string; label: string }[] {
  const wayTo = (list: Drawn[]): Drawn[] => list.flatMap((one) => (one.id === id ? [one] : wayTo(one.components ?? []).length ? [one, ...wayTo(one.components ?? [])] : []))
  const way = wayTo(components).filter((one) => !withItself || one.id !== id)
  const named = (list: Drawn[], prefix = '', words = ''): { name: string; label: string }[] =>
    list.flatMap((one) => {
      const key = keyOf(one)
      if (isNote(one) || (key && way.includes(one))) return []
      const label = `${words}${one.label || key}`
      return key ? [{ name: `${prefix}${key}`, label }, ...named(one.components ?? [], `${prefix}${key}.`, `${label} › `)] : named(one.components ?? [], prefix, words)
    })
  return [...way.filter((one) => keyOf(one) && one.components).reverse().flatMap((one) => named(one.components!)), ...named(components)]
}

/** Is what a file holds a form? Every component is an object with a type, however deep it stands; the rest is told while designing. */
export function isForm(found: unknown): boolean {
  const { components, fields } = (found ?? {}) as { components?: unknown; fields?: unknown }
  const isList = (list: unknown): boolean =>
    Array.isArray(list) && list.every((one: unknown) => typeof one === 'object' && one !== null && typeof (one as FormField).type === 'string' && ((one as FormField).components === undefined || isList((one as FormField).components)))
  return isList(components ?? fields)
}

/** What came from elsewhere takes free keys, ids and no place of its own: a copy, a question of the bank. */
export function copied(components: Drawn[], source: FormField): Drawn {
  const keys = new Set(all(components).map(keyOf))
  const { id: _, layout: __, ...bare } = source as Drawn
  // In a group without a path its fields stand in the scope around it.
  const inScope = (list: FormField[]): FormField[] => list.flatMap((one) => (keyOf(one) ? [one] : inScope(one.components ?? [])))
  let twin = [bare as FormField]
  const own = inScope(twin).map(keyOf)
  const taken = new Set([...keys, ...own])
  for (const key of own.filter((one) => keys.has(one))) {
    let at = 2
    while (taken.has(`${key}_${at}`)) at++
    taken.add(`${key}_${at}`)
    // What reads it within the copy means the copy.
    twin = planKey(twin, inScope(twin).find((one) => keyOf(one) === key)!, `${key}_${at}`).components
  }
  return withIds(twin, new Set(used(components)))[0]!
}

/** An answer for each field, for trying out. */
export const sampleOf = (components: FormField[]) => initialAnswers(components)
