/**
 * Boxes beside tables: contexts, lists, relations, invocations, functions, conditionals, filters and iterators, as people read them. Each part is
 * found again by its way down from the decision, since parts of other tools carry no ids.
 */
import { table, type Table } from './tables'
import { change, kid, kids, words, type Edit } from './xml'

export const boxNames = ['decisionTable', 'literalExpression', 'context', 'list', 'relation', 'invocation', 'functionDefinition', 'conditional', 'filter', 'for', 'every', 'some'] as const
export type BoxKind = (typeof boxNames)[number]

/** A named part of a box: an entry of a context, a binding, what a conditional answers. */
export interface Part {
  /** '' where the standard gives the part no name of its own. */
  name: string
  role: 'entry' | 'result' | 'item' | 'called' | 'binding' | 'body' | 'if' | 'then' | 'else' | 'in' | 'match' | 'return' | 'satisfies'
  /** Way to the element that holds the name and the box. */
  path: string
  box: Box | null
}
export interface Box {
  kind: BoxKind
  path: string
  /** Of literals. */
  text: string
  type: string
  parts: Part[]
  /** Of relations. */
  columns: { name: string; type: string; path: string }[]
  cells: Box[][]
  /** Of functions: names with types. */
  parameters: { name: string; type: string; path: string }[]
  /** Of iterators. */
  variable: string
  table: Table | null
  /** Functions in other languages are shown and stay as they are. */
  isForeign: boolean
}

const boxOf = (of: Element) => [...of.children].find((one) => (boxNames as readonly string[]).includes(one.localName))
const at = (path: string, child: Element) => `${path}/${[...child.parentElement!.children].indexOf(child)}`
const nameOf = (of: Element | undefined) => of?.getAttribute('name') ?? ''

function held(holder: Element, path: string): Box | null {
  const inner = boxOf(holder)
  return inner ? box(inner, at(path, inner)) : null
}
function part(holder: Element, path: string, role: Part['role'], name = ''): Part {
  return { name, role, path, box: held(holder, path) }
}
const named = (of: Element, path: string) => ({ name: nameOf(of), type: of.getAttribute('typeRef') ?? '', path })

/** Children of a box that hold other boxes, each in its role. */
function partsOf(of: Element, path: string): Part[] {
  const roles: Record<string, Part['role']> = { if: 'if', then: 'then', else: 'else', in: 'in', match: 'match', return: 'return', satisfies: 'satisfies' }
  if (of.localName === 'context') {
    return kids(of, 'contextEntry').map((entry) => {
      const variable = kid(entry, 'variable')
      return part(entry, at(path, entry), variable ? 'entry' : 'result', nameOf(variable))
    })
  }
  if (of.localName === 'list') return [...of.children].filter((one) => boxNames.includes(one.localName as BoxKind)).map((one) => ({ name: '', role: 'item', path: at(path, one), box: box(one, at(path, one)) }))
  if (of.localName === 'invocation') {
    const called = kid(of, 'literalExpression')
    return [
      ...(called ? [{ name: '', role: 'called' as const, path: at(path, called), box: box(called, at(path, called)) }] : []),
      ...kids(of, 'binding').map((one) => part(one, at(path, one), 'binding', nameOf(kid(one, 'parameter')))),
    ]
  }
  if (of.localName === 'functionDefinition') return boxOf(of) ? [part(of, path, 'body')] : []
  return [...of.children].filter((one) => roles[one.localName]).map((one) => part(one, at(path, one), roles[one.localName]!))
}

function box(of: Element, path: string): Box {
  const kind = of.localName as BoxKind
  const rows = kind === 'relation' ? kids(of, 'row') : []
  return {
    kind, path,
    text: kind === 'literalExpression' ? words(of) : '',
    type: of.getAttribute('typeRef') ?? '',
    parts: kind === 'decisionTable' || kind === 'literalExpression' || kind === 'relation' ? [] : partsOf(of, path),
    columns: kind === 'relation' ? kids(of, 'column').map((one) => named(one, at(path, one))) : [],
    cells: rows.map((row) => [...row.children].filter((one) => boxNames.includes(one.localName as BoxKind)).map((one) => box(one, at(at(path, row), one)))),
    parameters: kids(of, 'formalParameter').map((one) => named(one, at(path, one))),
    variable: of.getAttribute('iteratorVariable') ?? '',
    table: kind === 'decisionTable' ? table(of) : null,
    isForeign: kind === 'functionDefinition' && !['', 'FEEL'].includes(of.getAttribute('kind') ?? ''),
  }
}

/** The box of a decision, or the function of a knowledge model. */
export function readBox(holder: Element): Box | null {
  const inner = boxOf(holder) ?? kid(holder, 'encapsulatedLogic')
  if (!inner) return null
  const path = `/${[...holder.children].indexOf(inner)}`
  if (inner.localName !== 'encapsulatedLogic') return box(inner, path)
  return { ...box(inner, path), kind: 'functionDefinition', isForeign: !['', 'FEEL'].includes(inner.getAttribute('kind') ?? ''), parts: boxOf(inner) ? [part(inner, path, 'body')] : [] }
}

// ---- changes -----------------------------------------------------------------------------------------------------------

function find(edit: Edit, holder: string, path: string): Element {
  return path.split('/').slice(1).reduce((of, step) => of.children[Number(step)]!, edit.by(holder))
}
const literal = (edit: Edit, text: string) => {
  const made = edit.make('literalExpression', 'literal')
  edit.write(made, text)
  return made
}

export const setText = (xml: string, holder: string, path: string, text: string) => change(xml, (edit) => edit.write(find(edit, holder, path), text.trim()))

/** Name of an entry, a binding, a column or a parameter, wherever the standard writes it. */
export const setName = (xml: string, holder: string, path: string, name: string) =>
  change(xml, (edit) => {
    const of = find(edit, holder, path)
    const place = of.localName === 'contextEntry' ? kid(of, 'variable') : of.localName === 'binding' ? kid(of, 'parameter') : of
    place?.setAttribute('name', name.trim())
  })
export const setVariable = (xml: string, holder: string, path: string, name: string) => change(xml, (edit) => find(edit, holder, path).setAttribute('iteratorVariable', name.trim()))

/** One more entry, item, binding, column, row or parameter, at the end; the result of a context stays last. */
export const addPart = (xml: string, holder: string, path: string, what: 'entry' | 'item' | 'binding' | 'column' | 'row' | 'parameter', name: string) =>
  change(xml, (edit) => {
    const of = find(edit, holder, path)
    if (what === 'item') return of.append(literal(edit, 'null'))
    if (what === 'row') {
      const row = edit.make('row', 'row')
      of.append(row)
      kids(of, 'column').forEach(() => row.append(literal(edit, 'null')))
      return
    }
    const made = edit.make({ entry: 'contextEntry', binding: 'binding', column: 'column', parameter: 'formalParameter' }[what], what)
    if (what === 'column' || what === 'parameter') {
      made.setAttribute('name', name)
      const last = kids(of, made.localName).at(-1)
      if (last) last.after(made)
      else of.prepend(made)
      if (what === 'column') kids(of, 'row').forEach((row) => row.append(literal(edit, 'null')))
      return
    }
    const result = what === 'entry' ? kids(of, 'contextEntry').find((one) => !kid(one, 'variable')) : undefined
    of.insertBefore(made, result ?? null) // in the document first: ids of what follows are counted there
    const inner = edit.make(what === 'entry' ? 'variable' : 'parameter', 'name')
    inner.setAttribute('name', name)
    made.append(inner)
    made.append(literal(edit, 'null'))
  })

/** Takes out an entry, item, binding, row or parameter; a column with its cells. */
export const removePart = (xml: string, holder: string, path: string) =>
  change(xml, (edit) => {
    const of = find(edit, holder, path)
    if (of.localName === 'column') {
      const place = kids(of.parentElement!, 'column').indexOf(of)
      kids(of.parentElement!, 'row').forEach((row) => [...row.children].filter((one) => boxNames.includes(one.localName as BoxKind))[place]?.remove())
    }
    of.remove()
  })
