/** A place of a drawing and where one gets to from it. */
type Ways = Map<string, string[]>
const passedThrough = /(Event|Gateway)$|^sequenceFlow$/
const holds = /^(process|subProcess|adHocSubProcess|transaction)$/
const isStep = (element: Element) => element.localName === 'userTask'

const parse = (xml: string) => new DOMParser().parseFromString(xml, 'text/xml')
const start = ''

/** Flows are places too: which of several was taken is what is asked. Beginnings of a part follow from the part. */
function read(xml: string): { ways: Ways; elements: Element[] } {
  const elements = [...parse(xml).querySelectorAll('process [id]')].filter((one) => one.localName === 'sequenceFlow' || holds.test(one.parentElement?.localName ?? ''))
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
function reached(ways: Ways, closed: ReadonlySet<string>): Set<string> {
  const found = new Set([start])
  for (const place of found) for (const next of ways.get(place) ?? []) if (!closed.has(next)) found.add(next)
  return found
}

/**
 * The events, gateways and flows that a case has passed for certain: without them it could not have come to the steps it was at. Steps
 * nobody was at are no way. What cannot be told from the steps alone is left out: of two flows without a step between, for one.
 * `walked`: steps that were begun, by their ids. `isOver`: the way was gone to its end.
 */
export function certainPath(xml: string, walked: string[], isOver: boolean): string[] {
  const { ways, elements } = read(xml)
  const wasAt = new Set(walked)
  const ends = elements.filter((one) => one.localName === 'endEvent' && one.parentElement?.localName === 'process')
  const unwalked = new Set(elements.filter((one) => isStep(one) && !wasAt.has(one.id)).map((one) => one.id))
  const all = reached(ways, unwalked)
  const last = isOver ? ends.filter((one) => all.has(one.id)) : []
  const goals = [...wasAt, ...(last.length === 1 ? [last[0]!.id] : [])].filter((one) => all.has(one))
  const passed = elements.filter((one) => passedThrough.test(one.localName) && !wasAt.has(one.id)).map((one) => one.id)
  return passed.filter((one) => {
    if (!all.has(one)) return false
    if (goals.includes(one)) return true
    const without = reached(ways, new Set([...unwalked, one]))
    return goals.some((goal) => !without.has(goal))
  })
}
