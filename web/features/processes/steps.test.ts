import { describe, expect, it } from 'vitest'
import chinese from './locales/zh-CN.json'
import { blankModel } from './designer/blank'
import { drawable } from './designer/restrict'
import { namesTold, nameTold, setTold, toldBy } from './designer/messages'
import { addAfter, asOther, depthOf, factsOf, inOrder, isEventSub, kindOf, rolesOfVote, setChecks, voteOfRoles, waysOf } from './designer/steps'
import type { Element, Moddle, Services } from './designer/types'

/** Changes one after the other, as they come. */
const commandStack = { execute: (_: string, { act }: { act: () => void }) => act() }
const bag = (type: string, held: Record<string, unknown> = {}) => ({ $type: type, get: (name: string) => held[name], ...held }) as unknown as Moddle
function node(id: string, type = 'UserTask', name = id): Element {
  return { id, type: `bpmn:${type}`, x: 0, y: 0, width: 100, height: 80, incoming: [], outgoing: [], businessObject: { ...bag(`bpmn:${type}`), id, name } } as unknown as Element
}
function flow(from: Element, to: Element, name = ''): Element {
  const one = { ...node(`${from.id}-${to.id}`, 'SequenceFlow', name), waypoints: [{ x: 0, y: 0 }], source: from, target: to }
  from.outgoing.push(one)
  to.incoming.push(one)
  return one
}

describe('a drawing as a list of steps', () => {
  const [start, handle, choice, review, end] = [node('start', 'StartEvent'), node('handle'), node('choice', 'ExclusiveGateway'), node('review'), node('end', 'EndEvent')]
  const flows = [flow(start, handle), flow(handle, choice), flow(choice, end, '简单件'), flow(choice, review), flow(review, handle, '退回')]
  it('follows the way from the start, what nobody reaches comes last', () => {
    const lost = node('lost')
    expect(inOrder([lost, end, review, choice, handle, start, ...flows]).map((one) => one.id)).toEqual(['start', 'handle', 'choice', 'end', 'review', 'lost'])
  })
  it('puts a step behind all that lead to it, and what stands at the edge of a step behind that step', () => {
    const [from, split, long, decide, done] = [node('from', 'StartEvent'), node('split', 'ExclusiveGateway'), node('long'), node('decide'), node('done', 'EndEvent')]
    const late = { ...node('late', 'BoundaryEvent'), host: long }
    const ways = [flow(from, split), flow(split, decide, '简单件'), flow(split, long), flow(long, decide), flow(decide, long, '退回'), flow(decide, done)]
    expect(inOrder([done, decide, long, late, split, from, ...ways]).map((one) => one.id)).toEqual(['from', 'split', 'long', 'late', 'decide', 'done'])
  })
  it('puts what a part holds right behind it, and what may come at any time last', () => {
    const [from, part, next, done] = [node('from', 'StartEvent'), node('part', 'SubProcess'), node('next'), node('done', 'EndEvent')]
    const within = (parent: Element, one: Element) => Object.assign(one, { parent })
    const [begin, look] = [within(part, node('begin', 'StartEvent')), within(part, node('look'))]
    const any = node('any', 'SubProcess')
    any.businessObject.get = ((name: string) => (name === 'triggeredByEvent' ? true : undefined)) as never
    const came = within(any, node('came', 'StartEvent'))
    const ways = [flow(from, part), flow(part, next), flow(next, done), flow(begin, look)]
    expect(inOrder([came, any, look, begin, done, next, part, from, ...ways]).map((one) => one.id)).toEqual(['from', 'part', 'begin', 'look', 'next', 'done', 'any', 'came'])
    expect([from, look, came].map(depthOf)).toEqual([0, 1, 1])
  })
  it('names where a step leads through gateways, with the words of the flow', () => {
    expect(waysOf(handle).map(({ flow: way, to }) => [way.businessObject.name, to.id])).toEqual([['简单件', 'end'], ['', 'review']])
  })
  it('does not hang on gateways that lead to each other', () => {
    const [a, b] = [node('a', 'ExclusiveGateway'), node('b', 'ExclusiveGateway')]
    flow(a, b)
    flow(b, a)
    const first = node('first')
    flow(first, a)
    expect(waysOf(first).map(({ to }) => to.id)).toEqual(['a'])
  })
})

it('the check-list is replaced, extensions of other tools stay', () => {
  const other = bag('zeebe:Task')
  const element = node('a')
  element.businessObject.extensionElements = bag('bpmn:ExtensionElements', { values: [other, bag('y:Checklist', { checks: [bag('y:Check', { text: '旧' })] })] })
  expect(factsOf(element).checks).toEqual(['旧'])
  let set: Record<string, unknown> = {}
  const services = { bpmnFactory: { create: bag }, modeling: { updateProperties: (_: Element, to: Record<string, unknown>) => (set = to) } } as unknown as Services
  setChecks(services, element, ['甲', '乙'])
  const values = (set.extensionElements as Moddle).get('values') as Moddle[]
  expect(values[0]).toBe(other)
  expect((values[1]!.get('checks') as Moddle[]).map((one) => one.get('text'))).toEqual(['甲', '乙'])
  setChecks({ ...services }, node('b'), [])
  expect(set.extensionElements).toBeUndefined()
})

it('a step is put on the only way on and room is made for it; where ways part it gets one of its own', () => {
  const [a, b] = [node('a'), { ...node('b'), x: 200 }]
  const way = flow(a, b)
  const done: string[] = []
  const services = {
    elementRegistry: { filter: (test: (one: Element) => boolean) => [a, b].filter(test) },
    modeling: { createSpace: (moving: Element[]) => done.push(`space ${moving.length}`), createShape: (shape: Element, _: unknown, on: Element) => (done.push(`on ${on.id}`), shape) },
    autoPlace: { append: (_: Element, shape: Element) => (done.push('append'), shape) },
  } as unknown as Services
  a.parent = b.parent = node('p', 'Process')
  addAfter(services, a, node('new'))
  expect(done).toEqual(['space 1', `on ${way.id}`])
  flow(a, node('c'))
  addAfter(services, a, node('new'))
  expect(done.at(-1)).toBe('append')
})

it('room is made with the words of the ways that move whole', () => {
  const [a, b, c] = [node('a'), { ...node('b'), x: 200 }, { ...node('c'), x: 400 }]
  const label = (of: Element) => ({ ...node(`${of.id}_label`, 'SequenceFlow'), x: 300, labelTarget: of })
  const all = [a, b, c, label(flow(a, b)), label(flow(b, c)), label(flow(b, a)), { ...node('b_label'), labelTarget: b }]
  const process = node('p', 'Process')
  for (const one of all) one.parent = process
  let moved: string[] = []
  const services = {
    elementRegistry: { filter: (test: (one: Element) => boolean) => all.filter(test) },
    modeling: { createSpace: (moving: Element[]) => (moved = moving.map((one) => one.id)), createShape: (shape: Element) => shape },
  } as unknown as Services
  addAfter(services, a, node('new'))
  expect(moved).toEqual(['b', 'c', 'b-c_label', 'b_label'])
})

it('everything that may be drawn has a name, and a new process is named without breaking its text', () => {
  for (const one of drawable) expect(chinese).toHaveProperty([`processes.kind.${one.key.replace('bpmn:', '')}`])
  expect(blankModel('a', { process: '甲<"&', start: '', review: '', decision: '', end: '' })).toContain('name="甲&lt;&quot;&amp;"')
})

describe('who is asked in a vote', () => {
  it('is ticked by role while the list is one of roles, and stays an expression otherwise', () => {
    expect(rolesOfVote(voteOfRoles(['reviewer', 'approver']))).toEqual(['reviewer', 'approver'])
    expect(rolesOfVote('')).toEqual([])
    expect(rolesOfVote('staff.reviewer')).toBeNull()
    expect(rolesOfVote('["post:101"]')).toBeNull()
  })
})

describe('what is thrown and what begins at any time', () => {
  const about = (id: string, type: string, kind: string, root?: Moddle) => {
    const one = node(id, type)
    const definition = bag(`bpmn:${kind}EventDefinition`, root ? { [`${kind.toLowerCase()}Ref`]: root } : {})
    Object.assign(one.businessObject, bag(`bpmn:${type}`, { eventDefinitions: [definition] }))
    return one
  }
  const unfit = bag('bpmn:Error', { errorCode: 'UNFIT' })
  it('events are named by what they are about, and event sub-processes apart from others', () => {
    expect([about('a', 'EndEvent', 'Error'), about('b', 'BoundaryEvent', 'Escalation'), about('c', 'StartEvent', 'Message'), node('d', 'EndEvent'), about('e', 'EndEvent', 'Terminate')].map(kindOf)).toEqual(['ErrorEnd', 'EscalationEdge', 'MessageStart', 'EndEvent', 'TerminateEnd'])
    const sub = node('s', 'SubProcess')
    expect(isEventSub(sub)).toBe(false)
    Object.assign(sub.businessObject, bag('bpmn:SubProcess', { triggeredByEvent: true }))
    expect(kindOf(sub)).toBe('EventSubProcess')
  })
  it('every kind that may be drawn has a name', () => {
    for (const tool of drawable) expect(Object.keys(chinese)).toContain(`processes.kind.${tool.key.replace('bpmn:', '')}`)
  })
  it('an error of another tool is known by its code, one of ours gets name and code', () => {
    const thrown = about('a', 'EndEvent', 'Error', unfit)
    expect(toldBy(thrown)).toBe('Error')
    expect(nameTold(thrown)).toBe('UNFIT')
    expect(namesTold([thrown], 'Error', true)).toEqual(['UNFIT'])
    const roots = [unfit]
    const definitions = bag('bpmn:Definitions', { rootElements: roots })
    const made: Record<string, unknown>[] = []
    const set: Record<string, unknown>[] = []
    const services = {
      commandStack,
      canvas: { getRootElement: () => ({ businessObject: { $parent: definitions } }) },
      elementRegistry: { filter: (test: (element: Element) => boolean) => [thrown].filter(test) },
      bpmnFactory: { create: (type: string, held: Record<string, unknown>) => (made.push({ type, ...held }), bag(type, held)) },
      modeling: { updateModdleProperties: (_: Element, __: Moddle, held: Record<string, unknown>) => set.push(held) },
    } as unknown as Services
    setTold(services, thrown, '现场不符')
    expect(made).toEqual([{ type: 'bpmn:Error', name: '现场不符', errorCode: '现场不符' }])
    expect((set[0]!.rootElements as Moddle[]).map((one) => one.get('name'))).toEqual(['现场不符'])
  })
})

describe('an element of another kind in its place', () => {
  it('keeps what other tools have noted on it', () => {
    const [task, step] = [node('task', 'Task'), node('task')]
    const extensionElements = bag('bpmn:ExtensionElements', { values: [bag('other:form')] })
    Object.assign(task.businessObject, { extensionElements, $attrs: { 'other:keep': '180' } })
    const written: Record<string, unknown>[] = []
    const services = { commandStack, bpmnReplace: { replaceElement: () => step }, modeling: { updateProperties: (_: Element, properties: Record<string, unknown>) => written.push(properties) } } as unknown as Services
    expect(asOther(services, task, 'bpmn:UserTask', { 'y:role': 'handler' })).toBe(step)
    expect(written).toEqual([{ 'other:keep': '180', extensionElements, 'y:role': 'handler' }])
    expect(extensionElements.$parent).toBe(step.businessObject)
  })
})
