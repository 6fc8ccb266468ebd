import { load, send, type Api } from '@/shared/http'

export type CalendarDay = Api['CalendarYearDay']
export type CalendarYear = Api['CalendarYear']
export type CalendarHead = Api['CalendarHead']
export type NoticeReport = Api['CalendarNoticeReport']
export type DueDate = Api['DueDate']

const at = (region: string) => `/calendars/${region}`
export const listCalendars = () => load<{ items: CalendarHead[]; last_known_on: string | null }>('/calendars')
export const loadYear = (region: string, year: number, signal?: AbortSignal) => send<CalendarYear>(`${at(region)}/years/${year}`, signal ? { signal } : {})
export const putDay = (region: string, day: string, body: { kind: string; name: string; source: string }, etag: string) => load<{ version: number }>(`${at(region)}/days/${day}`, { method: 'PUT', body, etag })
export const removeDay = (region: string, day: string, etag: string) => load<{ version: number }>(`${at(region)}/days/${day}`, { method: 'DELETE', etag })
export const importNotice = (region: string, body: { year?: number; source?: string; text: string; is_national?: boolean }, key: string) => load<NoticeReport>(`${at(region)}/notices`, { method: 'POST', body, key })
export const dueDate = (region: string, query: { start: string; length: string; unit: string; extension: string }, signal?: AbortSignal) =>
  load<DueDate>(`${at(region)}/due-date`, { query, ...(signal ? { signal } : {}) })
