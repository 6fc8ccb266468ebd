/** A key is changed with every formula, condition and rule of the form that reads it: by what they mean, not by their letters. */
import { isNameOfFeel, meansTheSame, renamedAt, type Spot } from '@/shared/feel'
import { isObject, keyOf, type Answer, type FormField } from '@/shared/forms'
import { isKey, readForm, type Field, type Form } from '@/shared/forms/read'
import { holdsFields } from './kinds'
import { readingsOf, saidBy, type Reading, type Said } from './names'

export type { Said } from './names'
export interface KeyRenaming<T extends FormField = FormField> {
  before: string
  /** As processes and rules read what moves with the key, the groups around it included: “staff.wage” is “staff.pay” from then on, nothing where a group lost its key. */
  paths: { before: string; after: string }[]
  key: string
  /** Why it cannot be: none, no key, one of another component, one that means something else somewhere. */
  problem: '' | 'missing' | 'invalid' | 'taken' | 'meaning'
  /** The form with the new key wherever it is surely meant. */
  components: T[]
  followed: Said[]
  /** What says the old key, or may say it, and stays as it is: a person has to look. */
  left: Said[]
}
interface Edit extends Spot {
  to: string
}

/** What stands in a group, in groups without a key too. */
const heldBy = (form: Form, group: Field): number[] => group.children.flatMap((at) => (form.fields[at]!.opens < 0 && form.fields[at]!.children.length ? [at, ...heldBy(form, form.fields[at]!)] : [at]))
function isWithin(form: Form, { index, parent }: Field, group: Field): boolean {
  return index === group.index || (parent >= 0 && isWithin(form, form.fields[parent]!, group))
}

/** How one text says the new key. A group that gets its first key comes before what stands in it: `b` is `g.b` from then on, and back. */
function editsOf(form: Form, { field, said, means }: Reading, target: Field, key: string): Edit[] {
  if (target.key && key) return means.filter((one) => one.of === target.index).map((one) => ({ ...one, to: key }))
  if (isWithin(form, field, target)) return []
  const held = new Set(heldBy(form, target))
  if (key) return means.filter((one) => held.has(one.of)).map((one) => ({ ...one, to: `${key}.${said.text.slice(one.at, one.end)}` }))
  return means.flatMap((one, at) => {
    const next = means[at + 1]
    return one.of === target.index && next && held.has(next.of) && /^\s*\.\s*$/.test(said.text.slice(one.end, next.at)) ? [{ at: one.at, end: next.at, to: '' }] : []
  })
}
function edited(field: FormField, changes: { said: Said; text: string }[]): FormField {
  const text = (part: Said['part'], number = 0) => changes.find((one) => one.said.part === part && one.said.number === number)?.text
  const [hide, expression] = [text('hide'), text('expression')]
  const hasRules = changes.some((one) => one.said.part === 'rule')
  return {
    ...field,
    ...(hide === undefined ? {} : { conditional: { ...field.conditional, hide } }),
    ...(expression === undefined ? {} : { expression }),
    ...(hasRules ? { validate: { ...field.validate, rules: field.validate!.rules!.map((rule, at) => ({ ...rule, expression: text('rule', at + 1) ?? rule.expression })) } } : {}),
  }
}
const withKey = (field: FormField, key: string): FormField => {
  if (!holdsFields(field)) return { ...field, key }
  const { path: _, ...rest } = field
  return key ? { ...rest, path: key } : rest
}
/** Earlier applications keep their answers under the key of before. */
function asksEarlier({ source, container, key }: Field, target: Field): boolean {
  const prefill = source.properties?.prefill
  return target.container === 0 && (prefill === `earlier.${target.key}` || (prefill === 'earlier' && container === 0 && key === target.key))
}

function problemOf(form: Form, target: Field, key: string): KeyRenaming['problem'] {
  if (!key) return target.source.type === 'group' ? '' : 'missing'
  if (!isKey(key) || !isNameOfFeel(key)) return 'invalid'
  return form.containers[target.container]!.members.some((at) => at !== target.index && form.fields[at]!.key === key) ? 'taken' : ''
}
/** Every name that is not changed still means what it meant. */
function keepsMeaning(before: Reading[], now: Reading[], target: Field, key: string): boolean {
  return before.every((one) => {
    const same = now.find((other) => other.field.index === one.field.index && other.said.part === one.said.part && other.said.number === one.said.number)
    const kept = one.means.map(({ of }) => of).filter((of) => key || of !== target.index)
    return meansTheSame(kept, same?.means.map(({ of }) => of) ?? [], target.index, key)
  })
}

function pathOf(form: Form, { container, key }: Field): string {
  const around = form.containers[container]!.field
  return around < 0 ? key : `${pathOf(form, form.fields[around]!)}.${key}`
}

/** The first key of a group comes before each field that was read without it. */
function pathsOf(form: Form, target: Field, key: string): KeyRenaming['paths'] {
  const moves = target.key ? [target] : heldBy(form, target).map((at) => form.fields[at]!).filter((field) => field.key)
  return moves.map((field) => {
    const before = pathOf(form, field)
    const around = before.slice(0, before.length - field.key.length)
    return { before, after: target.key ? key && around + key : `${around}${key}.${field.key}` }
  })
}

/** `source`: one of these components, however deep it stands. */
export function planKey<T extends FormField>(components: T[], source: FormField, next: string): KeyRenaming<T> {
  const key = next.trim()
  const before = keyOf(source)
  const form = readForm({ components })
  const target = form.fields.find((field) => field.source === source)
  if (!target) return { before, paths: [], key, problem: 'invalid', components, followed: [], left: [] } // beyond what a form may hold
  // A doubled key is that of the first who has it: nothing follows the others.
  const isRead = target.slot >= 0 || (!before && holdsFields(source))
  const isWorth = before && key ? (text: string) => text.includes(before) || text.includes(key) : () => true
  const readings = isRead ? readingsOf(form, isWorth, before) : []
  const changes = readings.flatMap((one) => {
    const edits = editsOf(form, one, target, key)
    return edits.length ? [{ ...one, text: renamedAt(one.said.text, edits) }] : []
  })
  const apply = (list: FormField[]): FormField[] =>
    list.map((field) => {
      const mine = changes.filter((one) => one.field.source === field)
      const said = mine.length ? edited(field, mine) : field
      const named = field === source ? withKey(said, key) : said
      return field.components ? { ...named, components: apply(field.components) } : named
    })
  const after = apply(components) as T[]
  const faults = () => {
    const now = readForm({ components: after })
    if (now.problems.filter((one) => one.rule === 'field/key-doubled').length > form.problems.filter((one) => one.rule === 'field/key-doubled').length) return 'taken'
    return keepsMeaning(readings, readingsOf(now, isWorth), target, key) ? '' : 'meaning'
  }
  const isSaidWhole = (one: Reading) => !key && one.means.filter(({ of }) => of === target.index).length > editsOf(form, one, target, key).length
  return {
    before, paths: pathsOf(form, target, key), key, problem: problemOf(form, target, key) || faults(), components: after, followed: changes.map((one) => one.said),
    left: [
      ...readings.filter((one) => one.isUnclear || isSaidWhole(one)).map((one) => one.said),
      ...(before ? form.fields.filter((field) => asksEarlier(field, target)).map((field) => saidBy(field, 'prefill')) : []),
    ],
  }
}

type Given = Record<string, Answer | undefined>
/** Answers that are kept to try the form with, as they stand under the new key. */
export function answersWith(components: FormField[], source: FormField, key: string, given: Given): Given {
  let next = given
  for (const field of components) {
    const name = keyOf(field)
    const inner = field.components ?? []
    const within = (one: Answer): Answer => (isObject(one) ? (answersWith(inner, source, key, one) as Answer) : one)
    if (!name) next = answersWith(inner, source, key, next)
    else if (inner.length && next[name] !== undefined) next = { ...next, [name]: Array.isArray(next[name]) ? next[name].map(within) : within(next[name]!) }
    if (field === source) next = moved(field, key, next)
  }
  return next
}
function moved(field: FormField, key: string, given: Given): Given {
  const name = keyOf(field)
  if (name && key) return Object.fromEntries(Object.entries(given).map(([one, answer]) => [one === name ? key : one, answer]))
  if (name) {
    const { [name]: own, ...rest } = given
    return isObject(own) ? { ...rest, ...own } : rest
  }
  const held = new Set(flat(field.components ?? []))
  const part = (isIn: boolean) => Object.fromEntries(Object.entries(given).filter(([one]) => held.has(one) === isIn))
  return Object.keys(part(true)).length ? { ...part(false), [key]: part(true) as Answer } : given
}
const flat = (components: FormField[]): string[] => components.flatMap((one) => (keyOf(one) ? [keyOf(one)] : flat(one.components ?? [])))
