import { load, loadPage, type Page } from '@/shared/http'

export type FollowUpState = 'received' | 'verified' | 'rectified' | 'revisited'
export interface FollowUp {
  id: string
  case_id: string
  department_name: string
  matter_name: string
  level: number
  level_name: string
  text: string
  state: FollowUpState
  contact_due_on: string
  due_on: string
  contact_note: string
  finding: string
  rectification: string
  revisit_note: string
  second_level: number
  handled_by_name: string
  created_at: string
}
export interface FollowUpStep {
  note: string
  finding?: string
  reply?: string
  second_level?: number
}
export interface NegativeReport {
  id: string
  case_id: string
  case_no: string
  matter_name: string
  department_name: string
  kind: string
  reason: string
  clause: string
  made_by_name: string
  made_at: string
  filed_by_name: string
  filed_at: string | null
  document_id: string
  form_document_id: string | null
}
export const listFollowUps = async (all: boolean) => (await load<{ items: FollowUp[] }>('/reviews/follow-ups', { query: { all: all || undefined } })).items
export const stepFollowUp = (id: string, path: string, step: FollowUpStep, key: string) => load<null>(`/reviews/follow-ups/${id}/${path}`, { method: 'POST', body: step, key })
export const listReports = (isOpen: boolean, after: string | null, signal: AbortSignal): Promise<Page<NegativeReport>> =>
  loadPage<NegativeReport>('/negative-reports', { open: isOpen || undefined, after }, { signal })
export const fileReport = (id: string, key: string) => load<null>(`/negative-reports/${id}/filing`, { method: 'POST', key })
