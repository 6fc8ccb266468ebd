/** Every expression of a rule with the names that it may say: what a name means depends on where it stands. */
import { boxesIn, isBox, isForeign } from './boxes'
import { needsOf } from './graph'
import { kid, kids, type Edit } from './xml'

/** A name and the element that gives it. */
export interface Bound {
  name: string
  of: Element
}
export interface Expression {
  /** Holds the text. */
  text: Element
  env: readonly Bound[]
  /** Tests of a cell. */
  isTests: boolean
  /** In the condition of a filter names may be members of the items. */
  isFilter: boolean
  /** The decision or knowledge model it stands in. */
  owner: Element
}
/** Element that holds the name of what `of` gives: a variable inside it, or itself. */
export function nameHolder(of: Element): Element {
  if (of.localName === 'contextEntry') return kid(of, 'variable') ?? of
  return of.localName === 'binding' ? (kid(of, 'parameter') ?? of) : of
}
export const givenName = (of: Element) => nameHolder(of).getAttribute(['for', 'every', 'some'].includes(of.localName) ? 'iteratorVariable' : 'name') ?? ''
const bound = (of: Element): Bound => ({ name: givenName(of), of })
/** What is nearer hides what has the same name around it. */
const within = (env: readonly Bound[], ...more: Bound[]) => [...env.filter((one) => !more.some((other) => other.name === one.name)), ...more].filter((one) => one.name)

type Visit = (of: Expression) => void
interface Place {
  env: readonly Bound[]
  isFilter: boolean
  owner: Element
}
const testHolders = ['inputEntry', 'inputValues', 'outputValues']
const textHolders = ['literalExpression', 'inputExpression', 'outputEntry', 'defaultOutputEntry', ...testHolders]

function walkAll(of: Element, at: Place, visit: Visit): void {
  for (const one of of.children) walk(one, at, visit)
}
function walkContext(of: Element, at: Place, visit: Visit): void {
  let { env } = at
  for (const entry of kids(of, 'contextEntry')) {
    const value = boxesIn(entry)[0]
    // A function may call itself by the name of its entry.
    const inside = value?.localName === 'functionDefinition' ? within(env, bound(entry)) : env
    if (value) walk(value, { ...at, env: inside }, visit)
    env = within(env, bound(entry))
  }
}
function walk(of: Element, at: Place, visit: Visit): void {
  const text = textHolders.includes(of.localName) ? kid(of, 'text') : undefined
  if (text) return visit({ ...at, text, isTests: testHolders.includes(of.localName) })
  if (isForeign(of)) return
  switch (of.localName) {
    case 'context': return walkContext(of, at, visit)
    case 'functionDefinition': case 'encapsulatedLogic': return walkAll(of, { ...at, env: within(at.env, ...kids(of, 'formalParameter').map(bound)) }, visit)
    case 'for': case 'every': case 'some':
      return [...of.children].forEach((one) => walkAll(one, one.localName === 'in' ? at : { ...at, env: within(at.env, bound(of)) }, visit))
    case 'filter': return [...of.children].forEach((one) => walkAll(one, { ...at, isFilter: at.isFilter || one.localName === 'match' }, visit))
    default: return walkAll(of, at, visit)
  }
}

/** Visits all expressions of the rule. */
export function visitExpressions(edit: Edit, visit: Visit): void {
  const byId = new Map([...edit.root.children].map((one) => [one.id, one]))
  for (const owner of edit.root.children) {
    if (!['decision', 'businessKnowledgeModel'].includes(owner.localName)) continue
    const taken = needsOf(owner).flatMap((id) => byId.get(id) ?? [])
    const own = owner.localName === 'businessKnowledgeModel' ? [owner] : []
    const at: Place = { env: within([], ...[...taken, ...own].map(bound)), isFilter: false, owner }
    for (const one of owner.children) if (isBox(one) || one.localName === 'encapsulatedLogic') walk(one, at, visit)
  }
}
/** The parameters that calls of what gives a name may name. */
export function parametersOf(edit: Edit, of: Element): Element[] {
  if (of.localName === 'decisionService')
    return [...kids(of, 'inputDecision'), ...kids(of, 'inputData')].flatMap((one) => edit.all().find((other) => `#${other.id}` === one.getAttribute('href')) ?? [])
  const logic = kid(of, 'encapsulatedLogic') ?? (of.localName === 'contextEntry' ? kid(of, 'functionDefinition') : undefined)
  return logic ? kids(logic, 'formalParameter') : []
}
