/** A place of a drawing and where one gets to from it. */
type Ways = Map<string, string[]>
const passedThrough = /(Event|Gateway)$|^sequenceFlow$/
const holds = /^(process|subProcess|adHocSubProcess|transaction)$/
const isStep = (element: Element) => element.localName === 'userTask'

const start = ''

/** Flows are places too: which of several was taken is what is asked. Beginnings of a part follow from the part. */
function read(drawing: Document): { ways: Ways; elements: Element[] } {
  const elements = [...drawing.querySelectorAll('process [id]')].filter((one) => one.localName === 'sequenceFlow' || holds.test(one.parentElement?.localName ?? ''))
  const ways: Ways = new Map()
  const lead = (from: string, to: string) => ways.set(from, [...(ways.get(from) ?? []), to])
  const isReached = new Set(elements.flatMap((one) => (one.localName === 'sequenceFlow' ? [one.getAttribute('targetRef')] : [])))
  for (const one of elements) {
    const attached = one.getAttribute('attachedToRef')
    if (one.localName === 'sequenceFlow') {
      lead(one.getAttribute('sourceRef') ?? '', one.id)
      lead(one.id, one.getAttribute('targetRef') ?? '')
    } else if (attached) lead(attached, one.id)
    else if (!isReached.has(one.id)) lead(one.parentElement!.localName === 'process' ? start : one.parentElement!.id, one.id)
  }
  return { ways, elements }
}
function reached(ways: Ways, from: string, closed: ReadonlySet<string>): Set<string> {
  const found = new Set([from])
  for (const place of found) for (const next of ways.get(place) ?? []) if (!closed.has(next)) found.add(next)
  return found
}

/** A step that was begun: the element's id and the moments, of the same form. */
export interface Walked { node: string; opened_at: string; done_at: string | null }
const lastDone = (steps: Walked[]) => steps.filter((one) => one.done_at).sort((one, other) => one.done_at!.localeCompare(other.done_at!)).at(-1)?.node ?? start
const lastBefore = (steps: Walked[], step: Walked) => lastDone(steps.filter((one) => one !== step && one.done_at && one.done_at <= step.opened_at))

/**
 * The events, gateways and flows that a case has passed for certain: without them it could not have come to the steps it was at, nor
 * from one step to the next. Steps nobody was at are no way. What the steps cannot tell is left out: which of two flows without a step
 * between, for one. `isOver`: the way was gone to its end.
 */
export function certainPath(drawing: Document, steps: Walked[], isOver: boolean): string[] {
  const { ways, elements } = read(drawing)
  const wasAt = new Set(steps.map((one) => one.node))
  const isElsewhere = (one: Element) => isStep(one) && !wasAt.has(one.id)
  const unwalked = new Set(elements.filter(isElsewhere).map((one) => one.id))
  const ends = isOver ? elements.filter((one) => one.localName === 'endEvent' && one.parentElement?.localName === 'process').map((one) => one.id) : []
  const end = ends.length === 1 ? ends[0]! : ''
  const others = (node: string) => new Set(elements.filter((one) => isStep(one) && one.id !== node).map((one) => one.id))
  const legs = [
    ...[...wasAt, end].map((to) => ({ from: start, to, closed: unwalked })),
    ...steps.map((one) => ({ from: lastBefore(steps, one), to: one.node, closed: others(one.node) })),
    { from: lastDone(steps), to: end, closed: others(end) },
  ].filter(({ from, to, closed }) => to && from !== to && reached(ways, from, closed).has(to))
  const passed = elements.filter((one) => passedThrough.test(one.localName) && !wasAt.has(one.id)).map((one) => one.id)
  const certain = new Set(passed.filter((one) => legs.some(({ from, to, closed }) => one === to || !reached(ways, from, new Set([...closed, one])).has(to))))
  // A parallel gateway is left when all have come, and by all its flows (BPMN 2.0, 13.4.1).
  const forks = elements.filter((one) => one.localName === 'parallelGateway' && certain.has(one.id)).map((one) => one.id)
  const isOfFork = (one: Element) => ['sourceRef', 'targetRef'].some((end) => forks.includes(one.getAttribute(end) ?? ''))
  return elements.filter((one) => certain.has(one.id) || isOfFork(one)).map((one) => one.id)
}
