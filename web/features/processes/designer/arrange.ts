import { documentOf } from '@/shared/http'
import { all, type Boxes, downFrom, idOf, kids, model, reference, surroundings } from './surroundings'
import type { Box, Point } from './types'

/** A picture for a model that has none, or in place of the one it has. Only the picture is added to the text: everything else of the file stays as it is, letter for letter. */
export type Arranged = { xml: string; left: string[] } | { problem: 'unreadable' | 'no_step' | 'several' | 'no_id' | 'not_placed' | 'not_arranged'; element?: string }

const spaces = { di: 'http://www.omg.org/spec/BPMN/20100524/DI', dc: 'http://www.omg.org/spec/DD/20100524/DC', dd: 'http://www.omg.org/spec/DD/20100524/DI' }
const scopes = ['subProcess', 'adHocSubProcess', 'transaction']
const node = /(Event|Task|Gateway|Activity|SubProcess|^task|^subProcess|^transaction)$/
/** What is kept in the file and has no place in a picture that was arranged. */
const undrawn = ['lane', 'dataObjectReference', 'dataStoreReference', 'group']

const nodesIn = (of: Element) => kids(of).filter((one) => node.test(one.localName))
const flowsIn = (of: Element) => kids(of).filter((one) => one.localName === 'sequenceFlow')
const quoted = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const everyPicture = /[ \t]*<((?:[\w.-]+:)?BPMNDiagram)\b(?:[^>]*\/>|[^]*?<\/\1\s*>)\s*/g
const closing = /<\/(?:[\w.-]+:)?definitions\s*>(?=(?:\s|<!--[^]*?-->|<\?[^]*?\?>)*$)/

/** Whether anything is drawn; a text that cannot be read counts as drawn: the modeler says what is wrong with it. */
export function hasPicture(xml: string): boolean {
  const file = documentOf(xml)
  return !file || all(file, model, 'definitions').length === 0 || all(file, spaces.di, 'BPMNShape').length > 0
}

/** The bare model, as the arranger reads it: nodes and flows under names of our own, sub-processes open. */
class Skeleton {
  readonly ids = new Map<string, Element>()
  private readonly names = new Map<string, string>()
  private readonly open: string[] = []
  constructor(private readonly process: Element) {}

  text(): string {
    const inside = this.scope(this.process)
    const shapes = this.open.map((name) => `<di:BPMNShape id="s_${name}" bpmnElement="${name}" isExpanded="true"><dc:Bounds x="0" y="0" width="1" height="1"/></di:BPMNShape>`)
    return `<definitions xmlns="${model}" xmlns:di="${spaces.di}" xmlns:dc="${spaces.dc}" id="d" targetNamespace="t"><process id="p">${inside}</process><di:BPMNDiagram id="g"><di:BPMNPlane id="l" bpmnElement="p">${shapes.join('')}</di:BPMNPlane></di:BPMNDiagram></definitions>`
  }
  private name(of: Element): string {
    const name = `n${this.ids.size}`
    this.ids.set(name, of)
    this.names.set(idOf(of), name)
    return name
  }
  private scope(of: Element): string {
    const nodes = nodesIn(of)
    for (const one of nodes) this.name(one)
    const known = new Set(nodes.map(idOf))
    const flows = flowsIn(of).filter((one) => known.has(reference(one, 'sourceRef')) && known.has(reference(one, 'targetRef')))
    const ways = flows.map((one) => ({ name: this.name(one), from: reference(one, 'sourceRef'), to: reference(one, 'targetRef') }))
    const drawn = nodes.map((one) => {
      const [id, name] = [idOf(one), this.names.get(idOf(one))!]
      const isScope = scopes.includes(one.localName)
      if (isScope) this.open.push(name)
      const host = one.localName === 'boundaryEvent' ? ` attachedToRef="${this.names.get(reference(one, 'attachedToRef')) ?? ''}"` : ''
      const ends = ways.map((way) => (way.to === id ? `<incoming>${way.name}</incoming>` : '') + (way.from === id ? `<outgoing>${way.name}</outgoing>` : '')).join('')
      return `<${one.localName} id="${name}"${host}>${ends}${isScope ? this.scope(one) : ''}</${one.localName}>`
    })
    return drawn.join('') + ways.map((way) => `<sequenceFlow id="${way.name}" sourceRef="${this.names.get(way.from)}" targetRef="${this.names.get(way.to)}"/>`).join('')
  }
}

/** Shapes, then edges, as far as they have a place. */
const pictured = (picture: Document) => [...all(picture, spaces.di, 'BPMNShape').filter((one) => all(one, spaces.dc, 'Bounds').length), ...all(picture, spaces.di, 'BPMNEdge').filter((one) => all(one, spaces.dd, 'waypoint').length > 1)]
const numberOf = (of: Element, name: string) => Math.round(Number(of.getAttribute(name)))
const boxOf = (of: Element): Box => ({ x: numberOf(of, 'x'), y: numberOf(of, 'y'), width: numberOf(of, 'width'), height: numberOf(of, 'height') })
const isSame = (one: Point, other: Point | undefined) => one.x === other?.x && one.y === other.y
/** The picture in the words of the file: its prefixes where it has them, ids that are free. */
function written(picture: Document, skeleton: Skeleton, file: Document, process: Element): string {
  const root = file.documentElement
  const taken = new Set([root, ...root.getElementsByTagName('*')].filter((one) => one.namespaceURI !== spaces.di).map(idOf))
  const fresh = (wish: string): string => {
    while (taken.has(wish)) wish += '_1'
    taken.add(wish)
    return wish
  }
  const declared: string[] = []
  const prefix = (space: string, wish: string) => {
    const found = [...root.attributes].find((one) => one.value === space && one.name.startsWith('xmlns:'))
    if (found) return found.name.slice(6)
    declared.push(` xmlns:${wish}="${space}"`)
    return wish
  }
  const [di, dc, dd] = [prefix(spaces.di, 'bpmndi'), prefix(spaces.dc, 'dc'), prefix(spaces.dd, 'di')]
  const lines: string[] = []
  const shape = (id: string, box: Box, flags = '') =>
    lines.push(`<${di}:BPMNShape id="${fresh(`shape_${id}`)}" bpmnElement="${quoted(id)}"${flags}><${dc}:Bounds x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" /></${di}:BPMNShape>`)
  const edge = (id: string, points: Point[]) => {
    const bends = points.filter((point, at) => !isSame(point, points[at - 1])).map((point) => `<${dd}:waypoint x="${point.x}" y="${point.y}" />`)
    lines.push(`<${di}:BPMNEdge id="${fresh(`edge_${id}`)}" bpmnElement="${quoted(id)}">${bends.join('')}</${di}:BPMNEdge>`)
  }
  const boxes: Boxes = new Map()
  const edges = new Set(all(file, model, 'boundaryEvent').map(idOf))
  for (const one of pictured(picture)) {
    const of = skeleton.ids.get(one.getAttribute('bpmnElement') ?? '')
    if (!of) continue
    const id = idOf(of)
    const bounds = all(one, spaces.dc, 'Bounds')[0]
    if (bounds) {
      boxes.set(id, boxOf(bounds))
      shape(id, boxes.get(id)!, (scopes.includes(of.localName) ? ' isExpanded="true"' : '') + (of.localName === 'exclusiveGateway' ? ' isMarkerVisible="true"' : ''))
      continue
    }
    const [from, to] = [reference(of, 'sourceRef'), reference(of, 'targetRef')]
    const points = (edges.has(from) && downFrom(boxes.get(from)!, boxes.get(to)!)) || all(one, spaces.dd, 'waypoint').map((point) => ({ x: numberOf(point, 'x'), y: numberOf(point, 'y') }))
    boxes.set(id, { ...points[Math.floor(points.length / 2)]!, width: 0, height: 0 }) // remarks may hang on it
    edge(id, points)
  }
  const beside = surroundings(file, process, boxes)
  for (const { id, box, points } of beside.parts) {
    if (box) shape(id, box, beside.pools.has(id) ? ' isHorizontal="true"' : '')
    else edge(id, points!)
  }
  const inside = lines.map((line) => `      ${line}\n`).join('')
  return `  <${di}:BPMNDiagram${declared.join('')} id="${fresh('diagram_arranged')}">\n    <${di}:BPMNPlane id="${fresh('plane_arranged')}" bpmnElement="${quoted(beside.plane)}">\n${inside}    </${di}:BPMNPlane>\n  </${di}:BPMNDiagram>\n`
}

export async function arrange(xml: string): Promise<Arranged> {
  const file = documentOf(xml)
  const processes = file ? all(file, model, 'process') : []
  if (!file || !processes.length || !closing.test(xml)) return { problem: 'unreadable' }
  const filled = processes.filter((one) => nodesIn(one).length)
  if (!filled.length) return { problem: 'no_step' }
  if (filled.length > 1) return { problem: 'several' }
  const process = filled[0]!
  const skeleton = new Skeleton(process)
  const drawn = [...process.getElementsByTagName('*')].filter((one) => one.namespaceURI === model && (node.test(one.localName) || one.localName === 'sequenceFlow'))
  const nameOf = (of: Element) => of.getAttribute('name') || idOf(of) || of.localName
  const nameless = [process, ...drawn].find((one) => !idOf(one))
  if (nameless) return { problem: 'no_id', element: nameOf(nameless) }
  let picture: Document | null
  try {
    const { layoutProcess } = await import('bpmn-auto-layout')
    picture = documentOf(await layoutProcess(skeleton.text()))
  } catch {
    return { problem: 'not_arranged' }
  }
  if (!picture) return { problem: 'not_arranged' }
  // What has no place would be lost from sight: rather no picture than half of one.
  const placed = new Set(pictured(picture).map((one) => skeleton.ids.get(one.getAttribute('bpmnElement') ?? '')))
  const hasHost = (event: Element) => drawn.some((one) => idOf(one) === reference(event, 'attachedToRef') && one.parentElement === event.parentElement)
  const missing = drawn.find((one) => !placed.has(one) || (one.localName === 'boundaryEvent' && !hasHost(one)))
  if (missing) return { problem: 'not_placed', element: nameOf(missing) }
  const bare = all(file, spaces.di, 'BPMNDiagram').length ? xml.replace(everyPicture, '') : xml
  return {
    xml: bare.replace(closing, (end, at: number) => (bare[at - 1] === '\n' ? '' : '\n') + written(picture, skeleton, file, process) + end),
    left: undrawn.filter((name) => all(file, model, name).length),
  }
}
