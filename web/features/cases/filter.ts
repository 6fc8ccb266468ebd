import type { LocationQuery } from 'vue-router'
import type { Query } from '@/shared/http'
import type { CaseState } from './types'

export const stateTabs = {
  all: [],
  acceptance: ['submitted', 'pre_review', 'received'],
  correction: ['pre_returned', 'correction'],
  review: ['in_review'],
  decision: ['in_approval'],
  stopped: ['special', 'reported_up', 'suspended'],
  result: ['decided', 'delivering'],
  ended: ['closed', 'not_needed', 'rejected', 'withdrawn', 'withdrawn_deemed', 'voided'],
} as const satisfies Record<string, readonly CaseState[]>
export type StateTab = keyof typeof stateTabs

export interface CaseFilter {
  tab: StateTab
  q: string
  from: string
  to: string
  overdue: boolean
}

/** The filter stands in the address: it survives going back, reloading and sending the link. */
export function filterFrom(query: LocationQuery): CaseFilter {
  const text = (name: string) => String([query[name]].flat()[0] ?? '')
  const tab = text('tab')
  return { tab: tab in stateTabs ? (tab as StateTab) : 'all', q: text('q'), from: text('from'), to: text('to'), overdue: text('overdue') === '1' }
}
export function addressOf(filter: CaseFilter): Record<string, string> {
  const all = { tab: filter.tab === 'all' ? '' : filter.tab, q: filter.q.trim(), from: filter.from, to: filter.to, overdue: filter.overdue ? '1' : '' }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value))
}
export const queryOf = (filter: CaseFilter): Query => ({
  state: stateTabs[filter.tab].join(','), q: filter.q.trim(), submitted_from: filter.from, submitted_to: filter.to, overdue: filter.overdue || undefined,
})
/** The same filter as the body of an export. */
export const exportOf = (filter: CaseFilter): Record<string, string | boolean> =>
  Object.fromEntries(Object.entries(queryOf(filter)).filter(([, value]) => value !== '' && value !== undefined && value !== null)) as Record<string, string | boolean>
