import type { FollowUp, FollowUpState, FollowUpStep } from './api'

export type StepName = 'verification' | 'rectification' | 'revisit'
const next: Record<FollowUpState, StepName | null> = { received: 'verification', verified: 'rectification', rectified: 'revisit', revisited: null }

/** The one thing to do now: verify, rectify with a public reply, revisit. */
export const nextStep = (one: Pick<FollowUp, 'state'>): StepName | null => next[one.state]

/** The clock that runs: to reach the citizen first, then to rectify; after that only the visit is left. */
export const dueOf = (one: Pick<FollowUp, 'state' | 'contact_due_on' | 'due_on'>): string | null =>
  one.state === 'received' ? one.contact_due_on : one.state === 'revisited' ? null : one.due_on

/** Days until the due day, negative when it has passed: a hint of colour, not a legal count. */
export function daysLeft(due: string | null, today: string): number | null {
  if (!due) return null
  return Math.round((Date.parse(`${due}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000)
}

export interface StepWords {
  note: string
  finding: string
  reply: string
  level: string
}
export const noWords = (): StepWords => ({ note: '', finding: '', reply: '', level: '' })

/** Each step sends what belongs to it. */
export function sentStep(step: StepName, words: StepWords): FollowUpStep {
  const note = words.note.trim()
  if (step === 'verification') return { note, finding: words.finding.trim() }
  if (step === 'rectification') return { note, reply: words.reply.trim() }
  return words.level ? { note, second_level: Number(words.level) } : { note }
}
export const neededFields = (step: StepName): string[] => ({ verification: ['note', 'finding'], rectification: ['note', 'reply'], revisit: ['note'] })[step]
