import { load, send } from '@/shared/http'

export interface CalendarDay {
  day: string
  kind: 'off' | 'work'
  name: string
  source: string
  region_code: string
  is_own: boolean
}
export interface CalendarYear {
  region_code: string
  year: number
  is_official: boolean
  source: string
  working_days: number
  version: number
  days: CalendarDay[]
}
export interface CalendarHead {
  id: string
  region_code: string
  name: string
  version: number
}
export interface NoticeReport {
  year: number
  loaded: number
  unchanged: number
  is_official: boolean
  problems: { row: number; field: string; detail: string }[]
}
export interface DueDate {
  due_on: string
  used: number
  remaining: number
  paused: number
  is_beyond_known_calendar: boolean
  limit: { length: number; unit: string; text: string }
  days: { day: string; kind: 'counted' | 'off' | 'paused'; number: number; note: string }[]
}

const at = (region: string) => `/calendars/${region}`
export const listCalendars = () => load<{ items: CalendarHead[]; last_known_on: string | null }>('/calendars')
export const loadYear = (region: string, year: number, signal?: AbortSignal) => send<CalendarYear>(`${at(region)}/years/${year}`, signal ? { signal } : {})
export const putDay = (region: string, day: string, body: { kind: string; name: string; source: string }, etag: string) => load<{ version: number }>(`${at(region)}/days/${day}`, { method: 'PUT', body, etag })
export const removeDay = (region: string, day: string, etag: string) => load<{ version: number }>(`${at(region)}/days/${day}`, { method: 'DELETE', etag })
export const importNotice = (region: string, body: { year?: number; source?: string; text: string }, key: string) => load<NoticeReport>(`${at(region)}/notices`, { method: 'POST', body, key })
export const dueDate = (region: string, query: { start: string; length: string; unit: string; extension: string }, signal?: AbortSignal) =>
  load<DueDate>(`${at(region)}/due-date`, { query, ...(signal ? { signal } : {}) })
