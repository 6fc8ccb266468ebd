/** Columns of answers: what a table with several outputs answers is read by their names, `Grade.years`, in other expressions. */
import type { MemberUse } from '@/shared/feel'
import { needsOf } from './graph'
import { givenName, type Expression } from './names'
import { kids, type Edit } from './xml'

/** Whose value a box is: of what has the name, or what its function answers; null where other parts stand between. */
interface Holder {
  of: Element
  isCalled: boolean
}
function holderOf(box: Element): Holder | null {
  const of = box.parentElement!
  switch (of.localName) {
    case 'decision': return { of, isCalled: false }
    case 'encapsulatedLogic': return { of: of.parentElement!, isCalled: true }
    case 'functionDefinition': return of.parentElement!.localName === 'contextEntry' && givenName(of.parentElement!) ? { of: of.parentElement!, isCalled: true } : null
    case 'contextEntry': return givenName(of) ? { of, isCalled: false } : holderOf(of.parentElement!)
    default: return null
  }
}
export interface Answer {
  holder: Holder
  outputs: Element[]
}
/** The tables with several outputs, by what has their answers. */
export function answersOf(edit: Edit): Answer[] {
  return edit.all().filter((one) => one.localName === 'decisionTable').flatMap((one) => {
    const outputs = kids(one, 'output')
    const holder = outputs.length > 1 ? holderOf(one) : null
    return holder ? [{ holder, outputs }] : []
  })
}
/** Ids of the decisions and knowledge models that the answers of an element may come to. */
export function reachOf(edit: Edit, owner: Element): Set<string> {
  const elements = [...edit.root.children].filter((one) => ['decision', 'businessKnowledgeModel'].includes(one.localName))
  const reach = new Set([owner.id])
  // On to what takes it; then on to the functions that those give values to.
  for (let size = 0; size < reach.size; ) {
    size = reach.size
    for (const one of elements) {
      if (needsOf(one).some((id) => reach.has(id))) reach.add(one.id)
      if (reach.has(one.id)) elements.filter((other) => other.localName === 'businessKnowledgeModel' && needsOf(one).includes(other.id)).forEach((other) => reach.add(other.id))
    }
  }
  return reach
}
/** The output that a member is; `isSure` where the text plainly says so. null: it is no column of `target` and of no other answer. */
export function outputOf(use: MemberUse, at: Expression, answers: Answer[], target: Element | undefined, reach: Set<string>): { of: Element; isSure: boolean } | null {
  const base = use.origin && !use.origin.path.length ? at.env[use.origin.slot]?.of : undefined
  const answer = base && answers.find(({ holder }) => holder.of === base && holder.isCalled === use.origin!.isCalled)
  const plain = answer?.outputs.find((one) => givenName(one) === use.name)
  if (plain) return { of: plain, isSure: true }
  const isElsewhere = answer || base?.localName === 'inputData'
  return !isElsewhere && target?.localName === 'output' && givenName(target) === use.name && reach.has(at.owner.id) ? { of: target, isSure: false } : null
}
