import { together } from './together'
import type { Business, Element, Moddle, Services } from './types'

/** Properties of a step, as people choose them. */
export interface StepFacts {
  stage: string
  role: string
  limitDays: string
  isOpinionRequired: boolean
  /** '' one person; all, share, veto, any: several. */
  vote: string
  participants: string
  share: string
  participant: string
  checks: string[]
  /** Words of the documents it must produce. */
  documents: string[]
}

const textOf = (of: Business, name: string) => String(of.get(name) ?? '')
const listOf = (of: Business) => ((of.extensionElements?.get('values') as Moddle[] | undefined) ?? []).find((one) => one.$type === 'y:Checklist')

export function factsOf(element: Element): StepFacts {
  const of = element.businessObject
  const checks = (listOf(of)?.get('checks') as Moddle[] | undefined) ?? []
  return { stage: textOf(of, 'y:stage'), role: textOf(of, 'y:role'), limitDays: textOf(of, 'y:limitDays'), isOpinionRequired: textOf(of, 'y:opinionRequired') === 'true',
    vote: textOf(of, 'y:vote'), participants: textOf(of, 'y:participants'), share: textOf(of, 'y:share'), participant: textOf(of, 'y:participant'), checks: checks.map((one) => String(one.get('text') ?? '')),
    documents: textOf(of, 'y:documents').split(/\s+/).filter(Boolean) }
}

/** Empty attributes are left out of the file. */
export const setAttribute = (modeling: Services['modeling'], element: Element, name: string, value: string) =>
  modeling.updateProperties(element, { [`y:${name}`]: value || undefined })

/** Other extensions of the element, of whichever tool, stay where they are. */
function setExtension(services: Pick<Services, 'modeling' | 'bpmnFactory'>, element: Element, type: string, made: Moddle | null): void {
  const others = ((element.businessObject.extensionElements?.get('values') as Moddle[] | undefined) ?? []).filter((one) => one.$type !== type)
  const values = made ? [...others, made] : others
  const extensionElements = values.length ? services.bpmnFactory.create('bpmn:ExtensionElements', { values }) : undefined
  services.modeling.updateProperties(element, { extensionElements })
}
/** Another kind of element in its place; what other tools have noted on it stays. @returns the new one. */
export function asOther(services: Pick<Services, 'modeling' | 'bpmnReplace' | 'commandStack'>, element: Element, type: string, more: Record<string, string> = {}): Element {
  const { extensionElements, $attrs } = element.businessObject
  return together(services, () => {
    const next = services.bpmnReplace.replaceElement(element, { type })
    if (extensionElements) extensionElements.$parent = next.businessObject
    const kept = { ...$attrs, ...(extensionElements ? { extensionElements } : {}), ...more }
    if (Object.keys(kept).length) services.modeling.updateProperties(next, kept)
    return next
  })
}
export function setChecks(services: Pick<Services, 'modeling' | 'bpmnFactory'>, element: Element, texts: string[]): void {
  const { bpmnFactory } = services
  setExtension(services, element, 'y:Checklist', texts.length ? bpmnFactory.create('y:Checklist', { checks: texts.map((text) => bpmnFactory.create('y:Check', { text })) }) : null)
}
/** 重复办理: done again while a condition holds, so many times at most. */
const loopOf = (element: Element) => {
  const loop = element.businessObject.get('loopCharacteristics') as Moddle | undefined
  return loop?.$type === 'bpmn:StandardLoopCharacteristics' ? loop : undefined
}
export function repeatOf(element: Element): { condition: string; maximum: string } {
  const loop = loopOf(element)
  const condition = loop?.get('loopCondition') as Moddle | undefined
  return { condition: String(condition?.get('body') ?? ''), maximum: String(loop?.get('loopMaximum') ?? '') }
}
export function setRepeat(services: Pick<Services, 'modeling' | 'bpmnFactory'>, element: Element, { condition, maximum }: { condition: string; maximum: string }): void {
  const { bpmnFactory, modeling } = services
  const loopCondition = condition ? bpmnFactory.create('bpmn:FormalExpression', { body: condition }) : undefined
  const made = condition ? bpmnFactory.create('bpmn:StandardLoopCharacteristics', { loopCondition, ...(/^\d+$/.test(maximum) ? { loopMaximum: Number(maximum) } : {}) }) : undefined
  modeling.updateProperties(element, { loopCharacteristics: made })
}
/** What a rule task states for inputs of its rule, by name: FEEL. */
export function inputsOf(element: Element): Record<string, string> {
  const values = (element.businessObject.extensionElements?.get('values') as Moddle[] | undefined) ?? []
  const list = (values.find((one) => one.$type === 'y:Inputs')?.get('inputs') as Moddle[] | undefined) ?? []
  return Object.fromEntries(list.map((one) => [String(one.get('name') ?? ''), String(one.get('text') ?? '')]))
}
export function setInputs(services: Pick<Services, 'modeling' | 'bpmnFactory'>, element: Element, inputs: Record<string, string>): void {
  const { bpmnFactory } = services
  const given = Object.entries(inputs).filter(([, text]) => text)
  setExtension(services, element, 'y:Inputs', given.length ? bpmnFactory.create('y:Inputs', { inputs: given.map(([name, text]) => bpmnFactory.create('y:Input', { name, text })) }) : null)
}

/** What an event is about, of events that are about something. */
export const eventOf = (element: Element) => (((element.businessObject.get('eventDefinitions') as Moddle[] | undefined) ?? [])[0]?.$type ?? '').replace(/^bpmn:|EventDefinition$/g, '')
const eventKinds: Record<string, string> = { 'bpmn:IntermediateCatchEvent': 'Catch', 'bpmn:IntermediateThrowEvent': 'Throw', 'bpmn:BoundaryEvent': 'Edge', 'bpmn:StartEvent': 'Start', 'bpmn:EndEvent': 'End' }
/** Begun by its event at any time, beside the way or instead of it. */
export const isEventSub = (element: Element) => element.type === 'bpmn:SubProcess' && element.businessObject.get('triggeredByEvent') === true
export const isStart = (element: Element) => element.type === 'bpmn:StartEvent'
export const isEnd = (element: Element) => element.type === 'bpmn:EndEvent'
/** The word of an element's kind: events by what they are about. */
export function kindOf(element: Element): string {
  if (isEventSub(element)) return 'EventSubProcess'
  const about = eventKinds[element.type] && eventOf(element)
  return about && ['Message', 'Signal', 'Timer', 'Error', 'Escalation', 'Terminate'].includes(about) ? about + eventKinds[element.type] : element.type.replace('bpmn:', '')
}
export const nameOf = (element: Element) => element.businessObject.name || ''
export const isStep = (element: Element) => element.type === 'bpmn:UserTask'
export const isService = (element: Element) => element.type === 'bpmn:ServiceTask'
export const isRuleTask = (element: Element) => element.type === 'bpmn:BusinessRuleTask'
export const isFreePart = (element: Element) => element.type === 'bpmn:AdHocSubProcess'
export const isEdge = (element: Element) => element.type === 'bpmn:BoundaryEvent'
export const isDeadline = (element: Element) => (isEdge(element) || isStart(element) || element.type === 'bpmn:IntermediateCatchEvent') && eventOf(element) === 'Timer'
/** Roles that are each asked once, as the list of a vote writes them; null when the list is an expression of another kind. */
export function rolesOfVote(participants: string): string[] | null {
  if (!participants.trim()) return []
  try {
    const list: unknown = JSON.parse(participants)
    return Array.isArray(list) && list.every((one) => typeof one === 'string' && one.startsWith('role:')) ? list.map((one: string) => one.slice(5)) : null
  } catch {
    return null
  }
}
export const voteOfRoles = (roles: string[]) => JSON.stringify(roles.map((role) => `role:${role}`))
export const isGateway = (element: Element) => element.type.endsWith('Gateway')

/** Where tokens may go to next: named by the flow and the step behind the gateways. */
export function waysOf(element: Element, seen = new Set<Element>()): { flow: Element; to: Element }[] {
  return element.outgoing
    .filter((flow) => flow.type === 'bpmn:SequenceFlow' && flow.target)
    .flatMap((flow) => {
      const to = flow.target!
      if (!isGateway(to) || seen.has(to)) return [{ flow, to }]
      return waysOf(to, new Set([...seen, to])).map((way) => ({ flow: nameOf(way.flow) ? way.flow : flow, to: way.to }))
    })
}

const holds = (node: Element | undefined) => ['bpmn:SubProcess', 'bpmn:AdHocSubProcess', 'bpmn:Transaction'].includes(node?.type ?? '')
/** How many parts an element lies in. */
export const depthOf = (node: Element): number => (holds(node.parent) ? 1 + depthOf(node.parent!) : 0)
/** Nodes in the order of the way from the start: each behind all that lead to it, ways back apart; what a part holds right behind it; what may come
 * at any time, and what nobody reaches, last. */
export function inOrder(elements: Element[]): Element[] {
  const nodes = elements.filter((one) => !one.waypoints && !one.labelTarget && one.type.startsWith('bpmn:') && !['bpmn:Process', 'bpmn:Collaboration'].includes(one.type))
  const found: Element[] = []
  const rest = new Set(nodes)
  const walk = (node: Element): void => {
    if (!rest.delete(node)) return
    const inside = holds(node) ? nodes.filter((one) => one.parent === node && !one.incoming.length && !one.host) : []
    const next = [...inside, ...nodes.filter((one) => one.host === node), ...node.outgoing.flatMap((flow) => (flow.target ? [flow.target] : []))]
    next.reverse().forEach(walk)
    found.unshift(node)
  }
  ;[...nodes.filter((one) => isStart(one) && !holds(one.parent)), ...nodes.filter(isEventSub)].reverse().forEach(walk)
  return [...found, ...rest]
}

/** Adds after `element`: on its only way on, which makes room, else beside it with a way of its own. */
export function addAfter(services: Services, element: Element, shape: Element): Element {
  const flows = element.outgoing.filter((one) => one.type === 'bpmn:SequenceFlow')
  if (flows.length !== 1 || shape.type === 'bpmn:EndEvent') return services.autoPlace.append(element, shape)
  const [flow] = flows
  const right = element.x + element.width
  const distance = shape.width + 60
  // Words of a way go with it when both its ends do; else they follow its bends.
  const isBehind = (one: Element | undefined): boolean => !!one && (one.labelTarget ? isBehind(one.labelTarget) : one.waypoints ? isBehind(one.source) && isBehind(one.target) : one.x >= right)
  const moving = services.elementRegistry.filter((one) => !one.waypoints && !!one.parent && one.parent === element.parent && one !== element && isBehind(one))
  services.modeling.createSpace(moving, [], { x: distance, y: 0 }, 'e', right)
  return services.modeling.createShape(shape, { x: right + 30 + shape.width / 2, y: element.y + element.height / 2 }, flow!)
}
