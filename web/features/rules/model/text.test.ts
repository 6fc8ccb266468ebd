// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { blankRule } from './blank'
import { addColumn, addRow, moveRow, removeColumn, removeRow, setCell, setColumn } from './tables'
import { addInput, read, setInput } from './text'

const blank = blankRule('term', { rule: '有效期', input: '情形', output: '结论' })
const table = (xml: string) => read(xml)!.decisions[0]!.table!

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
  const xml = setInput(blank, 'input_1', { id: 'input_1', name: '用途', type: 'string', source: 'form:use' })
  expect(read(xml)!.inputs[0]).toEqual({ id: 'input_1', name: '用途', type: 'string', source: 'form:use' })
  expect(table(xml).inputs[0]!.text).toBe('用途')
  expect(read(addInput(xml, 'decision_1', '面积'))!.inputs.map((one) => one.name)).toEqual(['用途', '面积'])
})
test('what is no rule is not read', () => {
  expect(read('<html/>')).toBeNull()
})
