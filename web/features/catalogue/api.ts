import { load, loadPage, withQuery, type Api, type Query } from '@/shared/http'
import type { Content } from './content'

export type Word = Api['CodedWord']
export type MatterLine = Api['Matter']
export type Version = Api['MatterVersion']
/** A retired version that was never published is a draft that was given up. */
export const stageOf = (version: Version): string => (version.state.code === 'retired' && !version.published_at ? 'discarded' : version.state.code)
export type MatterProblem = Api['MatterProblem']
export type Disclosure = Api['Disclosure']
export type MatterDetail = Omit<Api['ShownMatter'], 'content'> & { content: Content }
export type Validation = Api['MatterValidation']
export interface ItemChange {
  key: string
  kind: 'added' | 'removed' | 'changed'
  before?: Content
  after?: Content
  changes?: { field: string; label: string; before: unknown; after: unknown }[]
}
export interface Change {
  field: string
  label: string
  section: string
  kind: 'added' | 'removed' | 'changed' | 'reordered'
  before?: unknown
  after?: unknown
  items?: ItemChange[]
}
export interface Comparison {
  from: Version
  to: Version
  changes: Change[]
}
export interface Consistency {
  base_id: string
  name?: string
  is_consistent?: boolean
  instances: { matter_id: string; region_code: string; region_name: string; department_name: string; status: string; is_published: boolean; differences: Change[] }[]
}
export type MatterFile = Api['AttachedFile']
export type ImportProblem = Api['ImportProblem']
export type ImportReport = Api['ImportReport']
export type Topic = Api['MatterTopic']
export type LifeEvent = Api['LifeEvent']

const at = (id: string) => `/matters/${id}`
const tag = (revision: number) => `"${revision}"`
type Acted = Omit<MatterLine, 'draft_state'>

export const listMatters = (query: Query, signal?: AbortSignal) => loadPage<MatterLine>('/matters', query, signal ? { signal } : {})
export const exportPath = (query: Query) => withQuery('/api/v1/matter-exports', query)
export const loadMatter = (id: string) => load<MatterDetail>(at(id))
export const loadVersions = async (id: string) => (await load<{ items: Version[] }>(`${at(id)}/versions`)).items
export const loadVersion = (id: string, version: number) => load<Version & { content: Content }>(`${at(id)}/versions/${version}`)
export const loadComparison = (id: string, from: string, to: string) => load<Comparison>(`${at(id)}/comparison`, { query: { from, to } })
export const validate = (id: string) => load<Validation>(`${at(id)}/validation`)
export const loadConsistency = (id: string) => load<Consistency>(`${at(id)}/consistency`)
export const listConsistency = (query: Query, signal?: AbortSignal) => loadPage<Consistency>('/matter-consistency', query, signal ? { signal } : {})

export const createMatter = (body: { region_code: string; category: string; content: Content }, key: string) => load<Acted>('/matters', { method: 'POST', body, key })
export const saveDraft = (id: string, revision: number, content: Content, note: string) =>
  load<Acted>(`${at(id)}/draft`, { method: 'PUT', body: { content, note }, etag: tag(revision) })
export const discardDraft = (id: string, revision: number) => load<Acted>(`${at(id)}/draft`, { method: 'DELETE', etag: tag(revision) })
/** submission, return, publication, settlements: one path each. */
export const actOn = (id: string, revision: number, path: string, body: object | undefined, key: string) =>
  load<Acted>(`${at(id)}/${path}`, { method: 'POST', etag: tag(revision), key, ...(body ? { body } : {}) })
/** status and department. */
export const put = (id: string, revision: number, path: string, body: object) => load<Acted>(`${at(id)}/${path}`, { method: 'PUT', body, etag: tag(revision) })

export const listFiles = async (id: string) => (await load<{ items: MatterFile[] }>(`${at(id)}/files`)).items
export const attachFile = (id: string, body: { file_id: string; purpose: string; material_key?: string }, key: string) =>
  load<MatterFile>(`${at(id)}/files`, { method: 'POST', body, key })
export const filePath = (fileId: string) => `/api/v1/public/matter-files/${fileId}`
export const importMatters = (body: { region_code: string; county_codes: string[]; rows: unknown[] }, key: string) =>
  load<ImportReport>('/matter-imports', { method: 'POST', body, key })
export const listTopics = async () => (await load<{ items: Topic[] }>('/public/matter-topics')).items
export const listRules = async () => (await load<{ items: Api['RuleChoice'][] }>('/rule-choices')).items
export const listProcesses = async () => (await load<{ items: Api['ProcessChoice'][] }>('/process-choices')).items
export const listLifeEvents = async () => (await load<{ items: LifeEvent[] }>('/public/life-events')).items
/** Where the process or the rule of a matter may read an answer of its form. */
export const listFormReaders = async (of: 'processes' | 'rules', key: string, answer: string) => (await load<{ items: Api['ProcessFormReader'][] }>(`/${of}/${key}/form-readers`, { query: { answer } })).items.map((one) => one.place)
