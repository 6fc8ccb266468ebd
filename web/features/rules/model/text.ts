import { readBox, tablesIn, type Box } from './boxes'
import { needsOf, type InputData } from './graph'
import type { Table } from './tables'
import { kid, kids, parse, sourceOf } from './xml'

/**
 * A rule as people read and write it beside the drawing: the XML is the one truth, each change is made in it and the rest of the text
 * stays. Whatever this page does not know (other tools' extensions) is left as it is.
 */
export interface Decision {
  id: string
  name: string
  /** null when it holds nothing yet; the function of a knowledge model. */
  box: Box | null
  /** Ids of the inputs, decisions and knowledge models it takes. */
  needs: string[]
}
export interface RuleText {
  decisions: Decision[]
  /** Functions that decisions call (business knowledge models). */
  functions: Decision[]
  inputs: InputData[]
}

export function read(xml: string): RuleText | null {
  const root = parse(xml)?.documentElement
  if (!root) return null
  const all = (name: string) => kids(root, name).map((one) => ({ id: one.id, name: one.getAttribute('name') ?? '', box: readBox(one), needs: needsOf(one) }))
  return {
    decisions: all('decision'),
    functions: all('businessKnowledgeModel'),
    inputs: kids(root, 'inputData').map((one) => ({
      id: one.id, name: one.getAttribute('name') ?? '', type: kid(one, 'variable')?.getAttribute('typeRef') ?? '', source: sourceOf(one)?.value ?? '',
    })),
  }
}

/** Everything an element rests on, by way of others too; itself first. */
export function restsOn(rule: RuleText, id: string, seen = new Set<string>()): Set<string> {
  if (seen.has(id)) return seen
  seen.add(id)
  for (const one of [...rule.decisions, ...rule.functions].find((other) => other.id === id)?.needs ?? []) restsOn(rule, one, seen)
  return seen
}
/** The decision that no other takes: the answer of the rule. */
export const mainOf = (rule: RuleText): Decision | undefined => rule.decisions.find((one) => !rule.decisions.some((other) => other.needs.includes(one.id))) ?? rule.decisions[0]
/** The inputs that the answer rests on, in the order of the text. */
export function askedInputs(rule: RuleText): InputData[] {
  const rests = restsOn(rule, mainOf(rule)?.id ?? '')
  return rule.inputs.filter((one) => rests.has(one.id))
}
/** What an element may take without a circle, knowledge models last; these take nothing but each other. */
export function takeable(rule: RuleText, of: Decision): { id: string; name: string }[] {
  const isFunction = rule.functions.includes(of)
  return [...(isFunction ? [] : [...rule.inputs, ...rule.decisions]), ...rule.functions].filter((one) => !restsOn(rule, one.id).has(of.id))
}
/** The table a problem is of: by its own id, else the first of the decision or knowledge model it names. */
export function tableOf(rule: RuleText, problem: { table: string; element: string }): Table | undefined {
  const all = [...rule.decisions, ...rule.functions]
  return all.flatMap((one) => tablesIn(one.box)).find((one) => one.id === problem.table) ?? all.filter((one) => one.name === problem.element).flatMap((one) => tablesIn(one.box))[0]
}
