import { designApi } from '@/features/designs'
import { load, type Api } from '@/shared/http'

export type RuleDraftText = Api['RuleDraftText']
export type RuleSample = Api['RuleSample']
export type RuleProblem = Api['RuleProblem']
export type RuleSource = Api['RuleSource']
export type RuleInput = Api['RuleInput']
export type RuleVerdict = Api['RuleVerdict']
export type RuleAnswer = Api['RuleAnswer']

const api = designApi('rules')

export const { list: listRules, show: loadRule, create: createRule, startDraft, compare: compareVersions } = api
export const loadDraft = (key: string) => load<RuleDraftText>(`/rules/${key}/draft`)
export const saveDraft = (key: string, revision: number, body: { xml: string; name: string; note: string; samples: RuleSample[] }) => api.saveDraft(key, revision, body)
export const loadVersion = (key: string, version: number) => load<{ xml: string; samples: RuleSample[] }>(`/rules/${key}/versions/${version}`)
export const listSources = async (key: string) => (await load<{ items: Api['RuleSource'][] }>(`/rules/${key}/sources`)).items
export const validateRule = (body: { key: string; xml: string; samples: RuleSample[] }, signal?: AbortSignal) =>
  load<RuleVerdict>('/rule-validations', { method: 'POST', body, ...(signal ? { signal } : {}) })
export const testRule = (xml: string, inputs: Record<string, unknown>) => load<RuleAnswer>('/rule-tests', { method: 'POST', body: { xml, inputs } })
