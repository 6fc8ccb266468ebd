import { expect, test } from 'vitest'
import { stepToTakeBack, verbsFor } from './verbs'
import type { CaseTask } from './types'

const task = (change: Partial<CaseTask>) => ({ id: '7', kind: 'review', name: '承办', node: 'handle', is_open: true, is_held: false, is_begun: false, assignee_id: '0', outcome: '', given_as: '', given_by_id: '0', vote: '', ...change }) as CaseTask
const file = (tasks: CaseTask[], allowed = ['return_step']) => ({ tasks, allowed_acts: allowed as never })
const who = (id: string, ...permissions: string[]) => ({ id, may: (one: string) => permissions.includes(one) })
const names = (offered: { name: string }[]) => offered.map((one) => one.name)

test('who has a review step may sign others in and lend it; at a decision only sign', () => {
  const own = task({ assignee_id: '1' })
  expect(names(verbsFor(file([own]), own, who('1', 'cases.review')))).toEqual(['sign', 'delegate'])
  const decision = task({ kind: 'approval', assignee_id: '1' })
  expect(names(verbsFor(file([decision]), decision, who('1', 'cases.review')))).toEqual(['sign'])
})

test('who was asked to sign neither signs others in nor lends', () => {
  const asked = task({ given_as: 'sign_before', assignee_id: '1', given_by_id: '2' })
  expect(verbsFor(file([asked]), asked, who('1', 'cases.review'))).toEqual([])
  expect(names(verbsFor(file([asked]), null, who('2', 'cases.review')))).toEqual(['cancel_signature'])
})

test('one takes back the own last step until somebody behind has begun', () => {
  const done = task({ id: '8', is_open: false, assignee_id: '1', outcome: 'forwarded' })
  const next = task({ id: '9', node: 'review' })
  expect(stepToTakeBack(file([done, next]), '1')).toBe(done)
  expect(stepToTakeBack(file([done, next]), '2')).toBeNull()
  expect(stepToTakeBack(file([done, task({ id: '9', is_begun: true })]), '1')).toBeNull()
  expect(stepToTakeBack(file([done, next], []), '1')).toBeNull()
})

test('urging and jumping need their permission, and nobody urges himself', () => {
  const open = task({ assignee_id: '3' })
  expect(names(verbsFor(file([open]), null, who('2', 'cases.urge', 'cases.jump')))).toEqual(['urge', 'jump'])
  expect(names(verbsFor(file([open]), null, who('3', 'cases.urge')))).toEqual([])
  expect(names(verbsFor(file([open]), null, who('2')))).toEqual([])
})
