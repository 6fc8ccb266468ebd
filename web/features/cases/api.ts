import { load, loadPage, send, type Api, type Query } from '@/shared/http'
import type { BenchmarkProposal } from './benchmark'
import type { CaseFile, CaseLine, Done, MatterWords, TaskChoices, TaskLine, VoidRequestLine } from './types'

export const listCases = (query: Query, signal?: AbortSignal) => loadPage<CaseLine>('/cases', query, signal ? { signal } : {})
/** Voids that wait for a second person. */
export const listVoidRequests = (after: string | null, signal?: AbortSignal) => loadPage<VoidRequestLine>('/void-requests', { after, limit: 20 }, signal ? { signal } : {})
export const loadCase = (id: string, signal?: AbortSignal) => send<CaseFile>(`/cases/${id}`, signal ? { signal } : {})
/** The model the case runs on; `node` of its tasks names the elements. */
export const loadProcess = (id: string) => load<{ key: string; version: number; name: string; xml: string }>(`/cases/${id}/process`)
/** What the discretion benchmark of the matter proposes; once decided, what was proposed and chosen then. */
export const proposeBenchmark = (id: string, stated: Record<string, unknown>, signal?: AbortSignal, decision: 'granted' | 'refused' = 'granted') =>
  load<BenchmarkProposal>(`/cases/${id}/benchmark`, { method: 'POST', body: { stated, decision }, ...(signal ? { signal } : {}) })
/** The tasks this post may work on: of its department or window, of its roles, in the pool or claimed by oneself. */
export const listTasks = (query: Query, signal?: AbortSignal) => loadPage<TaskLine>('/tasks', query, signal ? { signal } : {})
export const countTasks = () => load<Record<string, number>>('/tasks/counts')

export const claimTask = (id: string, key: string) => load<null>(`/tasks/${id}/claim`, { method: 'POST', key })
export const releaseTask = (id: string, key: string) => load<null>(`/tasks/${id}/release`, { method: 'POST', key })
export const transferTask = (id: string, to: string, reason: string, key: string) =>
  load<null>(`/tasks/${id}/transfer`, { method: 'POST', key, body: { to, reason } })

/** Where a task may be returned or jump to, who may be asked to sign or to help. */
export const loadChoices = (id: string) => load<TaskChoices>(`/tasks/${id}/choices`)
export const delegateTask = (id: string, to: string, reason: string, key: string) => load<null>(`/tasks/${id}/delegation`, { method: 'POST', key, body: { to, reason } })
export const recallTask = (id: string, key: string) => load<null>(`/tasks/${id}/delegation-recall`, { method: 'POST', key })
export const urgeTask = (id: string, words: string, key: string) => load<null>(`/tasks/${id}/urging`, { method: 'POST', key, body: { words } })

/** An act on a case or on its task; `etag` is the version it was decided on. */
export const act = (path: string, body: object | undefined, etag: string, key: string) => send<Done>(path, { method: 'POST', body, etag, key })

export interface MaterialCheck {
  received_as?: string
  state?: string
  problem?: string
  how_to_mend?: string
  original_count?: number
  copy_count?: number
  file_id?: string
  due_on?: string
}
export const checkMaterial = (caseId: string, key: string, check: MaterialCheck) =>
  load<null>(`/cases/${caseId}/materials/${encodeURIComponent(key)}`, { method: 'PUT', body: check })

export const noteReprint = (caseId: string, documentId: string, key: string) =>
  load<null>(`/cases/${caseId}/documents/${documentId}/reprint`, { method: 'POST', key })
export const loadMatterWords = (matterId: string) => load<MatterWords>(`/public/matters/${matterId}`)

export type PartyField = 'name' | 'id_no' | 'phone' | 'address' | 'legal_person_name'
export const unmask = (partyId: string, field: PartyField, reason: string, caseNo: string) =>
  load<Partial<Record<PartyField, string>>>(`/parties/${partyId}/unmask`, { method: 'POST', body: { reason, fields: [field], case_no: caseNo } })

export interface Colleague {
  id: string
  holder_id: string | null
  holder_name: string
  name: string
}
/** Posts of one's department with this role, for handing a task over. */
export const listColleagues = async (role: string) => (await loadPage<Colleague>('/posts', { role, limit: 100 })).items

export const pdfPath = (caseId: string, documentId: string, isCopy = false): string =>
  `/api/v1/cases/${caseId}/documents/${documentId}/pdf${isCopy ? '?copy=reprint' : ''}`
export const filePath = (caseId: string, fileId: string, isDownload = false): string =>
  `/api/v1/cases/${caseId}/files/${fileId}${isDownload ? '?download=true' : ''}`
export type DeliveryAddress = Api['DeliveryAddress']
/** Where the parcel goes, in clear; the look is recorded. */
export const showDeliveryLabel = (caseId: string) => load<DeliveryAddress>(`/cases/${caseId}/delivery-label`, { method: 'POST' })
/** 申请表 as PDF; numbers of persons are masked. */
export const formPath = (caseId: string): string => `/api/v1/cases/${caseId}/application-form`
