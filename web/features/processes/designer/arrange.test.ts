// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { arrange, hasPicture } from './arrange'

const head = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->\n'
const root = '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:pic="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:other="http://example.org/other" id="d" targetNamespace="t">\n'
const flow = (id: string, from: string, to: string) => `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"/>`
const process = (inside: string, id = 'p') => `  <bpmn:process id="${id}" isExecutable="true">${inside}</bpmn:process>\n`
const whole = (inside: string) => `${head}${root}${inside}</bpmn:definitions>\n<!-- the </end> -->\n`
const line = '<bpmn:startEvent id="s"/><bpmn:task  id="a" name="查 &amp; 看" other:keep = "1"/><bpmn:endEvent id="e"/>' + flow('f1', 's', 'a') + flow('f2', 'a', 'e')
const xmlOf = async (text: string) => {
  const found = await arrange(text)
  if ('problem' in found) throw new Error(found.problem)
  return found.xml
}
const problemOf = async (text: string) => {
  const found = await arrange(text)
  return 'problem' in found ? [found.problem, found.element].join(' ').trim() : ''
}
interface Place { x: number; y: number; width: number; height: number }
const shapesOf = (xml: string) => new Map([...xml.matchAll(/bpmnElement="(\w+)"[^>]*><\w+:Bounds x="(-?\d+)" y="(-?\d+)" width="(\d+)" height="(\d+)"/g)].map(([, id, x, y, width, height]) => [id!, { x: +x!, y: +y!, width: +width!, height: +height! }]))
const isWithin = (one: Place, of: Place) => one.x > of.x && one.y > of.y && one.x + one.width < of.x + of.width && one.y + one.height < of.y + of.height

test('a picture is put before the end of the file, in its own prefixes; the rest is the same letter for letter', async () => {
  const text = whole(process(line))
  const xml = await xmlOf(text)
  const [before, after] = text.split('</bpmn:definitions>')
  expect(xml.startsWith(before!)).toBe(true)
  expect(xml.endsWith(`</bpmn:definitions>${after}`)).toBe(true)
  expect(xml).toMatch(/<pic:BPMNDiagram xmlns:dc="[^"]+" xmlns:di="[^"]+" id="diagram_arranged">/)
  expect([...shapesOf(xml).keys()].sort()).toEqual(['a', 'e', 's'])
  expect([...xml.matchAll(/<pic:BPMNEdge id="edge_\w+" bpmnElement="(\w+)"><di:waypoint /g)].map(([, id]) => id)).toEqual(['f1', 'f2'])
  expect(hasPicture(text)).toBe(false)
  expect(hasPicture(xml)).toBe(true)
})

test('a file without a prefix, on one line, with an empty picture and ids that are taken', async () => {
  const text = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="shape_s" targetNamespace="t"><process id="p"><startEvent id="s"/></process><bpmndi:BPMNDiagram id="D1"><bpmndi:BPMNPlane id="P1" bpmnElement="p"/></bpmndi:BPMNDiagram></definitions>`
  expect(hasPicture(text)).toBe(false)
  const xml = await xmlOf(text)
  expect(xml).not.toContain('D1')
  expect(xml).toContain('id="shape_s_1" bpmnElement="s"')
  expect(xml.match(/BPMNDiagram /g)).toHaveLength(1)
})

test('sub-processes are open with everything inside them; events stand at the edge of their step, their way goes on from there', async () => {
  const inner = (id: string, more = '') => `<bpmn:subProcess id="${id}"><bpmn:startEvent id="${id}s"/><bpmn:userTask id="${id}t"/>${more}<bpmn:endEvent id="${id}e"/>${flow(`${id}1`, `${id}s`, `${id}t`)}${flow(`${id}2`, `${id}t`, `${id}e`)}</bpmn:subProcess>`
  const xml = await xmlOf(whole(process(`<bpmn:startEvent id="s"/>${inner('u', inner('v'))}<bpmn:boundaryEvent id="b" attachedToRef="u"/><bpmn:userTask id="late"/><bpmn:endEvent id="e"/>${flow('f1', 's', 'u')}${flow('f2', 'u', 'e')}${flow('f3', 'b', 'late')}${flow('f4', 'late', 'e')}`)))
  const shapes = shapesOf(xml)
  const at = (id: string) => shapes.get(id)!
  for (const id of ['us', 'ut', 'ue', 'v']) expect(isWithin(at(id), at('u')), id).toBe(true)
  for (const id of ['vs', 'vt', 've']) expect(isWithin(at(id), at('v')), id).toBe(true)
  expect(at('b').y + 18).toBe(at('u').y + at('u').height)
  expect(xml).toMatch(/bpmnElement="u" isExpanded="true"/)
  const [, x, y] = /bpmnElement="f3"><di:waypoint x="(\d+)" y="(\d+)"/.exec(xml)!
  expect([+x!, +y!]).toEqual([at('b').x + 18, at('b').y + 36])
})

test('remarks, pools and messages are drawn around the steps, so that nothing hangs on what is removed; lanes are named as left out', async () => {
  const ours = '<bpmn:collaboration id="c"><bpmn:participant id="them" name="申请人"/><bpmn:participant id="us" processRef="p"/><bpmn:messageFlow id="m1" sourceRef="them" targetRef="s"/><bpmn:messageFlow id="m2" sourceRef="a" targetRef="them"/></bpmn:collaboration>'
  const remark = '<bpmn:textAnnotation id="t1"><bpmn:text>缺件的退回</bpmn:text></bpmn:textAnnotation><bpmn:association id="as1" sourceRef="a" targetRef="t1"/><bpmn:textAnnotation id="t2"/>'
  const lanes = '<bpmn:laneSet id="ls"><bpmn:lane id="l1"><bpmn:flowNodeRef>s</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
  const found = await arrange(whole(ours + process(lanes + line + remark)))
  expect(found).toMatchObject({ left: ['lane'] })
  const { xml } = found as { xml: string }
  const shapes = shapesOf(xml)
  expect(xml).toMatch(/BPMNPlane id="plane_arranged" bpmnElement="c"/)
  for (const id of ['s', 'a', 'e']) expect(isWithin(shapes.get(id)!, shapes.get('us')!), id).toBe(true)
  expect(shapes.get('them')!.y + shapes.get('them')!.height).toBeLessThan(shapes.get('us')!.y)
  for (const id of ['t1', 't2']) expect(shapes.has(id), id).toBe(true)
  for (const id of ['m1', 'm2', 'as1']) expect(xml, id).toMatch(new RegExp(`BPMNEdge id="edge_${id}" bpmnElement="${id}"><di:waypoint [^>]*><di:waypoint `))
})

test('a picture that is there is replaced, and nothing else', async () => {
  const xml = await xmlOf(whole(process(line)))
  expect(await xmlOf(xml.replace(/x="\d+"/, 'x="900"'))).toBe(xml)
})

test('what cannot be drawn as a whole is refused with its reason', async () => {
  expect(await problemOf(whole(process('')))).toBe('no_step')
  expect(await problemOf(whole(process(line) + process('<bpmn:task id="x"/>', 'q')))).toBe('several')
  expect(await problemOf(whole(process(line.replace(' id="f2"', ''))))).toBe('no_id sequenceFlow')
  expect(await problemOf(whole(process(line + flow('f3', 'a', 'nobody'))))).toBe('not_placed f3')
  expect(await problemOf(whole(process(`${line}<bpmn:boundaryEvent id="b" name="超时" attachedToRef="nobody"/>`)))).toMatch(/^not_/)
  expect(await problemOf(whole(''))).toBe('unreadable')
  expect(await problemOf(whole(process(line)).replace('</bpmn:definitions>', ''))).toBe('unreadable')
  expect(await problemOf(whole(process(line + '<bpmn:documentation>甲')))).toBe('unreadable')
})

test('a second process that only takes messages does not stand in the way', async () => {
  expect(await problemOf(whole(process(line) + process('', 'q')))).toBe('')
})
