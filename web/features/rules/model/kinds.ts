/** What the logic of a decision, a knowledge model or a part of a box is: chosen by the person, changed later. What was written is carried over wherever the new kind has a place for it. */
import { boxesIn, isBox, type BoxKind } from './boxes'
import { feelOf } from './expression'
import { knowledgeOf, needsOf, requireKnowledge } from './graph'
import { change, Edit, kid, kids, words } from './xml'

/** In the order they are offered. */
export const kinds: readonly BoxKind[] = ['decisionTable', 'literalExpression', 'context', 'list', 'relation', 'invocation', 'functionDefinition', 'conditional', 'filter', 'for', 'some', 'every']
/** What new parts are called, in the language of the page. */
export interface NewNames {
  entry: string
  parameter: string
  column: string
  item: string
  input: string
  output: string
}

const isOpen = (text: string) => ['', 'null', '""'].includes(text)
const cellsOf = (table: Element, name: string) => kids(table, 'rule').flatMap((rule) => kids(rule, name)).map(words)
/** Nothing was written in it yet. */
function isBlank(of: Element): boolean {
  if (of.localName === 'literalExpression') return isOpen(words(of))
  if (of.localName !== 'decisionTable' || ['input', 'output', 'rule'].some((one) => kids(of, one).length > 1)) return false
  return cellsOf(of, 'inputEntry').every((one) => one === '-' || !one) && cellsOf(of, 'outputEntry').every(isOpen)
}

/** The decision or knowledge model that a part belongs to. */
function ownerOf(of: Element): Element {
  return ['decision', 'businessKnowledgeModel'].includes(of.localName) ? of : ownerOf(of.parentElement!)
}
/** What a new table asks first: a parameter of the function it is the body of, else the first input of its decision. */
function askedBy(edit: Edit, holder: Element, names: NewNames): { name: string; type: string } {
  const parameter = kid(holder, 'formalParameter')
  if (parameter) return { name: parameter.getAttribute('name') ?? '', type: parameter.getAttribute('typeRef') ?? '' }
  for (const requirement of kids(ownerOf(holder), 'informationRequirement')) {
    const target = edit.by((requirement.firstElementChild?.getAttribute('href') ?? '').slice(1)) as Element | undefined
    if (target) return { name: target.getAttribute('name') ?? '', type: kid(target, 'variable')?.getAttribute('typeRef') ?? '' }
  }
  return { name: names.input, type: '' }
}

type Make = (edit: Edit, content: Element, holder: Element, names: NewNames) => Element
const holding = (edit: Edit, name: string, ...content: Element[]) => {
  const made = edit.make(name, name)
  made.append(...content)
  return made
}
const iterator = (kind: 'for' | 'some' | 'every'): Make => (edit, content, _, names) => {
  const isFor = kind === 'for'
  const made = holding(edit, kind, holding(edit, 'in', content), holding(edit, isFor ? 'return' : 'satisfies', edit.entry('literalExpression', isFor ? names.item : 'true')))
  made.setAttribute('iteratorVariable', names.item)
  return made
}
/** Each takes what was there as its first part; those that hold texts only take it as one expression. */
const makers: Record<BoxKind, Make> = {
  literalExpression: (edit, content) => edit.entry('literalExpression', feelOf(content) ?? 'null'),
  context: (edit, content, _, names) => holding(edit, 'context', holding(edit, 'contextEntry', edit.named('variable', 'name', names.entry), content), holding(edit, 'contextEntry', edit.entry('literalExpression', names.entry))),
  list: (edit, content) => holding(edit, 'list', content),
  relation: (edit, content, _, names) => holding(edit, 'relation', edit.named('column', 'column', names.column), holding(edit, 'row', edit.entry('literalExpression', feelOf(content) ?? 'null'))),
  functionDefinition: (edit, content, _, names) => holding(edit, 'functionDefinition', edit.named('formalParameter', 'parameter', names.parameter), content),
  conditional: (edit, content) => holding(edit, 'conditional', holding(edit, 'if', edit.entry('literalExpression', 'true')), holding(edit, 'then', content), holding(edit, 'else', edit.entry('literalExpression', 'null'))),
  filter: (edit, content) => holding(edit, 'filter', holding(edit, 'in', content), holding(edit, 'match', edit.entry('literalExpression', 'true'))),
  for: iterator('for'),
  some: iterator('some'),
  every: iterator('every'),
  invocation: (edit, content, holder, names) => {
    const owner = ownerOf(holder)
    const called = knowledgeOf(edit).find((one) => one !== owner && !needsOf(one).includes(owner.id))
    if (called) requireKnowledge(edit, owner, called)
    const parameters = called ? kids(kid(called, 'encapsulatedLogic') ?? called, 'formalParameter').map((one) => one.getAttribute('name') ?? '') : [names.parameter]
    const bindings = parameters.map((one, at) => holding(edit, 'binding', edit.named('parameter', 'name', one), at ? edit.entry('literalExpression', 'null') : content))
    return holding(edit, 'invocation', edit.entry('literalExpression', called?.getAttribute('name') ?? ''), ...bindings)
  },
  decisionTable: (edit, content, holder, names) => {
    const { name, type } = askedBy(edit, holder, names)
    const table = edit.make('decisionTable', 'table')
    table.setAttribute('hitPolicy', 'UNIQUE')
    const column = edit.make('input', 'column')
    column.setAttribute('label', name)
    const asked = edit.make('inputExpression', 'expression')
    if (type) asked.setAttribute('typeRef', type)
    edit.write(asked, name)
    column.append(asked)
    const said = feelOf(content) ?? ''
    table.append(column, edit.named('output', 'output', names.output), holding(edit, 'rule', edit.entry('inputEntry', '-'), edit.entry('outputEntry', isOpen(said) ? '""' : said)))
    return table
  },
}

const onlyTexts: readonly BoxKind[] = ['literalExpression', 'relation', 'decisionTable']
const iterators = ['for', 'some', 'every']
/** The box at a place, or what the place holds; the logic of a knowledge model is the body of its function. */
function boxAt(edit: Edit, place: string): { holder: Element; old: Element | undefined } {
  const of = edit.by(place)
  if (isBox(of)) return { holder: of.parentElement!, old: of }
  if (of.localName !== 'businessKnowledgeModel') return { holder: of, old: boxesIn(of)[0] }
  let logic = kid(of, 'encapsulatedLogic')
  if (!logic) {
    logic = edit.make('encapsulatedLogic', 'logic')
    const variable = kid(of, 'variable')
    if (variable) variable.after(logic)
    else of.prepend(logic)
  }
  return { holder: logic, old: boxesIn(logic)[0] }
}

/** What was written would be gone. */
export function loses(xml: string, place: string, kind: BoxKind): boolean {
  const { old } = boxAt(new Edit(xml), place)
  return old !== undefined && !isBlank(old) && onlyTexts.includes(kind) && feelOf(old) === null
}

/** Between iterators only the words differ. */
function turned(edit: Edit, old: Element, kind: BoxKind): Element {
  const [list, body] = [kid(old, 'in'), kid(old, 'return') ?? kid(old, 'satisfies')]
  const made = holding(edit, kind, ...(list ? [list] : []), holding(edit, kind === 'for' ? 'return' : 'satisfies', ...(body ? boxesIn(body) : [])))
  made.setAttribute('iteratorVariable', old.getAttribute('iteratorVariable') ?? '')
  return made
}

/** `place`: of a box, or of the decision, knowledge model or part that is to hold one. */
export const setKind = (xml: string, place: string, kind: BoxKind, names: NewNames) =>
  change(xml, (edit) => {
    const { holder, old } = boxAt(edit, place)
    const next = old?.nextSibling ?? null
    if (old?.localName === kind) return
    const type = old?.getAttribute('typeRef')
    old?.remove()
    const content = old && !isBlank(old) ? old : edit.entry('literalExpression', 'null')
    const made = old && iterators.includes(old.localName) && iterators.includes(kind) ? turned(edit, old, kind) : makers[kind](edit, content, holder, names)
    if (type && !made.contains(content)) made.setAttribute('typeRef', type)
    holder.insertBefore(made, next)
  })
