import { expect, test } from 'vitest'
import { actsFor, pathOf, placesToReturn, stepOfSamePerson } from './acts'
import type { CaseTask } from './types'

const task = (change: Partial<CaseTask>): CaseTask => ({
  id: '7', kind: 'review', name: '承办', role: 'handler', node: 'handle', is_open: true, checks: [], assignee_id: '0', assignee_name: '', opened_at: '',
  claimed_at: null, done_at: null, done_by_name: '', substitute_for_name: '', outcome: '', opinion: '', is_held: false, is_begun: false, given_as: '', given_by_id: '0', given_by_name: '', given_reason: '', vote: '',
  urged_count: 0, urged_at: null, urged_by_name: '', urged_words: '', step_due_on: null, is_opinion_required: true, free_part: '', simple_way: null, documents: [], ...change,
})
const file = (allowed: string[], change: object = {}) => ({ allowed_acts: allowed, handling_class: 'promised' as const, extension_days: 0, tasks: [] as CaseTask[], void_request: null, ...change })
const all = () => true
const names = (acts: { name: string }[]) => acts.map((act) => act.name)

test('a received case offers acceptance first, then correction, and turning away as the dangerous one', () => {
  const acts = actsFor(file(['accept', 'request_correction', 'reject_acceptance', 'withdraw']), [], (permission) => permission === 'cases.accept')
  expect(names(acts)).toEqual(['accept', 'request_correction', 'turn_away'])
  expect(acts.filter((act) => act.isMain).map((act) => act.name)).toEqual(['accept'])
  expect(acts.filter((act) => act.isDangerous).map((act) => act.name)).toEqual(['turn_away'])
})

test('an online application is accepted or turned away from pre-review on, because receipt goes with it', () => {
  expect(names(actsFor(file(['pass_pre_review', 'return_pre_review']), [], all))).toEqual(['accept', 'pass_pre_review', 'return_pre_review', 'turn_away'])
})

test('what a walk-in brings back is received at the window, after a correction and after a return in pre-review', () => {
  for (const lawful of ['answer_correction', 'resubmit'])
    expect(actsFor(file([lawful, 'withdraw']), [], (permission) => permission === 'cases.receive')).toMatchObject([{ name: 'receive_correction', isMain: true }])
})

test('settling at once is offered for instant matters only, and is then the main act', () => {
  const instant = actsFor(file(['accept', 'request_correction'], { handling_class: 'instant' }), [], all)
  expect(instant[0]).toMatchObject({ name: 'settle_instantly', isMain: true })
  expect(instant.filter((act) => act.isMain)).toHaveLength(1)
  expect(names(actsFor(file(['accept']), [], all))).not.toContain('settle_instantly')
})

test('an act that ends a task needs a task this post works on', () => {
  const allowed = ['forward', 'start_special', 'decide_grant', 'decide_refuse']
  expect(names(actsFor(file(allowed), [], all))).toEqual(['start_special'])
  expect(names(actsFor(file(allowed), [task({})], all))).toEqual(['forward', 'start_special'])
  expect(names(actsFor(file(allowed), [task({ kind: 'approval' })], all))).toEqual(['grant', 'refuse', 'start_special'])
})

test('without the permission an act does not show', () => {
  expect(actsFor(file(['deliver', 'void_case', 'make_result']), [], () => false)).toEqual([])
  expect(names(actsFor(file(['deliver', 'void_case']), [], (permission) => permission === 'cases.void'))).toEqual(['void_case'])
})

test('a pending void is confirmed or refused by another person; who asked can only take it back', () => {
  const asked = (isOwn: boolean) => file(['void_case'], { void_request: { reason: '重复录入', asked_by_name: '覃敏', asked_at: '', is_own: isOwn } })
  expect(names(actsFor(asked(false), [], all))).toEqual(['reject_void', 'void_case'])
  expect(names(actsFor(asked(true), [], all))).toEqual(['reject_void'])
  expect(pathOf({ name: 'reject_void', task: null, isMain: false, isDangerous: false }, '5')).toBe('/cases/5/void/rejection')
})

test('stopping the clock is never the main act, ending the stop is', () => {
  expect(actsFor(file(['start_special', 'suspend']), [], all).some((act) => act.isMain)).toBe(false)
  expect(actsFor(file(['end_special', 'withdraw']), [], all)[0]).toMatchObject({ name: 'end_special', isMain: true })
})

test('a limit is extended once', () => {
  expect(names(actsFor(file(['extend']), [], all))).toEqual(['extend'])
  expect(names(actsFor(file(['extend'], { extension_days: 5 }), [], all))).toEqual([])
})

test('sending back needs an earlier step, and offers each place once', () => {
  const current = task({ id: '9', node: 'review' })
  const done = [task({ id: '1', is_open: false, outcome: 'forwarded' }), task({ id: '2', is_open: false, outcome: 'forwarded' }), task({ id: '3', kind: 'acceptance', node: '', is_open: false })]
  expect(placesToReturn([...done, current], current).map((place) => place.node)).toEqual(['handle'])
  expect(names(actsFor(file(['forward', 'return_step'], { tasks: [current] }), [current], all))).toEqual(['forward'])
  expect(names(actsFor(file(['forward', 'return_step'], { tasks: [...done, current] }), [current], all))).toEqual(['forward', 'return_step'])
})

test('nobody works on two levels of one case, and who received must not decide', () => {
  const approval = task({ kind: 'approval', node: 'approve' })
  const reviewed = task({ is_open: false, assignee_id: '42', outcome: 'forwarded' })
  const received = task({ kind: 'acceptance', node: '', is_open: false, assignee_id: '42', outcome: 'accepted' })
  expect(stepOfSamePerson(file([], { tasks: [reviewed] }), approval, '42')).toBe(reviewed)
  expect(stepOfSamePerson(file([], { tasks: [reviewed] }), approval, '43')).toBeNull()
  expect(stepOfSamePerson(file([], { tasks: [received] }), approval, '42')).toBe(received)
  expect(stepOfSamePerson(file([], { tasks: [received] }), task({ node: 'x' }), '42')).toBeNull()
  expect(stepOfSamePerson(file([], { tasks: [{ ...reviewed, outcome: 'returned' }] }), approval, '42')).toBeNull()
  expect(stepOfSamePerson(file([], { tasks: [reviewed], handling_class: 'instant' as never }), approval, '42')).toBeNull()
})

test('an act goes to the case, or to the task it ends', () => {
  expect(pathOf({ name: 'accept', task: null, isMain: true, isDangerous: false }, '5')).toBe('/cases/5/acceptance')
  expect(pathOf({ name: 'forward', task: task({}), isMain: true, isDangerous: false }, '5')).toBe('/tasks/7/forward')
  expect(pathOf({ name: 'refuse', task: task({ kind: 'approval' }), isMain: false, isDangerous: true }, '5')).toBe('/tasks/7/decision')
  expect(pathOf({ name: 'turn_away', task: null, isMain: false, isDangerous: true }, '5', 'out-of-competence')).toBe('/cases/5/out-of-competence')
})
