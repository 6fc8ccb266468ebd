import { expect, test } from 'vitest'
import { actsFor } from './acts'

const names = (state: Partial<Parameters<typeof actsFor>[0]>) =>
  actsFor({ stage: 'published', status: 'in_force', isPublished: true, mayEdit: true, mayPublish: true, ...state }).map((act) => act.name)

test('a draft is submitted by its editor; only a draft of a published matter can be thrown away', () => {
  expect(names({ stage: 'draft', mayPublish: false })).toEqual(['submit', 'discard'])
  expect(names({ stage: 'draft', isPublished: false, mayPublish: false })).toEqual(['submit'])
})
test('what is under review is published or returned, and by nobody else than a publisher', () => {
  expect(names({ stage: 'in_review' }).slice(0, 2)).toEqual(['publish', 'return'])
  expect(names({ stage: 'in_review', mayPublish: false })).toEqual([])
})
test('a suspended matter is resumed, a cancelled one is final', () => {
  expect(names({ status: 'suspended' })).toContain('resume')
  expect(names({ status: 'suspended' })).not.toContain('suspend')
  expect(names({ status: 'cancelled' })).toEqual([])
})
