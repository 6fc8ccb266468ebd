import type { ClockDay, ClockLine } from '@/shared/ui'
import { translate } from '@/shared/i18n/translate'
import { formatDate } from '@/shared/format'
import type { CaseClock, CaseFile, CaseState, ClockReading } from './types'

export interface ClockBar {
  used: number
  paused: number
  left: number
  over: number
}

/** Shares of the bar in percent; together 100. What is over the limit takes its part of the same bar. */
export function barOf(reading: Pick<ClockReading, 'used' | 'paused' | 'remaining'>): ClockBar {
  const over = Math.max(0, -reading.remaining)
  const used = Math.max(0, reading.used - over)
  const left = Math.max(0, reading.remaining)
  const paused = Math.max(0, reading.paused)
  const whole = used + paused + left + over
  if (!whole) return { used: 0, paused: 0, left: 100, over: 0 }
  const share = (part: number) => Math.round((part / whole) * 1000) / 10
  return { used: share(used), paused: share(paused), left: share(left), over: share(over) }
}

/** The clock that runs, or ran last: acceptance before it, the promise after. */
export const currentClock = (clock: CaseClock): ClockReading | null => clock.promised ?? clock.acceptance

/** Days for the small calendar: those after today are still to come. */
export function clockDays(reading: ClockReading, today: string): ClockDay[] {
  return reading.days.map((one) => {
    const kind = one.kind === 'off' ? 'rest' : one.kind === 'counted' && one.day > today ? 'ahead' : one.kind
    return one.note ? { date: one.day, kind, note: one.note } : { date: one.day, kind }
  })
}

/** Start + limit + extension, less what did not count, gives the due day. */
export function clockLines(reading: ClockReading): ClockLine[] {
  const lines = [
    { label: translate('cases.clock.start'), value: formatDate(reading.start_on) },
    { label: translate('cases.clock.limit'), value: reading.limit },
  ]
  if (reading.extension_days) lines.push({ label: translate('cases.clock.extension'), value: translate('cases.clock.plus_days', { count: reading.extension_days }) })
  if (reading.paused) lines.push({ label: translate('cases.clock.paused'), value: translate('cases.clock.plus_days_paused', { count: reading.paused }) })
  lines.push({ label: translate('cases.clock.used'), value: translate('cases.clock.days', { count: reading.used }) })
  lines.push({ label: translate(reading.remaining < 0 ? 'cases.clock.over' : 'cases.clock.left'), value: translate('cases.clock.days', { count: Math.abs(reading.remaining) }) })
  lines.push({ label: translate('cases.clock.due'), value: formatDate(reading.due_on) })
  return lines
}

const ends: CaseState[] = ['closed', 'not_needed', 'rejected', 'withdrawn', 'withdrawn_deemed', 'voided']
export const isEnded = (state: CaseState): boolean => ends.includes(state)

export function deadlineState(file: Pick<CaseFile, 'state' | 'is_stopped'>): 'running' | 'paused' | 'done' {
  return isEnded(file.state) ? 'done' : file.is_stopped ? 'paused' : 'running'
}

export const stages = ['receipt', 'acceptance', 'review', 'decision', 'certificate', 'delivery'] as const
export type Stage = (typeof stages)[number]

const stageOfState: Record<CaseState, Stage> = {
  submitted: 'receipt', pre_review: 'receipt', pre_returned: 'receipt', received: 'acceptance', correction: 'acceptance', not_needed: 'acceptance',
  rejected: 'acceptance', in_review: 'review', in_approval: 'decision', special: 'review', reported_up: 'review', suspended: 'review',
  decided: 'certificate', delivering: 'delivery', closed: 'delivery', withdrawn: 'review', withdrawn_deemed: 'acceptance', voided: 'review',
}
export const stageOf = (state: CaseState): Stage => stageOfState[state]
