/** Boxes: tables, literals, contexts, lists, relations, invocations, functions, conditionals, filters and iterators, as people read them. */
import { table, type Table } from './tables'
import { change, kid, kids, placeOf, words } from './xml'

export const boxNames = ['decisionTable', 'literalExpression', 'context', 'list', 'relation', 'invocation', 'functionDefinition', 'conditional', 'filter', 'for', 'every', 'some'] as const
export type BoxKind = (typeof boxNames)[number]

/** A named part of a box: an entry of a context, a binding, what a conditional answers. */
export interface Part {
  /** '' where the standard gives the part no name of its own. */
  name: string
  role: 'entry' | 'result' | 'item' | 'called' | 'binding' | 'body' | 'if' | 'then' | 'else' | 'in' | 'match' | 'return' | 'satisfies'
  /** Of the element that holds the name and the box. */
  place: string
  box: Box | null
}
export interface Named {
  name: string
  type: string
  place: string
}
export interface Box {
  kind: BoxKind
  place: string
  /** Of literals. */
  text: string
  type: string
  parts: Part[]
  /** Of relations. */
  columns: Named[]
  rows: { place: string; cells: Box[] }[]
  /** Of functions: names with types. */
  parameters: Named[]
  /** Of iterators. */
  variable: string
  table: Table | null
  /** Functions in other languages are shown and stay as they are. */
  isForeign: boolean
}

export const isBox = (of: Element) => (boxNames as readonly string[]).includes(of.localName)
export const boxesIn = (of: Element) => [...of.children].filter(isBox)
export const isForeign = (of: Element) => ['functionDefinition', 'encapsulatedLogic'].includes(of.localName) && !['', 'FEEL', 'F'].includes(of.getAttribute('kind') ?? '')
const nameOf = (of: Element | undefined) => of?.getAttribute('name') ?? ''
const named = (of: Element, outer: string): Named => ({ name: nameOf(of), type: of.getAttribute('typeRef') ?? '', place: placeOf(of, outer) })
const roleNames: readonly string[] = ['if', 'then', 'else', 'in', 'match', 'return', 'satisfies']

function part(holder: Element, place: string, role: Part['role'], name = ''): Part {
  const inner = boxesIn(holder)[0]
  return { name, role, place, box: inner ? box(inner, placeOf(inner, place)) : null }
}
function itself(of: Element, outer: string, role: Part['role']): Part {
  const place = placeOf(of, outer)
  return { name: '', role, place, box: box(of, place) }
}

/** Children of a box that hold other boxes, each in its role. */
function partsOf(of: Element, place: string): Part[] {
  switch (of.localName) {
    case 'decisionTable': case 'literalExpression': case 'relation': return []
    case 'functionDefinition': case 'encapsulatedLogic': return [part(of, place, 'body')]
    case 'list': return boxesIn(of).map((one) => itself(one, place, 'item'))
    case 'context':
      return kids(of, 'contextEntry').map((entry) => {
        const variable = kid(entry, 'variable')
        return part(entry, placeOf(entry, place), variable ? 'entry' : 'result', nameOf(variable))
      })
    case 'invocation':
      return [...boxesIn(of).map((one) => itself(one, place, 'called')), ...kids(of, 'binding').map((one) => part(one, placeOf(one, place), 'binding', nameOf(kid(one, 'parameter'))))]
    default: return [...of.children].filter((one) => roleNames.includes(one.localName)).map((one) => part(one, placeOf(one, place), one.localName as Part['role']))
  }
}

function box(of: Element, place: string): Box {
  return {
    kind: of.localName === 'encapsulatedLogic' ? 'functionDefinition' : (of.localName as BoxKind),
    place,
    text: of.localName === 'literalExpression' ? words(of) : '',
    type: of.getAttribute('typeRef') ?? '',
    parts: partsOf(of, place),
    columns: of.localName === 'relation' ? kids(of, 'column').map((one) => named(one, place)) : [],
    rows: kids(of, 'row').map((row) => ({ place: placeOf(row, place), cells: boxesIn(row).map((one) => box(one, placeOf(one, placeOf(row, place)))) })),
    parameters: kids(of, 'formalParameter').map((one) => named(one, place)),
    variable: of.getAttribute('iteratorVariable') ?? '',
    table: of.localName === 'decisionTable' ? table(of, place) : null,
    isForeign: isForeign(of),
  }
}

/** The box of a decision, or the function of a knowledge model. */
export function readBox(holder: Element): Box | null {
  const inner = boxesIn(holder)[0] ?? kid(holder, 'encapsulatedLogic')
  return inner ? box(inner, placeOf(inner, holder.id)) : null
}
/** The tables in a box, itself among them, in the order they are drawn. */
export const tablesIn = (of: Box | null): Table[] => (!of ? [] : of.table ? [of.table] : of.parts.flatMap((one) => tablesIn(one.box)))

// ---- changes -----------------------------------------------------------------------------------------------------------

export const setText = (xml: string, place: string, text: string) => change(xml, (edit) => edit.write(edit.by(place), text.trim()))

export type Addition = 'entry' | 'result' | 'item' | 'binding' | 'column' | 'row' | 'parameter'
/** One more entry, item, binding, column, row or parameter, at the end; the result of a context stays last. */
export const addPart = (xml: string, place: string, what: Addition, name: string) =>
  change(xml, (edit) => {
    const of = edit.by(place)
    const blank = () => edit.entry('literalExpression', 'null')
    if (what === 'item') return of.append(blank())
    if (what === 'row') {
      const row = edit.make('row', 'row')
      row.append(...kids(of, 'column').map(blank))
      return of.append(row)
    }
    if (what === 'column' || what === 'parameter') {
      const made = edit.named(what === 'column' ? 'column' : 'formalParameter', what, name)
      const last = kids(of, made.localName).at(-1)
      if (last) last.after(made)
      else of.prepend(made)
      if (what === 'column') kids(of, 'row').forEach((row) => row.append(blank()))
      return
    }
    const made = edit.make(what === 'binding' ? 'binding' : 'contextEntry', what)
    if (what !== 'result') made.append(edit.named(what === 'entry' ? 'variable' : 'parameter', 'name', name))
    made.append(blank())
    of.insertBefore(made, what === 'entry' ? (kids(of, 'contextEntry').find((one) => !kid(one, 'variable')) ?? null) : null)
  })

/** Takes out an entry, item, binding, row or parameter; a column with its cells. */
export const removePart = (xml: string, place: string) =>
  change(xml, (edit) => {
    const of = edit.by(place)
    if (of.localName === 'column') {
      const at = kids(of.parentElement!, 'column').indexOf(of)
      kids(of.parentElement!, 'row').forEach((row) => boxesIn(row)[at]?.remove())
    }
    of.remove()
  })
