import { expect, test } from 'vitest'
import { certainPath } from './path'

/** "userTask a; exclusiveGateway g | s a, a g": elements, and flows named after their ends. */
function drawn(text: string): string {
  const [elements = '', ways = ''] = text.split('|')
  const shapes = elements.trim().split('; ').map((one) => one.split(' ')).map(([type, id, at]) => `<${type} id="${id}"${at ? ` attachedToRef="${at}"` : ''}/>`)
  const flows = ways.trim().split(', ').filter(Boolean).map((one) => one.split(' ')).map(([from, to]) => `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`)
  return `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">${shapes.join('')}${flows.join('')}</process></definitions>`
}
const simple = drawn('startEvent s; userTask handle; exclusiveGateway g; userTask review; userTask approve; endEvent e | s handle, handle g, g review, g approve, review approve, approve e')

test('the ordinary way and the short one of a simple case are told apart', () => {
  expect(certainPath(simple, ['handle'], false)).toEqual(['s', 's-handle'])
  expect(certainPath(simple, ['handle', 'approve'], false)).toEqual(['s', 'g', 's-handle', 'handle-g', 'g-approve'])
  expect(certainPath(simple, ['handle', 'review'], false)).toEqual(['s', 'g', 's-handle', 'handle-g', 'g-review'])
})
test('a case that came to its end has passed it', () => {
  expect(certainPath(simple, ['handle', 'approve'], true)).toEqual(['s', 'g', 'e', 's-handle', 'handle-g', 'g-approve', 'approve-e'])
})
test('what only might have been passed is left out', () => {
  const either = drawn('startEvent s; exclusiveGateway g; serviceTask x; serviceTask y; userTask a | s g, g x, g y, x a, y a')
  expect(certainPath(either, ['a'], false)).toEqual(['s', 'g', 's-g'])
  expect(certainPath(either, ['gone'], false)).toEqual([])
  const ends = drawn('startEvent s; userTask a; exclusiveGateway g; endEvent e; endEvent f | s a, a g, g e, g f')
  expect(certainPath(ends, ['a'], true)).toEqual(['s', 's-a'])
})
test('limits that ran out and steps within a part lead back to where they stand', () => {
  const late = drawn('startEvent s; userTask a; boundaryEvent late a; userTask chief | s a, late chief')
  expect(certainPath(late, ['a'], false)).toEqual(['s', 's-a'])
  expect(certainPath(late, ['a', 'chief'], false)).toEqual(['s', 'late', 's-a', 'late-chief'])
  const part = '<definitions><process id="p"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="sub"/><subProcess id="sub"><startEvent id="t"/><sequenceFlow id="h" sourceRef="t" targetRef="a"/><userTask id="a"/></subProcess></process></definitions>'
  expect(certainPath(part, ['a'], false)).toEqual(['s', 'f', 't', 'h'])
})
