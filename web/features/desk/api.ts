import { load, loadPage, newKey, type Page } from '@/shared/http'
import type { Session } from '@/shared/auth'
import type { Done } from '@/features/cases'
import type { DeskGuide, WalkIn } from './intake'

export interface ServiceWindow {
  id: string
  center_id: string
  region_code: string
  number: string
  name: string
  kind: 'general' | 'departmental' | 'result_delivery' | 'consulting'
  kind_name: string
  department_ids: string[]
  is_open: boolean
}
export interface FoundParty {
  id: string
  kind: 'person' | 'enterprise'
  name: string
  id_no: string
  phone: string
}
export interface MatterLine {
  id: string
  name: string
  department: { id: string; name: string }
  case_class: { code: string; text: string }
  promised_text: string
}
export interface FirstContact {
  id: string
  staff_id: string
  staff_name: string
  contacted_at: string
  asked_by: string
  request: string
  handed_to_name: string
  result: string
  closed_at: string | null
  version: number
}

export const listWindows = async (centerId: string) => (await loadPage<ServiceWindow>('/windows', { center_id: centerId, limit: 100 })).items.filter((one) => one.is_open)
/** @param windowId empty: leave the window */
export const signOn = (windowId: string) => load<Session>('/session/window', { method: 'POST', body: windowId ? { window_id: windowId } : {}, key: newKey() })
export const searchParties = async (by: { id_no?: string; phone?: string; name?: string }) =>
  (await load<Page<FoundParty>>('/party-searches', { method: 'POST', body: by, key: newKey() })).items

/** Matters of the region whose department this window takes; the search knows pinyin, initials and everyday words. */
export async function findMatters(words: string, window: ServiceWindow, signal: AbortSignal): Promise<MatterLine[]> {
  const page = await loadPage<MatterLine>('/public/matters', { q: words, region: window.region_code, limit: 50 }, { signal })
  return page.items.filter((matter) => window.department_ids.includes(matter.department.id)).slice(0, 12)
}
export const loadGuide = (matterId: string) => load<DeskGuide>(`/public/matters/${matterId}`)
export const receive = async (walkIn: WalkIn, key: string) => (await load<{ items: Done[] }>('/cases', { method: 'POST', body: walkIn, key })).items

export const listContacts = async () => (await loadPage<FirstContact>('/first-contacts', { mine: true, state: 'open', limit: 20 })).items
export const recordContact = (askedBy: string, request: string, key: string) => load<FirstContact>('/first-contacts', { method: 'POST', body: { asked_by: askedBy, request }, key })
export const closeContact = (contact: FirstContact, result: string, key: string) =>
  load<FirstContact>(`/first-contacts/${contact.id}/result`, { method: 'POST', body: { result }, etag: `"${contact.version}"`, key })
export const handOverContact = (contact: FirstContact, to: string, key: string) =>
  load<FirstContact>(`/first-contacts/${contact.id}/handover`, { method: 'POST', body: { handed_to_id: to }, etag: `"${contact.version}"`, key })
export const findStaff = async (words: string, signal: AbortSignal) =>
  (await loadPage<{ id: string; name: string; department_name?: string }>('/staff', { q: words, limit: 10 }, { signal })).items
