import { componentsOf, keyOf, type FormField, type FormSchema } from '@/shared/forms'

/** One component that two versions of a form do not have alike. */
export interface FormChange {
  kind: 'added' | 'removed' | 'changed' | 'reordered'
  field: FormField
  /** What differs, by name of the property: "label", "validate.required". */
  parts: { name: string; before: unknown; after: unknown }[]
}
interface Placed {
  field: FormField
  within: string
  at: number
}

function placed(components: FormField[], within = '', found = new Map<string, Placed>()): Map<string, Placed> {
  components.forEach((field, at) => {
    const name = keyOf(field) ? `${within}/${keyOf(field)}` : `${within}#${field.id ?? `${field.type}:${field.label ?? field.text ?? at}`}`
    found.set(name, { field, within, at })
    placed(field.components ?? [], keyOf(field) ? name : within, found)
  })
  return found
}
/** `validate` and `properties` part by part; marks of the designer are no difference. */
function flat(field: FormField): Map<string, unknown> {
  const parts = new Map<string, unknown>()
  for (const [name, value] of Object.entries(field)) {
    if (['id', 'components', 'layout'].includes(name) || value === undefined || value === '') continue
    if (['validate', 'properties', 'conditional'].includes(name) && typeof value === 'object' && value !== null) for (const [part, inner] of Object.entries(value)) parts.set(`${name}.${part}`, inner)
    else parts.set(name, value)
  }
  return parts
}
const untold = ['label', 'type', 'text', 'properties.bank_question', 'properties.example', 'properties.layout']
/** What a component that is new, or gone, says besides its title and kind: whoever reviews it sees nothing else of it. */
const said = (field: FormField, isNew: boolean): FormChange['parts'] =>
  [...flat(field)].flatMap(([name, value]) => (untold.includes(name) ? [] : [{ name, before: isNew ? undefined : value, after: isNew ? value : undefined }]))
function differences(before: FormField, after: FormField): FormChange['parts'] {
  const [a, b] = [flat(before), flat(after)]
  return [...new Set([...a.keys(), ...b.keys()])].filter((name) => JSON.stringify(a.get(name)) !== JSON.stringify(b.get(name))).map((name) => ({ name, before: a.get(name), after: b.get(name) }))
}

/** Fields are known by key and the group they stand in: a changed title is a change, not another field. */
export function formChanges(before: FormSchema | undefined, after: FormSchema | undefined): FormChange[] {
  const [a, b] = [placed(componentsOf(before)), placed(componentsOf(after))]
  const changes: FormChange[] = []
  const stayed = [...b.keys()].filter((name) => a.has(name))
  const order = [...a.keys()].filter((name) => b.has(name))
  for (const [name, { field }] of b) {
    const old = a.get(name)
    if (!old) changes.push({ kind: 'added', field, parts: said(field, true) })
    else {
      const parts = differences(old.field, field)
      if (parts.length) changes.push({ kind: 'changed', field, parts })
      else if (stayed.indexOf(name) !== order.indexOf(name)) changes.push({ kind: 'reordered', field, parts: [] })
    }
  }
  for (const [name, { field }] of a) if (!b.has(name)) changes.push({ kind: 'removed', field, parts: said(field, false) })
  return changes
}
