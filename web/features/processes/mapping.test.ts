import { expect, test } from 'vitest'
import type { MovePreview } from './api'
import { choicesFor, proposedMapping } from './designer/mapping'

const element = (id: string, name: string, stage = 'review', kind = '用户任务') => ({ id, name, kind, stage, cases: 0 })
const preview = (missing: MovePreview['missing'], choices: MovePreview['choices']) => ({ missing, choices }) as MovePreview

test('a step may stand for new ones of its kind and legal stage, each taken once', () => {
  const found = preview([element('a', '审核'), element('b', '核查')], [element('x', '复核'), element('y', '决定', 'approval'), element('z', '审核', '', '服务任务')])
  expect(choicesFor(found, 'a', {}).map((one) => one.id)).toEqual(['x'])
  expect(choicesFor(found, 'b', { a: 'x' })).toEqual([])
  expect(choicesFor(found, 'a', { a: 'x' }).map((one) => one.id)).toEqual(['x'])
})
test('what kept its name is proposed; names that fit twice are left to the person', () => {
  expect(proposedMapping(preview([element('a', '审核'), element('b', '核查')], [element('x', '审核'), element('y', '复核')]))).toEqual({ a: 'x' })
  expect(proposedMapping(preview([element('a', '审核')], [element('x', '审核'), element('y', '审核')]))).toEqual({})
  expect(proposedMapping(preview([element('a', '审核'), element('b', '审核')], [element('x', '审核')]))).toEqual({})
})
