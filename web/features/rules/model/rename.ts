/** A name is changed with every reference to it: by what expressions mean (names.ts), not by their letters. */
import { isNameOfFeel, meansTheSame, renamedAt, usesIn } from '@/shared/feel'
import { boxesIn } from './boxes'
import { boxOf, componentsOf, isMember, memberOf, membersOf, reachOf } from './members'
import { givenName, nameHolder, parametersOf, visitExpressions, type Expression } from './names'
import { Edit, kid, kids } from './xml'

/** One place that says the name. */
export interface Reference {
  /** The decision or knowledge model, and the row of its table; 0 elsewhere. */
  owner: string
  row: number
  before: string
  /** Where the name stands in it. */
  at: number
  end: number
  /** A member of a list's items may be meant: a person decides. */
  isSure: boolean
  /** An expression that is just the name. */
  isWhole: boolean
}
export interface Renaming {
  before: string
  name: string
  references: Reference[]
  /** Of inputs: kept examples give their value by name. */
  isInput: boolean
  /** Of a column of the rule's answer: kept examples expect it by name. */
  isAnswer: boolean
  /** Why it cannot be: no name of FEEL, one that something else has, one that would mean something else somewhere. */
  problem: '' | 'invalid' | 'taken' | 'meaning'
  /** The text with the new name; of the references those chosen follow, by their place in the list, else those that are sure. */
  apply(chosen?: ReadonlySet<number>): string
}
interface Said {
  at: number
  end: number
  of: Element | null
  isSure: boolean
}
interface Found {
  expression: Expression
  text: string
  said: Said[]
}

const owners = ['decision', 'businessKnowledgeModel']
const around = (of: Element, names: string[]): Element | null => (names.includes(of.localName) || !of.parentElement ? (of.parentElement ? of : null) : around(of.parentElement, names))

/** What the expressions say, in the order of the rule. Those that are no FEEL say nothing. Of members of answers only `target` may be meant unsurely. */
function read(edit: Edit, target?: Element): Found[] {
  const found: Found[] = []
  const reach = target && isMember(target) ? reachOf(edit, around(target, owners)!) : new Set<string>()
  visitExpressions(edit, (expression) => {
    const text = expression.text.textContent ?? ''
    const uses = usesIn(text, expression.env, expression.isTests)
    if (!uses) return void found.push({ expression, text, said: [] })
    const said: Said[] = uses.names.map((one) => ({ at: one.at, end: one.end, of: expression.env[one.slot]!.of, isSure: !one.mayBeMember && !expression.isFilter }))
    for (const one of uses.args) {
      const parameter = parametersOf(edit, expression.env[one.slot]!.of).find((other) => givenName(other) === one.name)
      if (parameter) said.push({ at: one.at, end: one.end, of: parameter, isSure: true })
    }
    for (const one of uses.members) {
      const member = memberOf(one, expression, target, reach)
      if (member && !said.some((other) => other.at === one.at)) said.push({ at: one.at, end: one.end, ...member })
      // A name outside and a column of the items at once: whoever is renamed, it is asked.
      else if (member && member.of === target) said.splice(said.findIndex((other) => other.at === one.at), 1, { at: one.at, end: one.end, of: target, isSure: false })
    }
    found.push({ expression, text, said: said.sort((one, other) => one.at - other.at) })
  })
  return found
}
function rowOf(of: Element): number {
  const rule = around(of, ['rule'])
  return rule ? kids(rule.parentElement!, 'rule').indexOf(rule) + 1 : 0
}
const isWhole = (one: Found, said: Said) => one.text.slice(0, said.at).trim() === '' && one.text.slice(said.end).trim() === ''

/** Invocations give arguments in bindings with the parameter's name. */
function bindingsOf(all: Found[], edit: Edit, target: Element): Element[] {
  return all.flatMap((one) => {
    const invocation = one.expression.text.parentElement?.parentElement
    const called = one.said[0]
    if (invocation?.localName !== 'invocation' || boxesIn(invocation)[0] !== one.expression.text.parentElement || !called?.of || !isWhole(one, called)) return []
    if (!parametersOf(edit, called.of).includes(target)) return []
    return kids(invocation, 'binding').flatMap((binding) => kid(binding, 'parameter') ?? []).filter((parameter) => parameter.getAttribute('name') === givenName(target))
  })
}
function isTaken(edit: Edit, target: Element, name: string): boolean {
  const beside = target.parentElement === edit.root ? [...edit.root.children].filter((one) => ['inputData', 'decision', 'businessKnowledgeModel', 'decisionService'].includes(one.localName)) : [...target.parentElement!.children].filter((one) => one.localName === target.localName)
  return beside.some((one) => one !== target && givenName(one) === name)
}
function write(target: Element, name: string): void {
  const isIterator = ['for', 'every', 'some'].includes(target.localName)
  nameHolder(target).setAttribute(isIterator ? 'iteratorVariable' : 'name', name)
  if (['inputData', 'decision', 'businessKnowledgeModel'].includes(target.localName)) kid(target, 'variable')?.setAttribute('name', name)
}

/** A part of what this decision answers. */
function isPartOf(edit: Edit, target: Element, decision: string): boolean {
  const of = edit.all().find((one) => decision && one.id === decision)
  return !!of && !!membersOf(boxOf(of, false))?.includes(target)
}

/** `place`: of the element that gives the name (xml.ts). `answer`: id of the decision that answers for the rule. */
export function planRename(xml: string, place: string, next: string, answer = ''): Renaming {
  const name = next.trim()
  const edit = new Edit(xml)
  const target = edit.by(place)
  const before = givenName(target)
  const all = before ? read(edit, target) : []
  const uses = all.flatMap((one) => one.said.filter((said) => said.of === target).map((said) => ({ one, said })))
  const types = before && isMember(target) ? componentsOf(edit, target) : []
  const said = uses.map(({ one, said }): Reference => ({
    owner: givenName(one.expression.owner), row: rowOf(one.expression.text), before: one.text, at: said.at, end: said.end, isSure: said.isSure, isWhole: isWhole(one, said),
  }))
  const described = types.map((one): Reference => ({ owner: one.of.parentElement!.getAttribute('name') ?? '', row: 0, before, at: 0, end: before.length, isSure: one.isSure, isWhole: true }))
  const references = [...said, ...described]
  const bindings = bindingsOf(all, edit, target)
  const sure = new Set(references.flatMap((one, at) => (one.isSure ? [at] : [])))
  const follows = (said: Said, chosen: ReadonlySet<number>) => said.of === target && chosen.has(uses.findIndex((use) => use.said === said))

  /** In a text of its own. */
  function applied(chosen: ReadonlySet<number>): { text: string; isKept: boolean } {
    const copy = new Edit(xml)
    const mine = copy.by(place)
    const same = read(copy, mine)
    const kept = same.map((one, at) => one.said.filter((_, index) => all[at]!.said[index]!.of !== target || follows(all[at]!.said[index]!, chosen)).map((said) => said.of))
    for (const one of bindingsOf(same, copy, mine)) one.setAttribute('name', name)
    for (const [at, one] of all.entries()) {
      const text = renamedAt(one.text, one.said.filter((said) => follows(said, chosen)).map((said) => ({ ...said, to: name })))
      if (text === one.text) continue
      const holder = same[at]!.expression.text
      const input = holder.parentElement!.parentElement!
      if (input.localName === 'input' && input.getAttribute('label') === before) input.setAttribute('label', name)
      holder.textContent = text
    }
    if (types.length) for (const [at, one] of componentsOf(copy, mine).entries()) if (chosen.has(uses.length + at)) one.of.setAttribute('name', name)
    write(mine, name)
    const now = read(copy, mine)
    return { text: copy.text(), isKept: kept.every((one, at) => meansTheSame(one, (now[at]?.said ?? []).map((said) => said.of), mine, name)) }
  }
  const given = bindings.map((one): Reference => ({ owner: givenName(around(one, owners)!), row: 0, before, at: 0, end: before.length, isSure: true, isWhole: true }))
  // A column nobody reads by name may be called anything, as in files of other tools.
  const isFree = ['output', 'column'].includes(target.localName) && !references.length
  const problem = !isNameOfFeel(name) && !isFree ? 'invalid' : isTaken(edit, target, name) ? 'taken' : applied(sure).isKept ? '' : 'meaning'
  return { before, name, references: [...references, ...given], isInput: target.localName === 'inputData', isAnswer: isPartOf(edit, target, answer), problem, apply: (chosen = sure) => applied(chosen).text }
}
/** Without asking: what is sure follows. */
export const rename = (xml: string, place: string, name: string) => planRename(xml, place, name).apply()
