// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { blankRule } from './blank'
import { setKind } from './kinds'
import { read } from './text'
import { forDrawing, fromDrawing, versionOf } from './versions'

const names = { entry: '项目1', parameter: '参数1', column: '列1', item: '项', input: '输入1', output: '结论' }
const blank = blankRule('term', { rule: '有效期', input: '情形', output: '结论' })

test('a rule says the version whose elements it uses', () => {
  expect(versionOf(blank)).toBe('1.3')
  expect(versionOf(setKind(blank, 'table_1', 'context', names))).toBe('1.3')
  for (const kind of ['conditional', 'filter', 'for', 'some', 'every'] as const) {
    const xml = setKind(blank, 'table_1', kind, names)
    expect(versionOf(xml)).toBe('1.4')
    expect(read(xml)!.decisions[0]!.box!.kind).toBe(kind)
    expect(xml).toContain('20191111/DMNDI/') // shapes of 1.4 are those of 1.3
  }
})
test('a newer text is drawn, and stays of its version when the drawing writes it', () => {
  const newest = blank.replaceAll('https://www.omg.org/spec/DMN/20191111/', 'https://www.omg.org/spec/DMN/20230324/')
  expect([versionOf(newest), versionOf(forDrawing(newest)), fromDrawing(forDrawing(newest), newest)]).toEqual(['1.5', '1.3', newest])
  expect(fromDrawing(forDrawing(blank), blank)).toBe(blank)
})
