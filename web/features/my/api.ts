import { load, loadPage, send, type Query } from '@/shared/http'
import type { Answers, FormSchema } from '@/shared/forms'

export interface CaseLine {
  id: string
  case_no: string
  matter_id: string
  matter_name: string
  department_name: string
  applicant_name: string
  state: string
  state_name: string
  submitted_at: string
  due_on: string | null
  answer_due_on: string | null
  remaining_days: number | null
  is_stopped: boolean
  decision: 'none' | 'granted' | 'refused'
  closed_at: string | null
}
export interface ReadingDay {
  day: string
  kind: 'counted' | 'off' | 'paused'
  number: number
  note: string
}
export interface Reading {
  start_on: string
  due_on: string
  limit: string
  basis: string
  used: number
  remaining: number
  paused: number
  extension_days?: number
  is_beyond_known_calendar: boolean
  days: ReadingDay[]
}
export interface CaseMaterial {
  key: string
  name: string
  is_required: boolean
  is_tolerable: boolean
  received_as: string
  file_id: string | null
  file_name: string
  state: string
  problem: string
  how_to_mend: string
  due_on: string | null
  versions: { file_id: string; name: string; round: number; added_at: string }[]
}
export interface Correction {
  round: number
  items: { target?: string; problem: string; how?: string }[]
  is_pre_review: boolean
  notified_at: string
  answer_due_on: string
  answered_at: string | null
  document_id: string
}
export interface CaseDocument {
  id: string
  type: string
  type_name: string
  title: string
  number: string
  issued_at: string
  is_revoked: boolean
  verify_path: string
}
export interface CasePageData extends CaseLine {
  query_code?: string
  applicant: { name: string; contact_name: string; contact_phone: string }
  form: Answers
  form_schema?: FormSchema
  situation: Record<string, string | string[]>
  result_name?: string
  result_no: string
  consult_phone?: string
  supervise_phone?: string
  acceptance_due_on: string | null
  promised_due_on: string | null
  is_deemed_accepted: boolean
  delivery_way: string
  clock: { is_stopped: boolean; promised: Reading | null; statutory: Reading | null; acceptance: Reading | null }
  materials: CaseMaterial[]
  corrections: Correction[]
  stops: { kind: string; name: string; reason: string; basis: string; planned_days: number; started_on: string; ended_on: string | null }[]
  documents: CaseDocument[]
  trail: { at: string; action: string; text: string; actor_name: string }[]
  allowed_acts: string[]
}
export interface Review {
  level: number
  tags: string[]
  text: string
  reviewer_name: string
  reply: string
  created_at: string
}
export interface ReviewOrder {
  level: number
  tags: string[]
  text: string
  is_anonymous: boolean
  channel: string
}
export interface DraftLine {
  id: string
  matter_id: string
  matter_name: string
  changed_at: string
}
export interface Message {
  id: string
  title: string
  body: string
  link: string
  created_at: string
  read_at: string | null
}
export interface Principal {
  party_id: string
  kind: 'person' | 'enterprise'
  name: string
  role: 'self' | 'legal_person' | 'agent'
  matter_ids: string[]
  valid_from: string | null
  valid_to: string | null
}
export interface Authorisation {
  id: string
  direction: 'given' | 'received'
  grantor_name: string
  agent_name: string
  matter_ids: string[]
  valid_from: string
  valid_to: string
  state: 'offered' | 'in_force' | 'declined' | 'revoked'
  is_current: boolean
}
export interface Grant {
  grantor_id?: string
  agent_name: string
  agent_id_number: string
  matter_ids?: string[]
  valid_from: string
  valid_to: string
}
interface Done {
  case_id: string
  state: string
}

export const listCases = (query: Query, signal?: AbortSignal) => loadPage<CaseLine>('/my/cases', query, signal ? { signal } : {})
export const loadCase = (id: string, signal?: AbortSignal) => send<CasePageData>(`/my/cases/${id}`, signal ? { signal } : {})
export const answerCorrection = (id: string, body: { form: Record<string, unknown>; materials: { key: string; received_as: string; file_id: string }[] }, etag: string, key: string) =>
  load<Done>(`/my/cases/${id}/correction-answer`, { method: 'POST', body, etag, key })
export const withdraw = (id: string, reason: string, etag: string, key: string) => load<Done>(`/my/cases/${id}/withdrawal`, { method: 'POST', body: { reason }, etag, key })
export const loadReview = async (id: string) => (await load<{ review: Review | null }>(`/my/cases/${id}/review`)).review
export const review = (id: string, body: ReviewOrder, key: string) => load<{ id: string }>(`/my/cases/${id}/review`, { method: 'POST', body, key })
export const documentPath = (caseId: string, documentId: string) => `/api/v1/cases/${caseId}/documents/${documentId}/pdf`
export const filePath = (caseId: string, fileId: string) => `/api/v1/cases/${caseId}/files/${fileId}`
export const loadQuestions = async (matterId: string) =>
  (await load<{ situations: { key: string; question: string; options: { key: string; text: string }[] }[] }>(`/public/matters/${matterId}`)).situations

export const listDrafts = async () => (await load<{ items: DraftLine[] }>('/my/drafts')).items
export const deleteDraft = (id: string) => load<null>(`/my/drafts/${id}`, { method: 'DELETE' })

export const listMessages = (query: Query, signal?: AbortSignal) => loadPage<Message>('/my/messages', query, signal ? { signal } : {})
export const countUnread = async () => (await load<{ unread: number }>('/my/messages/unread-count')).unread
export const readMessage = (id: string) => load<null>(`/my/messages/${id}/read`, { method: 'POST' })
export const readAllMessages = () => load<{ read: number }>('/my/messages/read', { method: 'POST' })

export const listPrincipals = async () => (await load<{ items: Principal[] }>('/my/principals')).items
export const listAuthorisations = async () => (await load<{ items: Authorisation[] }>('/my/authorisations')).items
export const grant = (body: Grant, key: string) => load<{ id: string }>('/my/authorisations', { method: 'POST', body, key })
export const decide = (id: string, act: 'acceptance' | 'refusal' | 'revocation') => load<null>(`/my/authorisations/${id}/${act}`, { method: 'POST' })
export const findMatters = async (words: string, signal: AbortSignal) =>
  (await loadPage<{ id: string; name: string; department: { name: string } }>('/public/matters', { q: words, limit: 10 }, { signal })).items
