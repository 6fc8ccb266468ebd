import type { Element, Moddle, Services } from './types'

/** 逐项办理: done once for each item of a list, or a number of times. */
export type Times = 'once' | 'items' | 'count'
export interface ItemFacts {
  kind: Times
  /** FEEL: a list. */
  items: string
  count: string
  item: string
  results: string
  until: string
  isSequential: boolean
}

const loopOf = (element: Element) => {
  const loop = element.businessObject.get('loopCharacteristics') as Moddle | undefined
  return loop?.$type === 'bpmn:MultiInstanceLoopCharacteristics' ? loop : undefined
}
const bodyOf = (loop: Moddle | undefined, name: string) => String((loop?.get(name) as Moddle | undefined)?.get('body') ?? '')
const textOf = (loop: Moddle | undefined, name: string) => String(loop?.get(name) ?? '')

/** A list that another program keeps in a data object is shown by its name. */
const dataOf = (loop: Moddle | undefined) => {
  const data = loop?.get('loopDataInputRef') as Moddle | undefined
  return data ? String(data.get('name') ?? '') || String(data.get('id') ?? '') : ''
}
export function itemsOf(element: Element): ItemFacts {
  const loop = element.waypoints ? undefined : loopOf(element)
  const count = bodyOf(loop, 'loopCardinality')
  return { kind: !loop ? 'once' : count ? 'count' : 'items', items: textOf(loop, 'y:items') || dataOf(loop), count, item: textOf(loop, 'y:item'), results: textOf(loop, 'y:results'),
    until: bodyOf(loop, 'completionCondition'), isSequential: loop?.get('isSequential') === true }
}

/** Written anew as a whole, so that undo takes back what was meant as one thing. */
export function setItems(services: Pick<Services, 'modeling' | 'bpmnFactory'>, element: Element, facts: ItemFacts): void {
  const { bpmnFactory, modeling } = services
  const formal = (body: string) => (body ? bpmnFactory.create('bpmn:FormalExpression', { body }) : undefined)
  if (facts.kind === 'once') return modeling.updateProperties(element, { loopCharacteristics: undefined })
  const isList = facts.kind === 'items'
  const loopCharacteristics = bpmnFactory.create('bpmn:MultiInstanceLoopCharacteristics', {
    isSequential: facts.isSequential, loopCardinality: isList ? undefined : formal(facts.count || '2'), completionCondition: formal(facts.until),
    'y:items': isList ? facts.items || undefined : undefined, 'y:item': facts.item || undefined, 'y:results': facts.results || undefined,
  })
  modeling.updateProperties(element, { loopCharacteristics })
}
