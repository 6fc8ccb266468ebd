/** What we use of bpmn-js, whose own types leave most services open. */
export interface Business {
  id: string
  name?: string
  $type: string
  $parent?: unknown
  get(name: string): unknown
  set(name: string, value: unknown): void
  default?: { id: string }
  conditionExpression?: { body?: string }
  extensionElements?: Moddle
  $attrs: Record<string, unknown>
}
export interface Moddle {
  $type: string
  $parent?: unknown
  get(name: string): unknown
}
export interface Element {
  id: string
  type: string
  businessObject: Business
  x: number
  y: number
  width: number
  height: number
  parent?: Element
  source?: Element
  target?: Element
  incoming: Element[]
  outgoing: Element[]
  children?: Element[]
  waypoints?: { x: number; y: number }[]
  labelTarget?: Element
  host?: Element
}
export interface Point {
  x: number
  y: number
}
export interface Box {
  x: number
  y: number
  width: number
  height: number
}
export interface Viewbox extends Box {
  scale: number
  inner: Box
  outer: { width: number; height: number }
}
export interface Services {
  canvas: { zoom(to: number | 'fit-viewport', at?: 'auto'): number; addMarker(id: string, marker: string): void; removeMarker(id: string, marker: string): void; scrollToElement(id: string, padding?: Record<'top' | 'right' | 'bottom' | 'left', number>): void; viewbox(box?: false): Viewbox; viewbox(box: Box): void; getRootElement(): Element }
  elementRegistry: { get(id: string): Element | undefined; filter(test: (element: Element) => boolean): Element[] }
  elementFactory: { createShape(attributes: Record<string, unknown>): Element }
  contextPad: { isOpen(): boolean; open(of: Element, isAnew: boolean): void }
  selection: { select(element: Element | null): void; get(): Element[] }
  modeling: {
    updateProperties(element: Element, properties: Record<string, unknown>): void
    updateModdleProperties(element: Element, of: Business | Moddle, properties: Record<string, unknown>): void
    createShape(shape: Element, at: Point, parent: Element, hints?: { attach?: boolean }): Element
    createSpace(moving: Element[], resizing: Element[], delta: Point, direction: string, start: number): void
    connect(source: Element, target: Element): Element
    resizeShape(shape: Element, bounds: Box): void
    removeElements(elements: Element[]): void
  }
  autoPlace: { append(source: Element, shape: Element): Element }
  bpmnReplace: { replaceElement(element: Element, target: { type: string }): Element }
  bpmnFactory: { create(type: string, properties: Record<string, unknown>): Moddle }
  commandStack: { execute(command: string, context: Record<string, unknown>): void; undo(): void; redo(): void; canUndo(): boolean; canRedo(): boolean }
  eventBus: { on(event: string, act: (event: { newSelection?: Element[]; trigger?: string }) => void): void }
  overlays: { add(id: string, kind: string, overlay: { position: Record<string, number>; html: string | HTMLElement }): string; remove(filter: { type: string }): void }
  rules: { allowed(rule: string, context: Record<string, unknown>): unknown }
  create: { start(event: Event, shape: Element): void }
  connect: { start(event: Event, source: Element): void }
}
export interface Modeler {
  importXML(xml: string): Promise<{ warnings: { message: string }[] }>
  saveXML(options: { format: boolean }): Promise<{ xml?: string }>
  get<Name extends keyof Services>(name: Name): Services[Name]
  destroy(): void
}
