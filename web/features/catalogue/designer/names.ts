/** What the formulas, conditions and rules of a form say of its components: by what a name means where it stands. */
import { nameTokens, usesIn, type Origin, type Spot } from '@/shared/feel'
import type { Container, Field, Form } from '@/shared/forms/read'

/** Where a component says something of others. */
export interface Said {
  /** Of the component, where it has one. */
  id: string
  label: string
  part: 'hide' | 'expression' | 'rule' | 'prefill'
  /** Of rules, from 1. */
  number: number
  text: string
}
export interface Meaning extends Spot {
  /** Number of the component, or one of those below. */
  of: number
}
export interface Reading {
  field: Field
  said: Said
  /** Of each name that means something, in the order of the text. */
  means: Meaning[]
  /** The name asked for may be meant, and may not: a text that is no FEEL, one in quotes, a member of something unknown. */
  isUnclear: boolean
}
const nothing = -1
/** `i` of rows. */
const rowNumber = -2
/** applicant, situation. */
const ofHost = -3
const unclear = -4

function resolved(form: Form, at: number, slot: number): number {
  let container = form.containers[at]!
  while (container.outer >= 0 && slot >= container.own) {
    slot = container.outerSlots[slot - container.own]!
    container = form.containers[container.outer]!
  }
  if (slot >= container.own) return ofHost
  return container.members.find((index) => form.fields[index]!.slot === slot) ?? rowNumber
}
const inside = (form: Form, { members }: Container, name: string): number => members.find((index) => form.fields[index]!.slot >= 0 && form.fields[index]!.key === name) ?? nothing
/** A column of a group; what other values have for members is no component. */
function memberOf(form: Form, of: number, name: string): number {
  if (of === unclear) return unclear
  const opens = form.fields[of]?.opens ?? -1
  return opens < 0 ? nothing : inside(form, form.containers[opens]!, name)
}
/** The component that a value comes from, by the groups it is taken out of. */
function sourceOf(form: Form, at: number, origin: Origin | undefined): number {
  if (!origin || origin.isCalled) return unclear
  return origin.path.reduce((of, name) => memberOf(form, of, name), resolved(form, at, origin.slot))
}

function read(form: Form, field: Field, said: Said, asked: string): Reading {
  const start = /^\s*=?/.exec(said.text)![0].length
  const { names } = form.containers[field.container]!
  const uses = usesIn(said.text.slice(start), names.map((name) => ({ name })))
  if (!uses) return { field, said, means: [], isUnclear: nameTokens(said.text).includes(asked) }
  const means: Meaning[] = []
  let isUnclear = uses.texts.some((one) => nameTokens(one.text).includes(asked))
  const take = (of: number, { at, end }: Spot, name: string) => {
    if (of === unclear) isUnclear ||= name === asked
    else if (of !== nothing) means.push({ of, at: start + at, end: start + end })
  }
  const outside = new Map(uses.names.map((one) => [one.at, resolved(form, field.container, one.slot)]))
  for (const one of uses.members) {
    if (!one.items) take(memberOf(form, sourceOf(form, field.container, one.origin), one.name), one, one.name)
    else {
      // Inside list[…] the nearest item that has such a column, else what stands around.
      const found = one.items.map((item) => memberOf(form, sourceOf(form, field.container, item), one.name)).find((of) => of !== nothing)
      take(found ?? outside.get(one.at) ?? nothing, one, one.name)
      outside.delete(one.at)
    }
  }
  for (const one of uses.names) if (outside.has(one.at)) take(outside.get(one.at)!, one, names[one.slot]!)
  return { field, said, means: means.sort((one, other) => one.at - other.at), isUnclear }
}

export const saidBy = ({ source, key }: Field, part: Said['part'], text = '', number = 0): Said => ({ id: source.id ?? '', label: source.label || key || source.type, part, number, text })
/** The texts of a form, of which only some are worth reading. */
export function readingsOf(form: Form, isWorth: (text: string) => boolean, asked = ''): Reading[] {
  return form.fields.flatMap((field) => {
    const { source } = field
    const said = (part: Said['part'], text = '', number = 0) => saidBy(field, part, text, number)
    const texts = [
      said('hide', source.conditional?.hide),
      ...(field.shape === 'computed' ? [said('expression', source.expression)] : []),
      ...(source.validate?.rules ?? []).map((rule, at) => said('rule', rule.expression, at + 1)),
    ]
    return texts.filter((one) => one.text && isWorth(one.text)).map((one) => read(form, field, one, asked))
  })
}
