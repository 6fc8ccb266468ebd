import type { CaseFile, CaseTask } from './types'

/** 加签, 委托, 撤回, 催办, 跳转: what people do around a step, beside the legal acts of the case. */
export type VerbName = 'sign' | 'cancel_signature' | 'delegate' | 'recall' | 'take_back' | 'urge' | 'jump'
export interface OfferedVerb {
  name: VerbName
  task: CaseTask
}

export const isSignature = (task: Pick<CaseTask, 'given_as'>): boolean => task.given_as.startsWith('sign_')
/** The person says yes, no or nothing rather than "done". */
export const isVoting = (task: Pick<CaseTask, 'given_as' | 'vote'> | null): boolean => !!task && (!!task.vote || isSignature(task))
const isStep = (task: CaseTask): boolean => !!task.node && (task.kind === 'review' || task.kind === 'approval')

interface Who {
  id: string
  may: (permission: string) => boolean
}

/** One's own last finished step, as long as nobody behind has begun; the server judges again. */
export function stepToTakeBack(file: Pick<CaseFile, 'tasks' | 'allowed_acts'>, accountId: string): CaseTask | null {
  if (!file.allowed_acts.includes('return_step')) return null
  const done = file.tasks.filter((task) => !task.is_open && isStep(task) && task.kind === 'review' && !['cancelled', 'returned'].includes(task.outcome)).at(-1)
  if (!done || done.assignee_id !== accountId) return null
  const behind = file.tasks.filter((task) => task.is_open && Number(BigInt(task.id) > BigInt(done.id)))
  return behind.length && behind.every((task) => !task.is_begun) ? done : null
}

/** What this person is offered around the steps of the case, in the order of the menu. */
export function verbsFor(file: Pick<CaseFile, 'tasks' | 'allowed_acts'>, mine: CaseTask | null, who: Who): OfferedVerb[] {
  const offered: OfferedVerb[] = []
  const add = (name: VerbName, task: CaseTask | null | undefined) => task && offered.push({ name, task })
  const steps = file.tasks.filter((task) => task.is_open && isStep(task))
  if (mine && isStep(mine) && !isSignature(mine) && who.may('cases.review')) {
    add('sign', mine)
    if (mine.kind === 'review' && mine.given_as !== 'delegated' && !mine.vote) add('delegate', mine)
  }
  add('recall', steps.find((task) => task.given_as === 'delegated' && task.given_by_id === who.id))
  add('cancel_signature', steps.find((task) => isSignature(task) && (task.given_by_id === who.id || who.may('cases.jump'))))
  if (who.may('cases.review')) add('take_back', stepToTakeBack(file, who.id))
  if (who.may('cases.urge')) add('urge', file.tasks.find((task) => task.is_open && !task.is_held && task.assignee_id !== who.id))
  if (who.may('cases.jump') && file.allowed_acts.includes('return_step')) add('jump', steps.find((task) => !task.is_held && !isSignature(task)) ?? steps[0])
  return offered
}
