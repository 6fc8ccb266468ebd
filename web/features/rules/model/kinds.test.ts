// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { setText, type Box, type BoxKind } from './boxes'
import { blankRule } from './blank'
import { addKnowledge } from './graph'
import { kinds, loses, setKind } from './kinds'
import { setCell } from './tables'
import { read } from './text'
import { parse } from './xml'

const names = { entry: '项目1', parameter: '参数1', column: '列1', item: '项', input: '输入1', output: '结论' }
const blank = blankRule('term', { rule: '费用', input: '面积', output: '结论' })
const box = (xml: string) => read(xml)!.decisions[0]!.box!
const turn = (xml: string, kind: BoxKind, place = box(xml).place) => setKind(xml, place, kind, names)
const literal = (text: string) => setText(turn(blank, 'literalExpression'), box(turn(blank, 'literalExpression')).place, text)
const texts = (of: Box) => of.parts.map((one) => one.box!.text)

test('every kind is begun from nothing, with ids of its own', () => {
  for (const kind of kinds) {
    const xml = turn(blank.replace(/<decisionTable[\s\S]*<\/decisionTable>/, ''), kind, 'decision_1')
    expect([kind, box(xml).kind]).toEqual([kind, kind])
    const ids = [...parse(xml)!.querySelectorAll('[id]')].map((one) => one.id)
    expect(new Set(ids).size).toBe(ids.length)
  }
})
test('an untouched table leaves nothing behind; what was written becomes the first entry, item or part', () => {
  expect(texts(box(turn(blank, 'context')))).toEqual(['null', '项目1'])
  const fee = literal('面积 * 2')
  expect(texts(box(turn(fee, 'context')))).toEqual(['面积 * 2', '项目1'])
  expect(texts(box(turn(fee, 'list')))).toEqual(['面积 * 2'])
  expect(texts(box(turn(fee, 'conditional')))).toEqual(['true', '面积 * 2', 'null'])
  expect(texts(box(turn(fee, 'filter')))).toEqual(['面积 * 2', 'true'])
  expect([box(turn(fee, 'for')).variable, texts(box(turn(fee, 'for')))]).toEqual(['项', ['面积 * 2', '项']])
  expect(box(turn(fee, 'relation')).rows[0]!.cells[0]!.text).toBe('面积 * 2')
  expect(box(turn(fee, 'decisionTable')).table!.rows[0]!.outputs).toEqual(['面积 * 2'])
})
test('a table with content becomes the first entry of a context with its rows; it is asked for before it would be gone', () => {
  const xml = setCell(blank, 'row_1', 'outputEntry', 0, '5')
  expect(loses(xml, 'table_1', 'context')).toBe(false)
  expect(box(turn(xml, 'context')).parts[0]!.box!.table!.rows[0]!.outputs).toEqual(['5'])
  expect([loses(xml, 'table_1', 'literalExpression'), loses(blank, 'table_1', 'literalExpression')]).toEqual([true, false])
})
test('boxes of texts go on as one expression, with the same meaning', () => {
  const back = (kind: BoxKind, text = 'a') => box(turn(turn(literal(text), kind), 'literalExpression')).text
  expect((['context', 'list', 'relation', 'conditional', 'filter', 'for', 'some', 'functionDefinition'] as const).map((kind) => back(kind))).toEqual([
    '{项目1: a, result: 项目1}.result', '[a]', '[{列1: a}]', 'if true then a else null', '(a)[true]', 'for 项 in a return 项', 'some 项 in a satisfies true', 'function(参数1) a',
  ])
  expect(loses(turn(literal('a'), 'list'), box(turn(literal('a'), 'list')).place, 'decisionTable')).toBe(false)
})
test('an iterator that becomes another keeps its parts', () => {
  const xml = turn(turn(literal('[1, 2]'), 'for'), 'every')
  expect([box(xml).kind, box(xml).variable, texts(box(xml))]).toEqual(['every', '项', ['[1, 2]', '项']])
})
test('an invocation calls the first knowledge model by its parameters, which its decision then takes', () => {
  const xml = turn(addKnowledge(blank, 'decision_1', '计费', '平方米').replace(/<knowledgeRequirement[\s\S]*?<\/knowledgeRequirement>/, ''), 'invocation')
  expect(box(xml).parts.map((one) => [one.role, one.name, one.box!.text])).toEqual([['called', '', '计费'], ['binding', '平方米', 'null']])
  expect(read(xml)!.decisions[0]!.needs).toContain(read(xml)!.functions[0]!.id)
})
test('parts of boxes change alone; the body of a knowledge model may be a table that asks its parameter', () => {
  let xml = turn(literal('1'), 'context')
  xml = turn(xml, 'decisionTable', box(xml).parts[0]!.box!.place)
  expect([box(xml).parts[0]!.name, box(xml).parts[0]!.box!.table!.inputs[0]!.text, box(xml).parts[1]!.box!.text]).toEqual(['项目1', '面积', '项目1'])
  xml = addKnowledge(xml, 'decision_1', '计费', '平方米')
  const body = () => read(xml)!.functions[0]!.box!.parts[0]!.box!
  xml = turn(xml, 'decisionTable', body().place)
  expect(body().table!.inputs.map((one) => one.text)).toEqual(['平方米'])
  xml = turn(xml, 'literalExpression', body().place)
  expect(body().kind).toBe('literalExpression')
})
