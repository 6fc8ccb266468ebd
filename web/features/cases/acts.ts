import type { CaseFile, CaseTask } from './types'
import { isSignature } from './verbs'

/** What the foot of a case page offers. Several legal acts that share one dialog are one entry here. */
export type ActName =
  | 'settle_instantly' | 'accept' | 'pass_pre_review' | 'return_pre_review' | 'request_correction' | 'receive_correction' | 'turn_away'
  | 'forward' | 'grant' | 'refuse' | 'return_step'
  | 'end_special' | 'record_superior_answer' | 'resume' | 'start_special' | 'report_up' | 'suspend' | 'extend'
  | 'make_result' | 'deliver' | 'void_case' | 'reject_void'

export interface OfferedAct {
  name: ActName
  /** The task it ends, for acts that are done through a task. */
  task: CaseTask | null
  isMain: boolean
  isDangerous: boolean
}

type Facts = Pick<CaseFile, 'allowed_acts' | 'handling_class' | 'extension_days' | 'tasks' | 'void_request'>
interface Rule {
  name: ActName
  permission: string
  /** Act of the legal state machine that must be open in this state. */
  lawful: string
  taskKind?: 'review' | 'approval'
  isDangerous?: boolean
  when?: (file: Facts, task: CaseTask | null) => boolean
}

/** Somebody ended an earlier review step: there is somewhere to go back to. */
export function placesToReturn(tasks: CaseTask[], current: CaseTask): CaseTask[] {
  const done = tasks.filter((task) => !task.is_open && task.kind === 'review' && task.node !== current.node && task.outcome !== 'cancelled')
  return [...new Map(done.map((task) => [task.node, task])).values()]
}

// In the order of the foot: the first that is offered is the page's main act (Ctrl+Enter). An online application is received
// with its acceptance or its refusal, so both are open from pre-review on. Law: 行政许可法 Art. 32.
const rules: Rule[] = [
  { name: 'settle_instantly', permission: 'cases.accept', lawful: 'accept', when: (file) => file.handling_class === 'instant' },
  { name: 'settle_instantly', permission: 'cases.accept', lawful: 'pass_pre_review', when: (file) => file.handling_class === 'instant' },
  { name: 'accept', permission: 'cases.accept', lawful: 'accept' },
  { name: 'accept', permission: 'cases.accept', lawful: 'pass_pre_review' },
  { name: 'pass_pre_review', permission: 'cases.accept', lawful: 'pass_pre_review' },
  { name: 'return_pre_review', permission: 'cases.accept', lawful: 'return_pre_review' },
  { name: 'request_correction', permission: 'cases.accept', lawful: 'request_correction' },
  { name: 'receive_correction', permission: 'cases.receive', lawful: 'answer_correction' },
  { name: 'receive_correction', permission: 'cases.receive', lawful: 'resubmit' },
  { name: 'turn_away', permission: 'cases.accept', lawful: 'reject_acceptance', isDangerous: true },
  { name: 'turn_away', permission: 'cases.accept', lawful: 'pass_pre_review', isDangerous: true },
  { name: 'forward', permission: 'cases.review', lawful: 'forward', taskKind: 'review' },
  // A colleague's opinion beside a decision that waits for it.
  { name: 'forward', permission: 'cases.review', lawful: 'return_step', taskKind: 'review', when: (_file, task) => !!task && isSignature(task) },
  { name: 'grant', permission: 'cases.decide', lawful: 'decide_grant', taskKind: 'approval' },
  { name: 'refuse', permission: 'cases.decide', lawful: 'decide_refuse', taskKind: 'approval', isDangerous: true },
  { name: 'return_step', permission: 'cases.review', lawful: 'return_step', taskKind: 'review', when: (file, task) => !!task && !isSignature(task) && placesToReturn(file.tasks, task).length > 0 },
  { name: 'return_step', permission: 'cases.review', lawful: 'return_step', taskKind: 'approval', when: (file, task) => !!task && placesToReturn(file.tasks, task).length > 0 },
  { name: 'end_special', permission: 'cases.review', lawful: 'end_special' },
  { name: 'record_superior_answer', permission: 'cases.review', lawful: 'record_superior_answer' },
  { name: 'resume', permission: 'cases.suspend', lawful: 'resume' },
  { name: 'start_special', permission: 'cases.review', lawful: 'start_special' },
  { name: 'report_up', permission: 'cases.review', lawful: 'report_up' },
  { name: 'suspend', permission: 'cases.suspend', lawful: 'suspend' },
  { name: 'extend', permission: 'cases.extend', lawful: 'extend', when: (file) => !file.extension_days },
  { name: 'make_result', permission: 'cases.make_result', lawful: 'make_result' },
  { name: 'deliver', permission: 'cases.deliver', lawful: 'deliver' },
  { name: 'reject_void', permission: 'cases.void', lawful: 'void_case', when: (file) => !!file.void_request },
  { name: 'void_case', permission: 'cases.void', lawful: 'void_case', isDangerous: true, when: (file) => !file.void_request?.is_own },
]
/** Acts that can be a page's main one: what moves the case on, never what stops or ends it. */
const mains: ActName[] = ['settle_instantly', 'accept', 'receive_correction', 'forward', 'grant', 'end_special', 'record_superior_answer', 'resume', 'make_result', 'deliver']

/**
 * Lawful in this state, permitted to this post, and — where an act ends a task — a task this post works on. The server
 * judges the same again, delegated powers included.
 */
export function actsFor(file: Facts, workable: CaseTask[], may: (permission: string) => boolean): OfferedAct[] {
  const offered: OfferedAct[] = []
  for (const rule of rules) {
    if (offered.some((one) => one.name === rule.name)) continue
    if (!file.allowed_acts.includes(rule.lawful) || !may(rule.permission)) continue
    const task = rule.taskKind ? (workable.find((one) => one.kind === rule.taskKind) ?? null) : null
    if (rule.taskKind && !task) continue
    if (rule.when && !rule.when(file, task)) continue
    const isMain = !offered.some((one) => one.isMain) && mains.includes(rule.name)
    offered.push({ name: rule.name, task, isMain, isDangerous: !!rule.isDangerous })
  }
  return offered
}

/**
 * Who received must not decide, and nobody works on two levels of one case: the step done before, or null. A case settled at
 * once is the exception; the steps of a free part are one level. The server refuses by the same rule.
 */
export function stepOfSamePerson(file: Pick<CaseFile, 'tasks' | 'handling_class'>, task: CaseTask, accountId: string): CaseTask | null {
  if (file.handling_class === 'instant' || (task.kind !== 'review' && task.kind !== 'approval')) return null
  return (
    file.tasks.find((done) => {
      if (done.is_open || done.assignee_id !== accountId || done.node === task.node || (!!task.free_part && done.free_part === task.free_part)) return false
      if (done.outcome === 'cancelled' || done.outcome === 'returned') return false
      return done.kind === 'review' || done.kind === 'approval' || (done.kind === 'acceptance' && task.kind === 'approval')
    }) ?? null
  )
}

const paths: Partial<Record<ActName, string>> = {
  settle_instantly: 'instant', accept: 'acceptance', pass_pre_review: 'pre-review/pass', return_pre_review: 'pre-review/return',
  request_correction: 'correction', receive_correction: 'correction-answer', end_special: 'special-procedure/end', record_superior_answer: 'superior-answer', resume: 'resumption',
  start_special: 'special-procedure', report_up: 'report-up', suspend: 'suspension', extend: 'extension', make_result: 'result',
  deliver: 'delivery', void_case: 'void', reject_void: 'void/rejection',
}
const taskPaths: Partial<Record<ActName, string>> = { forward: 'forward', return_step: 'return', grant: 'decision', refuse: 'decision' }
export type TurnAway = 'rejection' | 'not-needed' | 'out-of-competence'

export function pathOf(offered: OfferedAct, caseId: string, way: TurnAway = 'rejection'): string {
  if (offered.task) return `/tasks/${offered.task.id}/${taskPaths[offered.name]}`
  return `/cases/${caseId}/${offered.name === 'turn_away' ? way : paths[offered.name]}`
}
