import { load, loadPage, type Query } from '@/shared/http'

export interface TrailEvent {
  id: string
  subject_kind: string
  subject_id: string
  seq: number
  action: string
  text: string
  actor_kind: string
  actor_name: string
  post_name: string
  substitute_for_name: string
  happened_at: string
  captured_at: string
  facts: Record<string, unknown>
  hash: string
}
export interface TrailReport {
  events: number
  chains: number
  roots: number
  anchored: number
  findings: { kind: string; subject_kind: string; subject_id: string | number; seq: number; event_id: string | number; text: string }[]
}
export interface AccessEntry {
  id: string
  happened_at: string
  post_name: string
  purpose: string
  reason: string
  case_no: string
  fields: string[]
  actor_id: string
  actor_name: string
  row_count: number
  is_granted: boolean
  is_out_of_hours: boolean
}

export const searchTrail = (query: Query, signal?: AbortSignal) => loadPage<TrailEvent>('/trail', query, signal ? { signal } : {})
export const verifyTrail = () => load<TrailReport>('/trail/verification', { method: 'POST' })
export const listAccess = (query: Query, signal?: AbortSignal) => loadPage<AccessEntry>('/access-log', query, signal ? { signal } : {})

/** The first word of an action names its part: "cases.accept" → cases. A search by part keeps the point. */
export const partOf = (action: string): string => action.split('.')[0] ?? ''
export function wholeNumber(text: string): boolean {
  return !text.trim() || /^\d{1,19}$/.test(text.trim())
}
