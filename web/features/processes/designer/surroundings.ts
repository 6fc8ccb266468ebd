import type { Box, Point } from './types'

/** What stands around the nodes of an arranged picture: remarks, pools and messages between them. What they hold on to could otherwise be removed without them. */
export const model = 'http://www.omg.org/spec/BPMN/20100524/MODEL'
export const all = (of: Document | Element, space: string, name: string) => [...of.getElementsByTagName('*')].filter((one) => one.namespaceURI === space && one.localName === name)
export const kids = (of: Element) => [...of.children].filter((one) => one.namespaceURI === model)
export const idOf = (of: Element) => of.getAttribute('id') ?? ''
/** References may carry the prefix of their space. */
export const reference = (of: Element, name: string) => (of.getAttribute(name) ?? '').trim().replace(/^.*:/, '')
/** By id; of a flow the point in its middle. */
export type Boxes = Map<string, Box>

interface Part {
  id: string
  box?: Box
  points?: Point[]
}
const middle = (box: Box) => box.x + box.width / 2
const bottom = (box: Box) => box.y + box.height

/** From an event at the edge of a step straight down and across, when its way goes on below: the arranger leads it through the step. */
export function downFrom(event: Box, to: Box): Point[] | null {
  const [x, y, bottom] = [event.x + event.width / 2, to.y + to.height / 2, event.y + event.height]
  if (to.y < bottom) return null
  if (x >= to.x && x <= to.x + to.width) return [{ x, y: bottom }, { x, y: to.y }]
  return [{ x, y: bottom }, { x, y }, { x: x < to.x ? to.x : to.x + to.width, y }]
}


/** Above what it speaks of, to the right; what speaks of nothing stands below. */
function remarks(file: Document, boxes: Boxes): Part[] {
  const ties = all(file, model, 'association').filter(idOf)
  const parts: Part[] = []
  let low = Math.max(...[...boxes.values()].map(bottom)) + 40
  for (const one of all(file, model, 'textAnnotation')) {
    const tie = ties.find((tie) => [reference(tie, 'sourceRef'), reference(tie, 'targetRef')].includes(idOf(one)))
    const to = tie && (boxes.get(reference(tie, 'sourceRef')) ?? boxes.get(reference(tie, 'targetRef')))
    const height = 20 * Math.max(2, Math.ceil((one.textContent ?? '').trim().length / 9))
    const box = to ? { x: Math.round(middle(to)) + 20, y: to.y - height - 15, width: 130, height } : { x: 60, y: low, width: 130, height }
    if (!to) low += height + 20
    boxes.set(idOf(one), box)
    parts.push({ id: idOf(one), box })
  }
  for (const tie of ties) {
    const [from, to] = [boxes.get(reference(tie, 'sourceRef')), boxes.get(reference(tie, 'targetRef'))]
    if (!from || !to) continue
    const [upper, lower] = from.y < to.y ? [from, to] : [to, from]
    const points = downFrom(from, to) ?? [{ x: upper.x, y: bottom(upper) }, { x: middle(lower), y: lower.y }]
    parts.push({ id: idOf(tie), points })
  }
  return parts
}

/** The pool of the process around everything, the others above it, the messages straight up. */
function pools(file: Document, process: Element, boxes: Boxes): Part[] {
  const every = [...boxes.values()]
  const [left, top] = [Math.min(...every.map((box) => box.x)) - 60, Math.min(...every.map((box) => box.y)) - 30]
  const [right, low] = [Math.max(...every.map((box) => box.x + box.width)) + 30, Math.max(...every.map(bottom)) + 30]
  let high = top
  const parts: Part[] = []
  for (const one of all(file, model, 'participant')) {
    const isOurs = reference(one, 'processRef') === idOf(process)
    if (!isOurs) high -= 100
    const box = { x: left, y: isOurs ? top : high, width: right - left, height: isOurs ? low - top : 60 }
    boxes.set(idOf(one), box)
    parts.push({ id: idOf(one), box })
  }
  const names = new Set(parts.map((part) => part.id))
  for (const flow of all(file, model, 'messageFlow')) {
    const ends = [reference(flow, 'sourceRef'), reference(flow, 'targetRef')]
    const [from, to] = ends.map((id) => boxes.get(id))
    if (!from || !to) continue
    const x = middle(names.has(ends[0]!) && !names.has(ends[1]!) ? to : from)
    parts.push({ id: idOf(flow), points: from.y < to.y ? [{ x, y: bottom(from) }, { x, y: to.y }] : [{ x, y: from.y }, { x, y: bottom(to) }] })
  }
  return parts
}

export function surroundings(file: Document, process: Element, boxes: Boxes): { parts: Part[]; pools: Set<string>; plane: string } {
  const around = remarks(file, boxes)
  const collaboration = all(file, model, 'collaboration').find((one) => kids(one).some((kid) => kid.localName === 'participant' && reference(kid, 'processRef') === idOf(process)))
  if (!collaboration || !idOf(collaboration)) return { parts: around, pools: new Set(), plane: idOf(process) }
  const drawn = pools(file, process, boxes)
  return { parts: [...drawn, ...around], pools: new Set(drawn.filter((part) => part.box).map((part) => part.id)), plane: idOf(collaboration) }
}
