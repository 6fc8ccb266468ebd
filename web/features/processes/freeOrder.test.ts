import { expect, it } from 'vitest'
import { freeFactsOf, isFreeStart, setEnding, startsIn } from './designer/freeOrder'
import { itemsOf, setItems } from './designer/items'
import type { Element, Moddle, Services } from './designer/types'

const bag = (type: string, held: Record<string, unknown> = {}) => ({ $type: type, get: (name: string) => held[name], set: (name: string, value: unknown) => (held[name] = value) }) as unknown as Moddle
const node = (id: string, type = 'UserTask', held: Record<string, unknown> = {}): Element => ({ id, type: `bpmn:${type}`, incoming: [], outgoing: [], businessObject: { ...bag(`bpmn:${type}`, held), id } }) as unknown as Element
/** Properties land where they are read again. */
const services = {
  commandStack: { execute: (_: string, { act }: { act: () => void }) => act() },
  bpmnFactory: { create: bag },
  modeling: { updateProperties: (element: Element, to: Record<string, unknown>) => Object.entries(to).forEach(([name, value]) => element.businessObject.set(name, value)) },
} as unknown as Services

it('a free part ends by people, when each step is done, or by a condition; the words of one do not stay in another', () => {
  const part = node('part', 'AdHocSubProcess', { 'y:finish': 'people' })
  expect(freeFactsOf(part)).toMatchObject({ ending: 'people', condition: '', isOneByOne: false })
  setEnding(services, part, 'condition')
  expect(freeFactsOf(part).ending).toBe('condition')
  expect(freeFactsOf(part).condition).not.toBe('')
  setEnding(services, part, 'each')
  expect(freeFactsOf(part)).toMatchObject({ ending: 'each', condition: '' })
})

it('people begin what nothing leads to inside', () => {
  const part = node('part', 'AdHocSubProcess')
  const [first, second, outside] = [node('first'), node('second'), node('outside')]
  first.parent = second.parent = part
  second.incoming = [node('way', 'SequenceFlow')]
  expect(startsIn(part, [first, second, outside, part]).map((one) => one.id)).toEqual(['first'])
  expect([first, second, outside].map(isFreeStart)).toEqual([true, false, false])
})

it('a step is done once, for each item of a list, or a number of times', () => {
  const step = node('step')
  expect(itemsOf(step).kind).toBe('once')
  setItems(services, step, { ...itemsOf(step), kind: 'items', items: 'form.sites', results: 'findings' })
  expect(itemsOf(step)).toMatchObject({ kind: 'items', items: 'form.sites', results: 'findings', isSequential: false })
  setItems(services, step, { ...itemsOf(step), kind: 'count', count: '3', isSequential: true })
  expect(itemsOf(step)).toMatchObject({ kind: 'count', count: '3', items: '', isSequential: true })
  setItems(services, step, { ...itemsOf(step), kind: 'once' })
  expect(itemsOf(step).kind).toBe('once')
  const other = node('other', 'UserTask', { loopCharacteristics: bag('bpmn:MultiInstanceLoopCharacteristics', { loopDataInputRef: bag('bpmn:DataObject', { name: '场所' }) }) })
  expect(itemsOf(other)).toMatchObject({ kind: 'items', items: '场所' })
})
