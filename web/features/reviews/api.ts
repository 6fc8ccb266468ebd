import { load, loadPage, type Api, type Page } from '@/shared/http'

export type FollowUpState = 'received' | 'verified' | 'rectified' | 'revisited'
export type FollowUp = Api['FollowUp'] & { state: FollowUpState }
export type FollowUpStep = Api['FollowUpStep']
export type NegativeReport = Api['NegativeReport']
export const listFollowUps = async (all: boolean) => (await load<{ items: FollowUp[] }>('/reviews/follow-ups', { query: { all: all || undefined } })).items
export const stepFollowUp = (id: string, path: string, step: FollowUpStep, key: string) => load<null>(`/reviews/follow-ups/${id}/${path}`, { method: 'POST', body: step, key })
export const listReports = (isOpen: boolean, after: string | null, signal: AbortSignal): Promise<Page<NegativeReport>> =>
  loadPage<NegativeReport>('/negative-reports', { open: isOpen || undefined, after }, { signal })
export const fileReport = (id: string, key: string) => load<null>(`/negative-reports/${id}/filing`, { method: 'POST', key })
