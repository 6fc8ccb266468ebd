import { designApi } from '@/features/designs'
import { load, type Api } from '@/shared/http'

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

const api = designApi('processes')

export const { list: listProcesses, show: loadProcess, create: createProcess, startDraft, compare: compareVersions } = api
export const loadDraft = (key: string) => load<ProcessDraftText>(`/processes/${key}/draft`)
export const saveDraft = (key: string, revision: number, body: { xml: string; name: string; note: string }) => api.saveDraft(key, revision, body)

/** The text of a published version, or of the draft. */
export const loadText = async (key: string, which: string) =>
  (which === 'draft' ? await loadDraft(key) : await load<{ xml: string }>(`/processes/${key}/versions/${which}`)).xml
export const validateText = async (xml: string, signal?: AbortSignal) =>
  (await load<{ items: ProcessProblem[] }>('/process-validations', { method: 'POST', body: { xml }, ...(signal ? { signal } : {}) })).items
export const simulateText = (xml: string, instances: number) => load<Simulation>('/process-simulations', { method: 'POST', body: { xml, instances } })
/** `mapping`: old ids to new ones, of steps that were given another. */
export const previewMove = (key: string, from: string, to: string, mapping: Record<string, string>) =>
  load<MovePreview>(`/processes/${key}/move-preview`, { query: { from, to, ...(Object.keys(mapping).length ? { mapping: Object.entries(mapping).map((pair) => pair.join(':')).join(',') } : {}) } })
export const listMoves = async (key: string) => (await load<{ items: ProcessMove[] }>(`/processes/${key}/moves`)).items
/** Rules that hold today, for business-rule tasks. */
export const listRules = async () => (await load<{ items: Api['RuleChoice'][] }>('/rule-choices')).items
export const listRoles = async () => (await load<{ items: { name: string; title: string; permissions: string[] }[] }>('/roles')).items
/** Messages that acts of a case send, or people record. */
export const listMessages = async () => (await load<{ items: Api['ProcessMessage'][] }>('/process-messages')).items
export const listSignals = async () => (await load<{ items: Api['ProcessSignal'][] }>('/process-signals')).items
export const sendSignal = (name: string, words: string, key: string) => load<Api['SentProcessSignal']>('/process-signals', { method: 'POST', key, body: { name, words } })
/** Documents that a step may have to produce. */
export const listStepDocuments = async () => (await load<{ items: Api['StepDocument'][] }>('/step-documents')).items
/** What a rule asks for; without a source the process states it. */
export const listRuleInputs = async (key: string) => (await load<{ items: Api['ProcessRuleInput'][] }>(`/process-rules/${key}/inputs`)).items
/** Processes drawn for others to call. */
export const listCalls = async () => (await load<{ items: Api['ProcessCall'][] }>('/process-calls')).items
