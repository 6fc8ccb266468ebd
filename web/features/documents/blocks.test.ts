import { expect, test } from 'vitest'
import { columnsFrom, columnsText, placeholdersOf, rowsFrom, rowsText, sampleFrom, sampleText, unusedFacts } from './blocks'

test('rows of fields are two cells, of a signature one line', () => {
  const rows = rowsFrom('fields', '申请人 = {applicant_name}\n\n查询码={query_code?a=b}\n备注')
  expect(rows).toEqual([['申请人', '{applicant_name}'], ['查询码', '{query_code?a=b}'], ['备注', '']])
  expect(rowsFrom('fields', rowsText({ kind: 'fields', rows }))).toEqual(rows)
  expect(rowsFrom('signing', '签名：\n日期 = 年')).toEqual(['签名：', '日期 = 年'])
})
test('a column has a title, a content and a width', () => {
  const columns = columnsFrom('序号 = {#} = 1\n名称 = {name} = 6\n备注 = {note?}')
  expect(columns).toEqual([['序号', '{#}', 1], ['名称', '{name}', 6], ['备注', '{note?}', 1]])
  expect(columnsFrom(columnsText({ kind: 'table', columns }))).toEqual(columns)
})
test('facts are found in texts, lists and conditions', () => {
  expect(placeholdersOf('{a}于{b:date}，{c?无}，{#}')).toEqual(['a', 'b', 'c'])
  const fact = (name: string) => ({ name, label: name })
  const body = { type: 'receipt', title: '凭证', number_word: '收', facts: ['a', 'b', 'c', 'd'].map(fact), blocks: [{ kind: 'paragraph' as const, text: '{a}', when: 'b' }, { kind: 'table' as const, list: 'c', columns: [] }] }
  expect(unusedFacts(body).map((one) => one.name)).toEqual(['d'])
})
test('a sample that is a list stays a list', () => {
  const sample = [{ name: '申请书', count: 1 }]
  expect(sampleFrom(sampleText({ name: 'm', label: '材料', sample }))).toEqual(sample)
  expect(sampleFrom('[broken')).toBe('[broken')
  expect(sampleFrom('2026-06-01')).toBe('2026-06-01')
})
