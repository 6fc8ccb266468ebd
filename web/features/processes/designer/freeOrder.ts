import { newShape } from './restrict'
import { isFreePart, setAttribute } from './steps'
import { together } from './together'
import type { Element, Moddle, Services } from './types'

/** 自由顺序: how a part ends in which people choose the order, and what may be begun in it. */
export type Ending = 'people' | 'each' | 'condition'
export interface FreeFacts {
  role: string
  ending: Ending
  condition: string
  isOneByOne: boolean
}
export function freeFactsOf(element: Element): FreeFacts {
  const of = element.businessObject
  const condition = String((of.get('completionCondition') as Moddle | undefined)?.get('body') ?? '')
  return { role: String(of.get('y:role') ?? ''), ending: of.get('y:finish') === 'people' ? 'people' : condition ? 'condition' : 'each', condition, isOneByOne: of.get('ordering') === 'Sequential' }
}
export function setCondition({ bpmnFactory, modeling }: Pick<Services, 'bpmnFactory' | 'modeling'>, element: Element, text: string): void {
  modeling.updateProperties(element, { completionCondition: text ? bpmnFactory.create('bpmn:FormalExpression', { body: text }) : undefined })
}
/** A part that ends by itself when a condition holds has one from the start. */
export function setEnding(services: Pick<Services, 'bpmnFactory' | 'modeling' | 'commandStack'>, element: Element, ending: Ending): void {
  together(services, () => {
    setAttribute(services.modeling, element, 'finish', ending === 'people' ? 'people' : '')
    if (ending !== 'people') setCondition(services, element, ending === 'condition' ? freeFactsOf(element).condition || 'outcome = "forwarded"' : '')
  })
}
export const setOneByOne = (modeling: Services['modeling'], element: Element, isOneByOne: boolean) => modeling.updateProperties(element, { ordering: isOneByOne ? 'Sequential' : undefined })

/** What people can begin: activities nothing leads to. */
export const startsIn = (part: Element, elements: Element[]): Element[] => elements.filter((one) => one.parent === part && !one.waypoints && !one.labelTarget && !one.host && !one.incoming.length)
export const isFreeStart = (element: Element): boolean => !!element.parent && isFreePart(element.parent) && !element.waypoints && !element.host && !element.incoming.length
export const freeRuleOf = (element: Element) => ({ isNeeded: element.businessObject.get('y:needed') === 'true', isOnce: element.businessObject.get('y:once') === 'true' })

const [columns, left, top, across, down] = [2, 40, 50, 150, 110]
/** A further step inside, two beside each other; the part grows downward, where it is in nobody's way. */
export function addInside(services: Services, part: Element): Element {
  const { modeling, elementFactory, elementRegistry } = services
  const count = elementRegistry.filter((one) => one.parent === part && !one.waypoints && !one.labelTarget && !one.host).length
  const shape = newShape(elementFactory, { type: 'bpmn:UserTask' })
  const [x, y] = [part.x + left + (count % columns) * across, part.y + top + Math.floor(count / columns) * down]
  const bottom = y + shape.height + 30
  return together(services, () => {
    if (bottom > part.y + part.height) modeling.resizeShape(part, { x: part.x, y: part.y, width: part.width, height: bottom - part.y })
    return modeling.createShape(shape, { x: x + shape.width / 2, y: y + shape.height / 2 }, part)
  })
}
