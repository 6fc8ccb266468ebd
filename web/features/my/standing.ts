import { fieldsOf, labelOf } from '@/shared/forms'
import { asSentences, formatDate } from '@/shared/format'
import { translate } from '@/shared/i18n/translate'
import type { ClockDay, ClockLine } from '@/shared/ui'
import type { CaseLine, CasePageData, Correction, Reading } from './api'

/** Groups of states as a citizen sees them. */
export const groups = {
  mend: ['correction', 'pre_returned'],
  running: ['submitted', 'pre_review', 'received', 'in_review', 'in_approval', 'special', 'reported_up', 'suspended'],
  collect: ['decided', 'delivering'],
  ended: ['closed', 'not_needed', 'rejected', 'withdrawn', 'withdrawn_deemed', 'voided'],
} as const
export type Group = keyof typeof groups
export const groupNames = Object.keys(groups) as Group[]
export const isIn = (group: Group, state: string): boolean => (groups[group] as readonly string[]).includes(state)

export type Tone = 'blue' | 'ok' | 'warn' | 'bad' | ''
export function toneOf(line: Pick<CaseLine, 'state' | 'decision'>): Tone {
  if (isIn('mend', line.state)) return 'warn'
  if (['special', 'suspended', 'reported_up'].includes(line.state)) return 'warn'
  if (['rejected', 'not_needed'].includes(line.state) || line.decision === 'refused') return 'bad'
  if (isIn('collect', line.state) || line.state === 'closed') return 'ok'
  return isIn('ended', line.state) ? '' : 'blue'
}

/** Reviews open when the case has ended by an answer of the office; withdrawn ones are not rated. */
export const mayReview = (state: string): boolean => ['closed', 'rejected', 'not_needed', 'withdrawn_deemed'].includes(state)

/** One sentence: what happens next, and by when. */
export function nextWords(line: CaseLine & { delivery_way?: string }, day = today()): string {
  const date = formatDate(isIn('mend', line.state) ? line.answer_due_on : line.due_on)
  if (isIn('running', line.state) && line.due_on && line.due_on < day) return translate('my.next.late', { date, name: line.department_name })
  const key = `my.next.${line.state}`
  return translate(date ? `${key}_by` : key, { date, name: line.department_name })
}

export interface Station {
  label: string
  note: string
  state: 'done' | 'now' | 'ahead'
}
const way = ['submit', 'accept', 'review', 'decide', 'deliver'] as const
const stationOf: Record<string, number> = {
  submitted: 1, pre_review: 1, pre_returned: 1, received: 1, correction: 1,
  in_review: 2, special: 2, reported_up: 2, suspended: 2, in_approval: 3, decided: 4, delivering: 4, closed: 5,
}
/** 提交 → 受理 → 审查 → 决定 → 领取; a case that ended before keeps only the way it went. */
export function stationsOf(line: CaseLine & { accepted_on?: string | null }, stateName: string): Station[] {
  const at = stationOf[line.state]
  const label = (name: string) => translate(`my.station.${name}`)
  const start: Station = { label: label('submit'), note: formatDate(line.submitted_at), state: 'done' }
  if (at === undefined) return [start, { label: stateName, note: '', state: 'now' }]
  return way.map((name, index) => {
    if (!index) return start
    const state = index < at ? 'done' : index === at ? 'now' : 'ahead'
    const isMending = name === 'accept' && isIn('mend', line.state)
    return { label: isMending || (state === 'now' && ['special', 'suspended', 'reported_up'].includes(line.state)) ? stateName : label(name), note: '', state }
  })
}

/** The open correction: the last one that waits for an answer. */
export const openCorrection = (corrections: Correction[]): Correction | null => corrections.filter((one) => !one.answered_at).at(-1) ?? null

type Asking = Pick<Correction['items'][number], 'target'>
/** “form:area” → what kind of thing a line of a correction speaks of, and its key. */
function targetOf({ target = '' }: Asking): { kind: string; key: string } {
  const at = target.indexOf(':')
  return at < 0 ? { kind: '', key: '' } : { kind: target.slice(0, at), key: target.slice(at + 1) }
}
/** What a line of a correction is about: the material's name or the question, empty for the application as a whole. */
export function subjectOf(file: CasePageData, item: Asking): string {
  const { kind, key } = targetOf(item)
  if (kind === 'material') return file.materials.find((one) => one.key === key)?.name ?? ''
  const field = kind === 'form' && fieldsOf(file.form_schema).find((one) => one.key === key)
  return field ? labelOf(field) : ''
}
/** Where the page of the correction asks for it. */
export function placeOf(item: Asking): string {
  const { kind, key } = targetOf(item)
  return `${kind === 'form' ? 'form' : 'materials'}.${key}`
}
/** What is wrong and how to mend it. */
export const wordsOf = (item: { problem: string; how?: string | undefined }): string => asSentences(item.problem, item.how ?? '')

/** What exactly is asked for. Where a line complains of the application as a whole everything may be changed; the server holds to the same. */
export interface Asked {
  fields: string[]
  materials: string[]
  words: Correction['items']
}
export function askedFor(file: CasePageData): Asked {
  const items = openCorrection(file.corrections)?.items ?? []
  const targets = (kind: string) => items.flatMap((item) => (targetOf(item).kind === kind ? [targetOf(item).key] : []))
  const fields = targets('form')
  const known = file.materials.map((material) => material.key)
  const wrong = file.materials.filter((material) => material.state === 'wrong').map((material) => material.key)
  const materials = [...new Set([...targets('material').filter((key) => known.includes(key)), ...wrong])]
  const isWhole = items.some((item) => !/^(form|material):/.test(item.target ?? ''))
  if (!isWhole && (fields.length || materials.length)) return { fields, materials, words: items }
  return { fields: fieldsOf(file.form_schema).map((field) => field.key), materials: known, words: items }
}

export const today = (now = new Date()): string => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(now)

/** Days of the server's reading in the words of the calendar picture: what is past is counted, what comes is ahead. */
export function clockDays(reading: Reading, now = today()): ClockDay[] {
  return reading.days.slice(0, 120).map(({ day, kind, note }) => ({
    date: day,
    kind: kind === 'paused' ? 'paused' : kind === 'off' ? 'rest' : day > now ? 'ahead' : 'counted',
    ...(note ? { note } : {}),
  }))
}
/** The sum that leads to the last day. */
export function clockLines(reading: Reading, isAcceptance: boolean): ClockLine[] {
  const line = (key: string, value: string): ClockLine => ({ label: translate(`my.clock.${key}`), value })
  const days = (count: number) => translate('my.clock.days', { count })
  return [
    line(isAcceptance ? 'received' : 'accepted', formatDate(reading.start_on)),
    line(isAcceptance ? 'answer_limit' : 'limit', reading.limit),
    ...(reading.extension_days ? [line('extension', `+ ${days(reading.extension_days)}`)] : []),
    ...(reading.paused ? [line('paused', days(reading.paused))] : []),
    line('used', days(reading.used)),
    line(isAcceptance ? 'answer_by' : 'due', formatDate(reading.due_on)),
  ]
}
