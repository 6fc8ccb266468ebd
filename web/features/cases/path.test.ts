import { expect, test } from 'vitest'
import { documentOf } from '@/shared/http'
import { certainPath } from './path'

/** "userTask a; exclusiveGateway g | s a, a g": elements, and flows named after their ends. */
function drawn(text: string): Document {
  const [elements = '', ways = ''] = text.split('|')
  const shapes = elements.trim().split('; ').map((one) => one.split(' ')).map(([type, id, at]) => `<${type} id="${id}"${at ? ` attachedToRef="${at}"` : ''}/>`)
  const flows = ways.trim().split(', ').filter(Boolean).map((one) => one.split(' ')).map(([from, to]) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`)
  return documentOf(`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">${shapes.join('')}${flows.join('')}</process></definitions>`)!
}
const simple = drawn('startEvent s; userTask handle; exclusiveGateway g; userTask review; userTask approve; endEvent e | s handle, handle g, g review, g approve, review approve, approve e')

const walked = (...nodes: string[]) => nodes.map((node, at) => ({ node, opened_at: `2026-03-0${at + 1}`, done_at: at < nodes.length - 1 ? `2026-03-0${at + 2}` : null }))
const over = (...nodes: string[]) => walked(...nodes, '').slice(0, -1)

test('the ordinary way and the short one of a simple case are told apart', () => {
  expect(certainPath(simple, walked('handle'), false)).toEqual(['s', 's-handle'])
  expect(certainPath(simple, walked('handle', 'approve'), false)).toEqual(['s', 'g', 's-handle', 'handle-g', 'g-approve'])
  expect(certainPath(simple, walked('handle', 'review'), false)).toEqual(['s', 'g', 's-handle', 'handle-g', 'g-review'])
  expect(certainPath(simple, walked('handle', 'review', 'approve'), false)).toEqual(['s', 'g', 's-handle', 'handle-g', 'g-review', 'review-approve'])
})
test('a case that came to its end has passed it', () => {
  expect(certainPath(simple, over('handle', 'approve'), true)).toEqual(['s', 'g', 'e', 's-handle', 'handle-g', 'g-approve', 'approve-e'])
  expect(certainPath(simple, over('handle', 'approve'), false)).not.toContain('e')
})
test('from one step to the next, also back: only what lies between the two', () => {
  const back = drawn('startEvent s; userTask a; userTask b; exclusiveGateway g; userTask c; endEvent e | s a, a b, b g, g a, g c, c e')
  expect(certainPath(back, walked('a', 'b', 'c'), false)).toEqual(['s', 'g', 's-a', 'a-b', 'b-g', 'g-c'])
  expect(certainPath(back, walked('a', 'b', 'a'), false)).toEqual(['s', 'g', 's-a', 'a-b', 'b-g', 'g-a'])
})
test('of branches side by side each is told by what it leads to', () => {
  const both = drawn('startEvent s; parallelGateway g; userTask a; userTask b; parallelGateway j; userTask c | s g, g a, g b, a j, b j, j c')
  const at = (node: string, opened_at: string, done_at: string | null) => ({ node, opened_at, done_at })
  expect(certainPath(both, [at('a', '1', null), at('b', '1', '2')], false)).toEqual(['s', 'g', 's-g', 'g-a', 'g-b'])
  expect(certainPath(both, [at('a', '1', '3'), at('b', '1', '2'), at('c', '3', null)], false)).toEqual(['s', 'g', 'j', 's-g', 'g-a', 'g-b', 'a-j', 'b-j', 'j-c'])
})
test('what only might have been passed is left out', () => {
  const either = drawn('startEvent s; exclusiveGateway g; serviceTask x; serviceTask y; userTask a | s g, g x, g y, x a, y a')
  expect(certainPath(either, walked('a'), false)).toEqual(['s', 'g', 's-g'])
  expect(certainPath(either, walked('gone'), false)).toEqual([])
  const ends = drawn('startEvent s; userTask a; exclusiveGateway g; endEvent e; endEvent f | s a, a g, g e, g f')
  expect(certainPath(ends, over('a'), true)).toEqual(['s', 's-a'])
})
test('limits that ran out and steps within a part lead back to where they stand', () => {
  const late = drawn('startEvent s; userTask a; boundaryEvent late a; userTask chief | s a, late chief')
  expect(certainPath(late, walked('a'), false)).toEqual(['s', 's-a'])
  expect(certainPath(late, walked('a', 'chief'), false)).toEqual(['s', 'late', 's-a', 'late-chief'])
  const part = documentOf('<definitions><process id="p"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="sub"/><subProcess id="sub"><startEvent id="t"/><sequenceFlow id="h" sourceRef="t" targetRef="a"/><userTask id="a"/></subProcess></process></definitions>')!
  expect(certainPath(part, walked('a'), false)).toEqual(['s', 'f', 't', 'h'])
})
