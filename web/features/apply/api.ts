import { load, send, type Api, type StoredFile, type Versioned } from '@/shared/http'
import type { Answers } from '@/shared/forms'
import type { Guide, SituationAnswers } from './guide'

export type Principal = Api['Principal']
export type Profile = Api['MyProfile']
/** electronic: uploaded · deferred: 容缺后补 · waived: a certificate stands in for it */
export type MaterialWay = '' | 'electronic' | 'deferred' | 'waived'
export interface GivenMaterial {
  way: MaterialWay
  file: StoredFile | null
}
export interface Content {
  situation: SituationAnswers
  form: Answers
  materials: Record<string, GivenMaterial>
  delivery_way: string
  /** For delivery by post; blank: as the hint says. */
  delivery_name: string
  delivery_phone: string
  delivery_address: string
  contact_name: string
  contact_phone: string
  /** Parts the person has gone through. */
  done: string[]
}
export interface Draft {
  id: string
  matter_id: string
  matter_name: string
  party_id: string
  step: string
  case_id: string | null
  changed_at: string
  content: Partial<Content>
}
export interface DraftOrder {
  matter_id: string
  party_id?: string
  step: string
  content: Content
}
export interface Application {
  matter_id: string
  applicant_party_id: string
  contact_name?: string
  contact_phone?: string
  situation: SituationAnswers
  form: Record<string, unknown>
  materials: { key: string; received_as: string; file_id?: string }[]
  delivery_way: string
  delivery_name?: string
  delivery_phone?: string
  delivery_address?: string
  draft_id: string
  is_declared: boolean
}
export type Submitted = Api['CaseStanding']
export interface SubmittedCase {
  id: string
  case_no: string
  query_code: string
  matter_name: string
  department_name: string
  state: string
  acceptance_due_on: string | null
  consult_phone?: string
  documents: { id: string; type: string; type_name: string; number: string }[]
}

export const loadGuide = (matterId: string) => load<Guide>(`/public/matters/${matterId}`)
export type Prefilled = Api['PrefilledAnswer']
/** What is known about the applicant for fields that ask for it, with where it was taken from. */
export const loadPrefill = async (matter: string, party: string) => (await load<{ items: Prefilled[] }>('/my/prefill', { query: { matter_id: matter, party_id: party } })).items
export const loadPrincipals = async () => (await load<{ items: Principal[] }>('/my/principals')).items
export const loadProfile = () => load<Profile>('/my/profile')
export const loadDrafts = async () => (await load<{ items: Omit<Draft, 'content'>[] }>('/my/drafts')).items
export const loadDraft = (id: string) => send<Draft>(`/my/drafts/${id}`)
export const createDraft = (order: DraftOrder, key: string) => send<Draft>('/my/drafts', { method: 'POST', body: order, key })
export const saveDraft = (id: string, order: DraftOrder, etag: string): Promise<Versioned<Draft>> =>
  send<Draft>(`/my/drafts/${id}`, { method: 'PUT', body: order, etag })
export const submit = (application: Application, key: string) => load<Submitted>('/my/applications', { method: 'POST', body: application, key })
export const loadCase = (id: string) => load<SubmittedCase>(`/my/cases/${id}`)
export const draftFormPath = (draftId: string) => `/api/v1/my/drafts/${draftId}/form`
export const formPath = (caseId: string) => `/api/v1/cases/${caseId}/application-form`
export const receiptPath = (caseId: string, documentId: string) => `/api/v1/cases/${caseId}/documents/${documentId}/pdf`
