import { load, loadPage, send, type Api, type Query } from '@/shared/http'
import type { Answers, FormSchema } from '@/shared/forms'

export type CaseLine = Api['CaseLine']
export type ReadingDay = Api['CountedDay']
export type Reading = Api['ClockReading']
export type CaseMaterial = Api['CaseMaterial']
export type Correction = Omit<Api['CaseCorrection'], 'items'> & { items: { target?: string; problem: string; how?: string }[] }
export type CaseDocument = Api['IssuedDocument']
export interface CasePageData extends Omit<Api['MyCase'], 'form' | 'form_schema' | 'situation' | 'corrections' | 'result_name' | 'consult_phone' | 'supervise_phone'> {
  form: Answers
  form_schema?: FormSchema
  situation: Record<string, string | string[]>
  corrections: Correction[]
  result_name?: string
  consult_phone?: string
  supervise_phone?: string
}
export type Review = Api['Review']
export interface ReviewOrder {
  level: number
  tags: string[]
  text: string
  is_anonymous: boolean
  channel: string
}
export type DraftLine = Api['Draft']
export type Message = Api['Message']
export type Principal = Api['Principal']
export type Authorisation = Api['Authorisation']
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
export interface DeliveryChoice {
  delivery_way: string
  delivery_name?: string
  delivery_phone?: string
  delivery_address?: string
}
export const changeDelivery = (id: string, body: DeliveryChoice, etag: string, key: string) => load<Done>(`/my/cases/${id}/delivery`, { method: 'PUT', body, etag, key })
export const loadReview = async (id: string) => (await load<{ review: Review | null }>(`/my/cases/${id}/review`)).review
export const review = (id: string, body: ReviewOrder, key: string) => load<{ id: string }>(`/my/cases/${id}/review`, { method: 'POST', body, key })
export const documentPath = (caseId: string, documentId: string) => `/api/v1/cases/${caseId}/documents/${documentId}/pdf`
export const formPath = (caseId: string) => `/api/v1/cases/${caseId}/application-form`
export const filePath = (caseId: string, fileId: string) => `/api/v1/cases/${caseId}/files/${fileId}`
export const loadQuestions = async (matterId: string) =>
  (await load<{ situations: { key: string; question: string; options: { key: string; text: string }[] }[] }>(`/public/matters/${matterId}`)).situations

export const listDrafts = async () => (await load<{ items: DraftLine[] }>('/my/drafts')).items
export const deleteDraft = (id: string) => load<null>(`/my/drafts/${id}`, { method: 'DELETE' })

export type Favourite = Api['FavouriteMatter']
export const listFavourites = async () => (await load<{ items: Favourite[] }>('/my/favourites')).items
export const removeFavourite = (matterId: string) => load<null>(`/my/favourites/${matterId}`, { method: 'DELETE' })
export const addFavourite = (matterId: string) => load<null>(`/my/favourites/${matterId}`, { method: 'PUT' })

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
