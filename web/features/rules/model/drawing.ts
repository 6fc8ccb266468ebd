/** Places of new elements in the diagram of the text. A text without a diagram stays without. */
import type { Edit } from './xml'

const sizes = { inputData: [125, 45], decision: [180, 80], businessKnowledgeModel: [135, 46] } as const
/** Of shapes and lines since DMN 1.2; earlier texts have no diagram that others could read. */
const [shapesSpace, linesSpace] = ['http://www.omg.org/spec/DMN/20180521/DC/', 'http://www.omg.org/spec/DMN/20180521/DI/']

const diagramOf = (edit: Edit) => edit.all().find((one) => one.localName === 'DMNDiagram')
const numbers = (of: Element, ...names: string[]) => names.map((name) => Number(of.getAttribute(name) ?? 0))
const boundsOf = (shape: Element) => [...shape.children].find((one) => one.localName === 'Bounds')
function shapeOf(diagram: Element, id: string): number[] | null {
  const bounds = [...diagram.children].filter((one) => one.getAttribute('dmnElementRef') === id).map(boundsOf)[0]
  return bounds ? numbers(bounds, 'x', 'y', 'width', 'height') : null
}
function draw(edit: Edit, diagram: Element, name: 'DMNShape' | 'DMNEdge', of: string): Element {
  const made = edit.document.createElementNS(diagram.namespaceURI, diagram.prefix ? `${diagram.prefix}:${name}` : name)
  made.setAttribute('id', edit.fresh(name === 'DMNShape' ? 'shape' : 'edge'))
  made.setAttribute('dmnElementRef', of)
  diagram.append(made)
  return made
}
function point(edit: Edit, into: Element, space: string, name: string, values: Record<string, number>): void {
  const made = edit.document.createElementNS(space, name)
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, String(Math.round(value)))
  into.append(made)
}

/** To the right of everything; inputs stand below, the rest in the middle. */
export function drawShape(edit: Edit, id: string, kind: keyof typeof sizes): void {
  const diagram = diagramOf(edit)
  if (!diagram) return
  const rights = [...diagram.children].flatMap((one) => boundsOf(one) ?? []).map((one) => numbers(one, 'x', 'width')).map(([x, width]) => x! + width!)
  const [width, height] = sizes[kind]
  point(edit, draw(edit, diagram, 'DMNShape', id), shapesSpace, 'dc:Bounds', { height, width, x: Math.max(120, ...rights) + 40, y: kind === 'inputData' ? 380 : 220 })
}
/** From what is taken up to what takes it. */
export function drawEdge(edit: Edit, requirement: string, user: string, taken: string): void {
  const diagram = diagramOf(edit)
  const [to, from] = diagram ? [shapeOf(diagram, user), shapeOf(diagram, taken)] : []
  if (!diagram || !to || !from) return
  const edge = draw(edit, diagram, 'DMNEdge', requirement)
  for (const [[x, y, width, height], isTop] of [[from, true], [to, false]] as const) point(edit, edge, linesSpace, 'di:waypoint', { x: x! + width! / 2, y: y! + (isTop ? 0 : height!) })
}
