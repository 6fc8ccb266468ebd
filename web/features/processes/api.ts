import { load, send, type Api } from '@/shared/http'

export type ProcessSummary = Api['ProcessSummary']
export type Process = Api['Process']
export type ProcessVersion = Api['ProcessVersion']
export type ProcessDraft = Api['ProcessDraft']
export type ProcessDraftText = Api['ProcessDraftText']
export type ProcessProblem = Api['ProcessProblem']
export type ProcessChange = Api['ProcessChange']
export type MovePreview = Api['ProcessMovePreview']
export type ProcessMove = Api['ProcessMove']
export interface TrialResult {
  cases: number
  same: number
  elsewhere: number
  stuck: number
  actual_days: string
  expected_days: string
  rows: { case_no: string; matter_name: string; before: string; after: string; stuck: string; actual_days: string; expected_days: string }[]
}
export type Simulation = Api['ProcessSimulation']

const at = (key: string) => `/processes/${key}`
const tag = (revision: number) => `"${revision}"`

export const listProcesses = async (q: string) => (await load<{ items: ProcessSummary[] }>('/processes', { query: { q } })).items
export const loadProcess = (key: string) => load<Process>(at(key))
export const createProcess = (body: { key: string; name: string; xml: string }, intent: string) => load<ProcessDraft>('/processes', { method: 'POST', body, key: intent })
export const startDraft = (key: string, version: number, intent: string) => load<ProcessDraft>(`${at(key)}/draft`, { method: 'POST', body: { version }, key: intent })
export const loadDraft = (key: string) => load<ProcessDraftText>(`${at(key)}/draft`)
export const saveDraft = (key: string, revision: number, body: { xml: string; name: string; note: string }) =>
  load<ProcessDraft>(`${at(key)}/draft`, { method: 'PUT', body, etag: tag(revision) })
export const discardDraft = (key: string, revision: number) => send(`${at(key)}/draft`, { method: 'DELETE', etag: tag(revision) })
export const submitDraft = (key: string, revision: number, intent: string) => load<ProcessDraft>(`${at(key)}/submission`, { method: 'POST', etag: tag(revision), key: intent })
export const returnDraft = (key: string, revision: number, reason: string, intent: string) =>
  load<ProcessDraft>(`${at(key)}/return`, { method: 'POST', body: { reason }, etag: tag(revision), key: intent })
export const publishDraft = (key: string, revision: number, validFrom: string, intent: string) =>
  load<{ version: number }>(`${at(key)}/publication`, { method: 'POST', body: validFrom ? { valid_from: validFrom } : {}, etag: tag(revision), key: intent })
export const withdrawVersion = (key: string, version: number, reason: string, intent: string) =>
  send(`${at(key)}/versions/${version}/withdrawal`, { method: 'POST', body: { reason }, key: intent })

/** The text of a published version, or of the draft. */
export const loadText = async (key: string, which: string) =>
  (which === 'draft' ? await loadDraft(key) : await load<{ xml: string }>(`${at(key)}/versions/${which}`)).xml
export const compareVersions = async (key: string, from: string, to: string) =>
  (await load<{ items: ProcessChange[] }>(`${at(key)}/comparison`, { query: { from, to } })).items
export const validateText = async (xml: string, signal?: AbortSignal) =>
  (await load<{ items: ProcessProblem[] }>('/process-validations', { method: 'POST', body: { xml }, ...(signal ? { signal } : {}) })).items
export const simulateText = (xml: string, instances: number) => load<Simulation>('/process-simulations', { method: 'POST', body: { xml, instances } })
export const previewMove = (key: string, from: string, to: string) => load<MovePreview>(`${at(key)}/move-preview`, { query: { from, to } })
export const listMoves = async (key: string) => (await load<{ items: ProcessMove[] }>(`${at(key)}/moves`)).items
export const listRoles = async () => (await load<{ items: { name: string; title: string; permissions: string[] }[] }>('/roles')).items
