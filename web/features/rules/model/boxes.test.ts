// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { addPart, readBox, removePart, setText, tablesIn } from './boxes'
import { rename } from './rename'
import { addColumn, addRow, setAggregation, setCell, setHitPolicy } from './tables'
import { read } from './text'
import { parse } from './xml'

const literal = (text: string) => `<literalExpression><text>${text}</text></literalExpression>`
const model = (box: string, more = '') =>
  `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:x="urn:other"><decision id="d" name="费用"><extensionElements><x:keep a="1"/></extensionElements><variable name="费用"/>${box}</decision>${more}</definitions>`
const box = (xml: string) => read(xml)!.decisions[0]!.box!
const context = model(`<context><contextEntry><variable name="面积费"/>${literal('面积 * 2')}</contextEntry><contextEntry>${literal('面积费 + 10')}</contextEntry></context>`)

test('a context is read entry by entry, its result last', () => {
  expect(box(context).parts.map((one) => [one.role, one.name, one.box!.text])).toEqual([['entry', '面积费', '面积 * 2'], ['result', '', '面积费 + 10']])
})
test('an entry is written, named, added before the result and taken out; the rest of the text stays', () => {
  let xml = setText(context, box(context).parts[0]!.box!.place, ' 面积 * 3 ')
  xml = rename(xml, box(xml).parts[0]!.place, '按面积')
  xml = addPart(xml, box(xml).place, 'entry', '加急费')
  expect(box(xml).parts.map((one) => [one.role, one.name, one.box!.text])).toEqual([['entry', '按面积', '面积 * 3'], ['entry', '加急费', 'null'], ['result', '', '按面积 + 10']])
  xml = removePart(xml, box(xml).parts[1]!.place)
  expect(box(xml).parts).toHaveLength(2)
  expect(xml).toContain('keep')
  const ids = [...parse(addPart(xml, box(xml).place, 'entry', '乙'))!.querySelectorAll('[id]')].map((one) => one.id)
  expect(new Set(ids).size).toBe(ids.length)
})
test('a relation grows and shrinks by whole rows and columns', () => {
  let xml = model(`<relation><column name="档"/><column name="元"/><row>${literal('"甲"')}${literal('1')}</row></relation>`)
  xml = addPart(xml, box(xml).place, 'row', '')
  xml = addPart(xml, box(xml).place, 'column', '备注')
  expect(box(xml).columns.map((one) => one.name)).toEqual(['档', '元', '备注'])
  expect(box(xml).rows.map((row) => row.cells.map((one) => one.text))).toEqual([['"甲"', '1', 'null'], ['null', 'null', 'null']])
  xml = setText(xml, box(xml).rows[1]!.cells[1]!.place, '2')
  xml = removePart(xml, box(xml).columns[0]!.place)
  expect(box(xml).rows.map((row) => row.cells.map((one) => one.text))).toEqual([['1', 'null'], ['2', 'null']])
})
test('what is just the name of an entry, a parameter or what is taken one by one follows when it is named anew', () => {
  const plain = model(`<context><contextEntry><variable name="甲"/>${literal('1')}</contextEntry><contextEntry>${literal('甲')}</contextEntry></context>`)
  expect(box(rename(plain, box(plain).parts[0]!.place, '乙')).parts[1]!.box!.text).toBe('乙')
  const each = model(`<for iteratorVariable="x"><in>${literal('[1, 2]')}</in><return>${literal('x')}</return></for>`)
  expect(box(rename(each, box(each).place, '项')).parts[1]!.box!.text).toBe('项')
})
test('a context without a result gets one, and may lose it', () => {
  const open = removePart(context, box(context).parts[1]!.place)
  expect(box(open).parts.map((one) => one.role)).toEqual(['entry'])
  const again = addPart(open, box(open).place, 'result', '')
  expect(box(addPart(again, box(again).place, 'entry', '加急费')).parts.map((one) => one.role)).toEqual(['entry', 'entry', 'result'])
})
test('a table within a box is written by its way down when it has no id', () => {
  let xml = model('<context><contextEntry><variable name="档"/><decisionTable><input><inputExpression><text>a</text></inputExpression></input><output name="o"/><rule><inputEntry><text>1</text></inputEntry><outputEntry><text>2</text></outputEntry></rule></decisionTable></contextEntry></context>')
  const inner = () => box(xml).parts[0]!.box!.table!
  xml = setCell(xml, inner().rows[0]!.id, 'outputEntry', 0, '3')
  xml = addRow(xml, inner().id)
  xml = addColumn(xml, inner().id, 'input', 'b', 'number')
  xml = setHitPolicy(xml, inner().id, 'FIRST')
  expect([inner().hitPolicy, inner().inputs.map((one) => one.text), inner().rows.map((one) => [...one.inputs, ...one.outputs])]).toEqual(['FIRST', ['a', 'b'], [['1', '-', '3'], ['-', '-', '']]])
  expect(tablesIn(box(xml))).toHaveLength(1)
})
test('an invocation shows what it calls and its bindings; a knowledge model is a function with parameters', () => {
  let xml = model(`<invocation>${literal('计费')}<binding><parameter name="面积"/>${literal('10')}</binding></invocation>`, `<businessKnowledgeModel id="k" name="计费"><variable name="计费"/><encapsulatedLogic><formalParameter name="面积"/>${literal('面积 * 2')}</encapsulatedLogic></businessKnowledgeModel>`)
  expect(box(xml).parts.map((one) => [one.role, one.name, one.box!.text])).toEqual([['called', '', '计费'], ['binding', '面积', '10']])
  const logic = () => read(xml)!.functions[0]!.box!
  expect([logic().kind, logic().parameters.map((one) => one.name), logic().parts[0]!.box!.text]).toEqual(['functionDefinition', ['面积'], '面积 * 2'])
  xml = addPart(xml, logic().place, 'parameter', '加急')
  xml = setText(xml, logic().parts[0]!.box!.place, '面积 * 3')
  expect([logic().parameters.map((one) => one.name), logic().parts[0]!.box!.text]).toEqual([['面积', '加急'], '面积 * 3'])
})
test('conditionals, filters, iterators and lists are read and written part by part', () => {
  const conditional = model(`<conditional><if>${literal('面积 &gt; 100')}</if><then>${literal('1')}</then><else>${literal('2')}</else></conditional>`)
  expect(box(conditional).parts.map((one) => [one.role, one.box!.text])).toEqual([['if', '面积 > 100'], ['then', '1'], ['else', '2']])
  let each = model(`<for iteratorVariable="x"><in>${literal('[1, 2]')}</in><return>${literal('x + 1')}</return></for>`)
  each = rename(each, box(each).place, '项')
  each = setText(each, box(each).parts[1]!.box!.place, '项 + 1')
  expect([box(each).variable, box(each).parts.map((one) => one.box!.text)]).toEqual(['项', ['[1, 2]', '项 + 1']])
  let list = model(`<list>${literal('1')}${literal('2')}</list>`)
  list = removePart(addPart(list, box(list).place, 'item', ''), box(list).parts[0]!.place)
  expect(box(list).parts.map((one) => one.box!.text)).toEqual(['2', 'null'])
})
test('a function in another language is said to be so; tables within boxes are shown', () => {
  const foreign = model(`<functionDefinition kind="Java"><formalParameter name="a"/><context/></functionDefinition>`)
  expect(box(foreign).isForeign).toBe(true)
  const nested = model('<context><contextEntry><variable name="档"/><decisionTable id="t"><input><inputExpression><text>a</text></inputExpression></input><output name="o"/></decisionTable></contextEntry></context>')
  expect(box(nested).parts[0]!.box!.table!.inputs[0]!.text).toBe('a')
  expect(readBox(parse('<definitions xmlns="x"><decision id="d"/></definitions>')!.documentElement.firstElementChild!)).toBeNull()
})
test('what COLLECT makes of its answers is chosen, and goes with another policy', () => {
  let xml = model('<decisionTable id="t" hitPolicy="COLLECT"><input><inputExpression><text>a</text></inputExpression></input><output name="o"/></decisionTable>')
  xml = setAggregation(xml, 't', 'SUM')
  expect(box(xml).table!.aggregation).toBe('SUM')
  expect(box(setAggregation(xml, 't', '')).table!.aggregation).toBe('')
  expect(box(setHitPolicy(xml, 't', 'FIRST')).table!.aggregation).toBe('')
})
