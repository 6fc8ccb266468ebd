import chinese from './zh-CN.json'
import { addAfter, isEventSub } from './steps'
import { Together, together } from './together'
import type { Element, Moddle, Services } from './types'

/** What a button or a choice draws; `key` tells events of one type apart. */
export interface Tool {
  key: string
  type: string
  words: string
  icon: string
  event?: 'Message' | 'Signal' | 'Timer' | 'Error' | 'Escalation' | 'Terminate'
  isByEvent?: boolean
  /** Offered beside the chosen element as well; the rest would cover the drawing, they are in the palette and the outline. */
  isCommon?: boolean
}
/** What may be drawn: the elements by which cases run. The server refuses the others on publication (processes/not-in-cases). */
export const drawable: Tool[] = [
  { key: 'bpmn:UserTask', type: 'bpmn:UserTask', isCommon: true, words: 'Step', icon: 'bpmn-icon-user-task' },
  { key: 'bpmn:ExclusiveGateway', type: 'bpmn:ExclusiveGateway', isCommon: true, words: 'Exclusive gateway', icon: 'bpmn-icon-gateway-xor' },
  { key: 'bpmn:ParallelGateway', type: 'bpmn:ParallelGateway', isCommon: true, words: 'Parallel gateway', icon: 'bpmn-icon-gateway-parallel' },
  { key: 'bpmn:InclusiveGateway', type: 'bpmn:InclusiveGateway', words: 'Inclusive gateway', icon: 'bpmn-icon-gateway-or' },
  { key: 'bpmn:ServiceTask', type: 'bpmn:ServiceTask', words: 'Service', icon: 'bpmn-icon-service-task' },
  { key: 'bpmn:BusinessRuleTask', type: 'bpmn:BusinessRuleTask', words: 'Business rule task', icon: 'bpmn-icon-business-rule-task' },
  { key: 'bpmn:SubProcess', type: 'bpmn:SubProcess', isCommon: true, words: 'Sub-process', icon: 'bpmn-icon-subprocess-expanded' },
  { key: 'bpmn:AdHocSubProcess', type: 'bpmn:AdHocSubProcess', words: 'Free order', icon: 'bpmn-icon-ad-hoc-marker' },
  { key: 'bpmn:CallActivity', type: 'bpmn:CallActivity', words: 'Call activity', icon: 'bpmn-icon-call-activity' },
  { key: 'bpmn:EndEvent', type: 'bpmn:EndEvent', isCommon: true, words: 'End event', icon: 'bpmn-icon-end-event-none' },
  { key: 'MessageCatch', type: 'bpmn:IntermediateCatchEvent', event: 'Message', words: 'Message catch event', icon: 'bpmn-icon-intermediate-event-catch-message' },
  { key: 'MessageThrow', type: 'bpmn:IntermediateThrowEvent', event: 'Message', words: 'Message throw event', icon: 'bpmn-icon-intermediate-event-throw-message' },
  { key: 'TimerCatch', type: 'bpmn:IntermediateCatchEvent', event: 'Timer', words: 'Timer catch event', icon: 'bpmn-icon-intermediate-event-catch-timer' },
  { key: 'bpmn:EventBasedGateway', type: 'bpmn:EventBasedGateway', words: 'Event-based gateway', icon: 'bpmn-icon-gateway-eventbased' },
  { key: 'SignalCatch', type: 'bpmn:IntermediateCatchEvent', event: 'Signal', words: 'Signal catch event', icon: 'bpmn-icon-intermediate-event-catch-signal' },
  { key: 'SignalThrow', type: 'bpmn:IntermediateThrowEvent', event: 'Signal', words: 'Signal throw event', icon: 'bpmn-icon-intermediate-event-throw-signal' },
  { key: 'ErrorEnd', type: 'bpmn:EndEvent', event: 'Error', words: 'Error end event', icon: 'bpmn-icon-end-event-error' },
  { key: 'TerminateEnd', type: 'bpmn:EndEvent', event: 'Terminate', words: 'Terminate end event', icon: 'bpmn-icon-end-event-terminate' },
  { key: 'EscalationThrow', type: 'bpmn:IntermediateThrowEvent', event: 'Escalation', words: 'Escalation throw event', icon: 'bpmn-icon-intermediate-event-throw-escalation' },
]
/** Beside the way on: what begins it, holds steps together, or says with a task what an event says as well. */
const onlyFromPalette: Tool[] = [
  { key: 'bpmn:StartEvent', type: 'bpmn:StartEvent', words: 'Start event', icon: 'bpmn-icon-start-event-none' },
  { key: 'EventSubProcess', type: 'bpmn:SubProcess', isByEvent: true, words: 'Event sub-process', icon: 'bpmn-icon-event-subprocess-expanded' },
  { key: 'bpmn:ReceiveTask', type: 'bpmn:ReceiveTask', words: 'Receive task', icon: 'bpmn-icon-receive-task' },
  { key: 'bpmn:SendTask', type: 'bpmn:SendTask', words: 'Send task', icon: 'bpmn-icon-send-task' },
]

type Translate = (words: string, put?: Record<string, string>) => string
interface Entry {
  group: string
  className: string
  title: string
  html?: string
  action: Record<string, (event: Event, element: Element) => void>
}
type Entries = Record<string, Entry>

/** A step nobody has said more about. */
export const stepBegins = { 'y:role': 'handler', 'y:department': 'own', 'y:stage': 'review', 'y:opinionRequired': 'true' }
export function newShape(factory: Services['elementFactory'], tool: Pick<Tool, 'type' | 'event' | 'isByEvent'>): Element {
  const { type, event, isByEvent } = tool
  const shape = factory.createShape({ type, ...(type === 'bpmn:SubProcess' || type === 'bpmn:AdHocSubProcess' ? { isExpanded: true } : {}), ...(isByEvent ? { triggeredByEvent: true } : {}), ...(event ? { eventDefinitionType: `bpmn:${event}EventDefinition` } : {}) })
  if (type === 'bpmn:UserTask') for (const [name, value] of Object.entries(stepBegins)) shape.businessObject.set(name, value)
  if (type === 'bpmn:AdHocSubProcess') shape.businessObject.set('y:finish', 'people')
  if (type === 'bpmn:ServiceTask') shape.businessObject.set('y:topic', 'send_reminder')
  if (type === 'bpmn:BusinessRuleTask') shape.businessObject.set('y:resultVariable', 'result')
  return shape
}

/** At the edge of a step: what takes it over, or runs beside it, when something comes. */
function addEdge(services: Services, step: Element, event: NonNullable<Tool['event']>): Element {
  const shape = newShape(services.elementFactory, { type: 'bpmn:BoundaryEvent', event })
  const taken = services.elementRegistry.filter((one) => one.host === step).length
  return together(services, () => {
    const added = services.modeling.createShape(shape, { x: step.x + step.width - 20 - 45 * taken, y: step.y + step.height }, step, { attach: true })
    if (event !== 'Error') services.modeling.updateProperties(added, { cancelActivity: false })
    return added
  })
}
export const addMessageEdge = (services: Services, step: Element): Element => addEdge(services, step, 'Message')
/** At the edge of a sub-process: what is thrown in it. */
export const addThrownEdge = (services: Services, host: Element, event: 'Error' | 'Escalation'): Element => addEdge(services, host, event)
/** 超时: a time at the edge of a step, counted in working days; the step goes on unless the time takes it over. */
export function addDeadline(services: Services, step: Element, days: number): Element {
  return together(services, () => {
    const added = addEdge(services, step, 'Timer')
    setDeadline(services, added, days)
    return added
  })
}
/** Written for cases, which count working days, and for other programs. */
export function setDeadline(services: Pick<Services, 'modeling' | 'bpmnFactory' | 'commandStack'>, event: Element, days: number): void {
  const definition = (event.businessObject.get('eventDefinitions') as Moddle[] | undefined)?.[0]
  if (!definition) return
  const timeDuration = services.bpmnFactory.create('bpmn:FormalExpression', { body: `P${days}D` })
  together(services, () => {
    services.modeling.updateModdleProperties(event, definition, { timeDuration, timeDate: undefined, timeCycle: undefined })
    services.modeling.updateProperties(event, { 'y:limitDays': String(days) })
  })
}

export interface ScopeWords {
  name: string
  start: string
  step: string
  end: string
}
/** What a sub-process begins with: a start, a step and an end. @returns the start. */
function fillScope(services: Services, sub: Element, words: ScopeWords, event?: Tool['event']): Element {
  const { modeling, elementFactory } = services
  const put = (tool: Pick<Tool, 'type' | 'event'>, x: number, name: string) => {
    const shape = modeling.createShape(newShape(elementFactory, tool), { x: sub.x + x, y: sub.y + sub.height / 2 }, sub)
    modeling.updateProperties(shape, { name })
    return shape
  }
  const start = put({ type: 'bpmn:StartEvent', ...(event ? { event } : {}) }, 50, words.start)
  const step = put({ type: 'bpmn:UserTask' }, 175, words.step)
  modeling.connect(start, step)
  modeling.connect(step, put({ type: 'bpmn:EndEvent' }, 300, words.end))
  return start
}
/** After an element; a sub-process comes with what it needs to run. */
export function addTool(services: Services, tool: Tool, after: Element, words: ScopeWords): Element {
  return together(services, () => {
    const added = addAfter(services, after, newShape(services.elementFactory, tool))
    if (added.type === 'bpmn:SubProcess') fillScope(services, added, words)
    return added
  })
}
/** 事件子流程: begun by a message at any time, beside the way, until it is drawn otherwise; below everything else. @returns its start. */
export function addEventSub(services: Services, words: ScopeWords): Element {
  const { modeling, elementFactory, canvas } = services
  const shapes = services.elementRegistry.filter((one) => !one.waypoints && !one.labelTarget && !!one.parent)
  const left = Math.min(...shapes.map((one) => one.x))
  // Ways back run below the shapes.
  const ways = services.elementRegistry.filter((one) => !!one.waypoints).flatMap((one) => one.waypoints!)
  const bottom = Math.max(...shapes.map((one) => one.y + one.height), ...ways.map((one) => one.y))
  return together(services, () => {
    const sub = modeling.createShape(newShape(elementFactory, { type: 'bpmn:SubProcess', isByEvent: true }), { x: left + 175, y: bottom + 160 }, canvas.getRootElement())
    modeling.updateProperties(sub, { name: words.name })
    const start = fillScope(services, sub, words, 'Message')
    modeling.updateProperties(start, { isInterrupting: false })
    return start
  })
}

interface Place { registerProvider(provider: unknown): void }

class Palette {
  static $inject = ['palette', 'create', 'elementFactory', 'spaceTool', 'lassoTool', 'handTool', 'globalConnect', 'translate']
  constructor(
    palette: Place,
    private create: Services['create'],
    private factory: Services['elementFactory'],
    private spaceTool: { activateSelection(event: Event): void },
    private lassoTool: { activateSelection(event: Event): void },
    private handTool: { activateHand(event: Event): void },
    private globalConnect: { start(event: Event): void },
    private translate: Translate,
  ) {
    palette.registerProvider(this)
  }
  getPaletteEntries(): Entries {
    // Pictures alone tell only those who know BPMN what they are.
    const named = (words: string) => `<div class="entry" draggable="true" data-word="${this.translate(words)}"></div>`
    const tool = (className: string, words: string, act: (event: Event) => void): Entry => ({ group: 'tools', className, title: this.translate(words), html: named(words), action: { click: act } })
    const entries: Entries = {
      'hand-tool': tool('bpmn-icon-hand-tool', 'Activate hand tool', (event) => this.handTool.activateHand(event)),
      'lasso-tool': tool('bpmn-icon-lasso-tool', 'Activate lasso tool', (event) => this.lassoTool.activateSelection(event)),
      'space-tool': tool('bpmn-icon-space-tool', 'Activate create/remove space tool', (event) => this.spaceTool.activateSelection(event)),
      'global-connect-tool': tool('bpmn-icon-connection-multi', 'Activate global connect tool', (event) => this.globalConnect.start(event)),
    }
    const [first, ...others] = onlyFromPalette
    for (const one of [first!, ...drawable, ...others]) {
      const start = (event: Event) => this.create.start(event, newShape(this.factory, one))
      entries[`create.${one.key}`] = { group: 'elements', className: one.icon, title: this.translate('Create {type}', { type: this.translate(one.words) }), html: named(one.words), action: { dragstart: start, click: start } }
    }
    return entries
  }
}

class ContextPad {
  static $inject = ['contextPad', 'elementFactory', 'autoPlace', 'connect', 'modeling', 'translate']
  constructor(
    contextPad: Place,
    private factory: Services['elementFactory'],
    private autoPlace: Services['autoPlace'],
    private connect: Services['connect'],
    private modeling: Services['modeling'],
    private translate: Translate,
  ) {
    contextPad.registerProvider(this)
  }
  getContextPadEntries(element: Element): Entries {
    const entries: Entries = {}
    if (!element.waypoints && element.type !== 'bpmn:EndEvent' && element.type !== 'label' && !isEventSub(element)) {
      for (const one of drawable.filter((tool) => tool.isCommon))
        entries[`append.${one.key}`] = {
          group: 'model', className: one.icon, title: this.translate('Append {type}', { type: this.translate(one.words) }),
          action: { click: () => this.autoPlace.append(element, newShape(this.factory, one)) },
        }
      const start = (event: Event) => this.connect.start(event, element)
      entries.connect = { group: 'connect', className: 'bpmn-icon-connection-multi', title: this.translate('Connect to other element'), action: { click: start, dragstart: start } }
    }
    entries.delete = { group: 'edit', className: 'bpmn-icon-trash', title: this.translate('Delete'), action: { click: () => this.modeling.removeElements([element]) } }
    return entries
  }
  getMultiElementContextPadEntries(elements: Element[]): Entries {
    return { delete: { group: 'edit', className: 'bpmn-icon-trash', title: this.translate('Delete'), action: { click: () => this.modeling.removeElements(elements) } } }
  }
}

/** The menu that turns elements into kinds that do not run stays empty; gateways change their kind in the properties. */
class NoReplaceMenu {
  static $inject = []
}

/** Modules that stand in for those of bpmn-js, and ours beside them. */
export const restricted = (isChinese: boolean) => ({
  paletteProvider: ['type', Palette],
  contextPadProvider: ['type', ContextPad],
  replaceMenuProvider: ['type', NoReplaceMenu],
  together: ['type', Together],
  __init__: ['together'],
  translate: ['value', (words: string, put: Record<string, string> = {}) =>
    ((isChinese && (chinese as Record<string, string>)[words]) || words).replace(/\{(\w+)\}/g, (all, name: string) => put[name] ?? all)],
})
