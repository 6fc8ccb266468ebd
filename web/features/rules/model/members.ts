/** Members of answers: outputs of a table with several, columns of a relation, entries of a context; read by their names, `Grade.years`, in other expressions. */
import type { MemberUse } from '@/shared/feel'
import { boxesIn } from './boxes'
import { needsOf } from './graph'
import { givenName, type Expression } from './names'
import { kid, kids, type Edit } from './xml'

/** What gives names to the parts of a box's value; null where that is not plain. */
export function membersOf(box: Element | undefined): Element[] | null {
  switch (box?.localName) {
    case 'decisionTable': return kids(box, 'output').length > 1 ? kids(box, 'output') : null
    case 'relation': return kids(box, 'column')
    case 'context': {
      const result = kids(box, 'contextEntry').find((one) => !givenName(one))
      return result ? membersOf(boxesIn(result)[0]) : kids(box, 'contextEntry')
    }
    default: return null
  }
}
/** The box whose value a name has, or what its function answers. */
export function boxOf(of: Element, isCalled: boolean): Element | undefined {
  const logic = kid(of, 'encapsulatedLogic')
  const box = boxesIn(logic ?? of)[0]
  if (!['decision', 'businessKnowledgeModel', 'contextEntry'].includes(of.localName)) return undefined
  if (logic) return isCalled ? box : undefined
  if (box?.localName === 'functionDefinition') return isCalled ? boxesIn(box)[0] : undefined
  return isCalled ? undefined : box
}
/** Is it a part of a value that has names? */
export const isMember = (target: Element): boolean => !!membersOf(target.parentElement ?? undefined)?.includes(target)

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
/** What names the member that is read; `isSure` where the text plainly says so. null: it is not `target` and no other known one. */
export function memberOf(use: MemberUse, at: Expression, target: Element | undefined, reach: Set<string>): { of: Element; isSure: boolean } | null {
  const base = use.origin && at.env[use.origin.slot]?.of
  const named = (list: Element[] | null | undefined, name: string) => list?.find((one) => givenName(one) === name)
  const members = base && use.origin!.path.reduce<Element[] | null>((list, name) => {
    const step = named(list, name)
    return step?.localName === 'contextEntry' ? membersOf(boxesIn(step)[0]) : null
  }, membersOf(boxOf(base, use.origin!.isCalled)))
  const plain = named(members, use.name)
  if (plain) return { of: plain, isSure: true }
  const isElsewhere = members || base?.localName === 'inputData'
  return !isElsewhere && target && isMember(target) && givenName(target) === use.name && reach.has(at.owner.id) ? { of: target, isSure: false } : null
}

/** The part of a type of the file that describes a member, and whether nothing else has that type. */
export function componentsOf(edit: Edit, target: Element): { of: Element; isSure: boolean }[] {
  const box = target.parentElement!
  const holders = [box, ...aroundOf(box)]
  const types = new Set(holders.flatMap((one) => [one.getAttribute('typeRef'), kid(one, 'variable')?.getAttribute('typeRef')]).filter((one): one is string => !!one))
  const definitions = kids(edit.root, 'itemDefinition')
  for (const name of types) {
    const inner = kid(definitions.find((one) => one.getAttribute('name') === name) ?? edit.root, 'typeRef')?.textContent?.trim()
    if (inner) types.add(inner) // of a list of them
  }
  const own = new Set<Element>(holders.flatMap((one) => [one, ...kids(one, 'variable')]))
  return definitions.filter((one) => types.has(one.getAttribute('name') ?? '')).flatMap((definition) => {
    const of = kids(definition, 'itemComponent').find((one) => one.getAttribute('name') === givenName(target))
    const name = definition.getAttribute('name')
    const isShared = edit.all().some((one) => (one.getAttribute('typeRef') === name && !own.has(one)) || (one.localName === 'typeRef' && one.textContent?.trim() === name && !types.has(one.parentElement!.getAttribute('name') ?? '')))
    return of ? [{ of, isSure: !isShared }] : []
  })
}
/** Whose value the box is, and the boxes that only pass it on. */
function aroundOf(box: Element): Element[] {
  const of = box.parentElement!
  const isPassedOn = ['encapsulatedLogic', 'functionDefinition'].includes(of.localName) || (of.localName === 'contextEntry' && !givenName(of))
  return isPassedOn ? [of, ...aroundOf(of)] : of.localName === 'context' ? [of, ...aroundOf(of)] : [of]
}
