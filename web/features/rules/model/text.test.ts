// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { blankRule } from './blank'
import { addColumn, addRow, moveRow, removeColumn, removeRow, setCell, setColumn } from './tables'
import { addDecision, addInput, addKnowledge, needsOf, removeElement, setNeeds } from './graph'
import { setInput } from './inputs'
import { rename } from './rename'
import { askedInputs, mainOf, read, takeable } from './text'
import { kids, parse } from './xml'

const blank = blankRule('term', { rule: '有效期', input: '情形', output: '结论' })
const table = (xml: string) => read(xml)!.decisions[0]!.box!.table!

test('a new rule has one input, one table and a row that fits everything', () => {
  expect(read(blank)!.inputs).toEqual([{ id: 'input_1', name: '情形', type: 'string', source: '' }])
  expect(table(blank).rows.map((one) => [...one.inputs, ...one.outputs])).toEqual([['-', '""']])
})
test('rows are added after one another, moved, written and removed', () => {
  let xml = addRow(blank, 'table_1')
  xml = setCell(xml, table(xml).rows[1]!.id, 'inputEntry', 0, '"甲"')
  expect(table(xml).rows[1]!.inputs).toEqual(['"甲"'])
  xml = moveRow(xml, 'table_1', 1, -1)
  expect(table(xml).rows[0]!.inputs).toEqual(['"甲"'])
  xml = removeRow(xml, table(xml).rows[0]!.id)
  expect(table(xml).rows).toHaveLength(1)
  expect(setCell(xml, table(xml).rows[0]!.id, 'inputEntry', 0, ' ')).toContain('<text>-</text>')
})
test('a column comes with a cell in every row and goes with it', () => {
  let xml = addColumn(addRow(blank, 'table_1'), 'table_1', 'input', '面积', 'number')
  expect(table(xml).inputs.map((one) => one.text)).toEqual(['情形', '面积'])
  expect(table(xml).rows.map((one) => one.inputs)).toEqual([['-', '-'], ['-', '-']])
  xml = setColumn(xml, table(xml).inputs[1]!.id, { ...table(xml).inputs[1]!, values: '[0..500]' })
  expect(table(xml).inputs[1]!.values).toBe('[0..500]')
  xml = removeColumn(xml, 'table_1', table(xml).inputs[0]!.id)
  expect(table(xml).inputs.map((one) => one.text)).toEqual(['面积'])
  expect(table(xml).rows.every((one) => one.inputs.length === 1)).toBe(true)
})
test('an input renamed takes its columns along; its source is an attribute of ours', () => {
  const xml = setInput(rename(blank, 'input_1', '用途'), 'input_1', { type: 'string', source: 'form:use' })
  expect(read(xml)!.inputs[0]).toEqual({ id: 'input_1', name: '用途', type: 'string', source: 'form:use' })
  expect(table(xml).inputs[0]!.text).toBe('用途')
  expect(read(addInput(xml, 'decision_1', '面积'))!.inputs.map((one) => one.name)).toEqual(['用途', '面积'])
})
test('what is no rule is not read', () => {
  expect(read('<html/>')).toBeNull()
})

const needs = (xml: string, name: string) => [...read(xml)!.decisions, ...read(xml)!.functions].find((one) => one.name === name)!.needs
const drawn = (xml: string) => [...parse(xml)!.getElementsByTagName('*')].map((one) => one.getAttribute('dmnElementRef')).filter(Boolean)
test('a new decision and a new knowledge model are taken by the answer, drawn, named and taken out again', () => {
  let xml = addKnowledge(addDecision(blank, 'decision_1', '档次'), 'decision_1', '计费', '面积')
  const [grade, fee] = [read(xml)!.decisions.find((one) => one.name === '档次')!, read(xml)!.functions[0]!]
  expect([grade.box, fee.box!.parameters.map((one) => one.name)]).toEqual([null, ['面积']])
  expect(needs(xml, '有效期')).toEqual(['input_1', grade.id, fee.id])
  expect(mainOf(read(xml)!)!.name).toBe('有效期')
  expect(drawn(xml)).toHaveLength(3 + 4) // a shape and a line each
  const ids = [...parse(xml)!.querySelectorAll('[id]')].map((one) => one.id)
  expect(new Set(ids).size).toBe(ids.length)
  xml = rename(xml, grade.id, '等级')
  expect(parse(xml)!.getElementById(grade.id)?.querySelector('variable')?.getAttribute('name') ?? xml).toContain('等级')
  xml = removeElement(removeElement(xml, grade.id), fee.id)
  expect([read(xml)!.decisions.map((one) => one.name), needs(xml, '有效期'), drawn(xml).length]).toEqual([['有效期'], ['input_1'], 3])
})
test('what an element takes is chosen without a circle; the inputs asked for are those the answer rests on', () => {
  let xml = addDecision(addInput(blank, 'decision_1', '面积'), 'decision_1', '档次')
  const grade = read(xml)!.decisions.find((one) => one.name === '档次')!
  expect(takeable(read(xml)!, grade).map((one) => one.name)).toEqual(['情形', '面积'])
  const area = read(xml)!.inputs.find((one) => one.name === '面积')!.id
  xml = setNeeds(setNeeds(xml, grade.id, [area]), 'decision_1', [grade.id])
  expect(askedInputs(read(xml)!).map((one) => one.name)).toEqual(['面积'])
  xml = setNeeds(xml, grade.id, [])
  expect(askedInputs(read(xml)!)).toEqual([])
  expect(needsOf(kids(parse(xml)!.documentElement, 'decision').find((one) => one.id === 'decision_1')!)).toEqual([grade.id])
})
