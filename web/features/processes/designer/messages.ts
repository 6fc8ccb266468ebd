import { eventOf } from './steps'
import { together } from './together'
import type { Element, Moddle, Services } from './types'

/** 消息、信号、错误和升级 of a drawing: named once in the file, referred to by the elements that send or wait for them. */
export type ToldKind = 'Message' | 'Signal' | 'Error' | 'Escalation'
const codes: Partial<Record<ToldKind, string>> = { Error: 'errorCode', Escalation: 'escalationCode' }

const isTask = (element: Element) => element.type === 'bpmn:SendTask' || element.type === 'bpmn:ReceiveTask'
/** What an element sends or waits for; '' when it does neither. */
export function toldBy(element: Element): ToldKind | '' {
  if (isTask(element)) return 'Message'
  const about = element.waypoints || element.labelTarget ? '' : eventOf(element)
  return ['Message', 'Signal', 'Error', 'Escalation'].includes(about) ? (about as ToldKind) : ''
}
export const isSending = (element: Element) => ['bpmn:IntermediateThrowEvent', 'bpmn:EndEvent', 'bpmn:SendTask'].includes(element.type)

/** The part of the element that refers to the message: a task itself, the definition of an event. */
const holderOf = (element: Element): { get(name: string): unknown } => (isTask(element) ? element.businessObject : (element.businessObject.get('eventDefinitions') as Moddle[])[0]!)
const refName = (kind: ToldKind) => `${kind.toLowerCase()}Ref`
/** Errors and escalations of other tools may have a code and no name. */
const named = (one: Moddle | undefined) => String(one?.get('name') || (one?.$type === 'bpmn:Error' && one.get('errorCode')) || (one?.$type === 'bpmn:Escalation' && one.get('escalationCode')) || '')

export function nameTold(element: Element): string {
  const kind = toldBy(element)
  return kind ? named(holderOf(element).get(refName(kind)) as Moddle | undefined) : ''
}

/** Refers the element to the message of that name, which comes into the file with its first user and leaves it with the last. */
export function setTold(services: Services, element: Element, name: string): void {
  const kind = toldBy(element)
  if (!kind || name === nameTold(element)) return
  const root = services.canvas.getRootElement().businessObject as unknown as { $parent: Moddle }
  const definitions = root.$parent
  const roots = definitions.get('rootElements') as Moddle[]
  const before = holderOf(element).get(refName(kind)) as Moddle | undefined
  const isShared = services.elementRegistry.filter((one) => one !== element && toldBy(one) === kind && holderOf(one).get(refName(kind)) === before).length > 0
  let next = name ? roots.find((one) => one.$type === `bpmn:${kind}` && named(one) === name) : undefined
  const kept = roots.filter((one) => one !== before || isShared || one === next)
  if (name && !next) {
    next = services.bpmnFactory.create(`bpmn:${kind}`, { name, ...(codes[kind] ? { [codes[kind]!]: name } : {}) })
    ;(next as { $parent?: unknown }).$parent = definitions
    kept.push(next)
  }
  together(services, () => {
    services.modeling.updateModdleProperties(element, definitions, { rootElements: kept })
    if (isTask(element)) services.modeling.updateProperties(element, { [refName(kind)]: next })
    else services.modeling.updateModdleProperties(element, holderOf(element) as Moddle, { [refName(kind)]: next })
  })
}

/** Names that this drawing sends (or waits for) itself. */
export const namesTold = (elements: Element[], kind: ToldKind, sends: boolean): string[] => [...new Set(elements.filter((one) => toldBy(one) === kind && isSending(one) === sends).map(nameTold).filter(Boolean))]
