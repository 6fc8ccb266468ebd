import { load, loadPage, type Api, type Query } from '@/shared/http'

export type TrailEvent = Api['TrailEvent'] & { facts: Record<string, unknown> }
export type TrailReport = Api['TrailVerification']
export type AccessEntry = Api['AccessEntry']

export const searchTrail = (query: Query, signal?: AbortSignal) => loadPage<TrailEvent>('/trail', query, signal ? { signal } : {})
export const verifyTrail = () => load<TrailReport>('/trail/verification', { method: 'POST' })
export const listAccess = (query: Query, signal?: AbortSignal) => loadPage<AccessEntry>('/access-log', query, signal ? { signal } : {})

/** The first word of an action names its part: "cases.accept" → cases. A search by part keeps the point. */
export const partOf = (action: string): string => action.split('.')[0] ?? ''
export function wholeNumber(text: string): boolean {
  return !text.trim() || /^\d{1,19}$/.test(text.trim())
}
