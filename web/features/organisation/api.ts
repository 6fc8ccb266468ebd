import { load, loadPage, saveFile, send, type Page, type Query } from '@/shared/http'

export interface Department {
  id: string
  region_code: string
  name: string
  short_name: string
  uscc: string
  agency_mark: string
  category: string
  other_categories: string[]
  phone: string
  address: string
  parent_id: string | null
  is_resident: boolean
  valid_from: string
  valid_to: string | null
  version: number
}
export interface Center {
  id: string
  region_code: string
  name: string
  address: string
  phone: string
  hours: string
  closing_minute: number
  valid_from: string
  valid_to: string | null
  version: number
}
export interface ServiceWindow {
  id: string
  center_id: string
  region_code: string
  number: string
  name: string
  kind: WindowKind
  kind_name: string
  department_ids: string[]
  is_open: boolean
  version: number
}
export type WindowKind = 'general' | 'departmental' | 'result_delivery' | 'consulting'
export interface Post {
  id: string
  region_code: string
  department_id: string | null
  department_name: string
  center_id: string | null
  name: string
  roles: string[]
  holder_id: string | null
  holder_name: string
  deputy_post_id: string | null
  all_departments: boolean
  valid_from: string
  valid_to: string | null
  version: number
}
export interface Staff {
  id: string
  employee_no: string
  name: string
  phone: string
  login: string
  department_id: string | null
  region_code: string
  is_active: boolean
  version: number
}
export interface Absence {
  id: string
  staff_id: string
  staff_name: string
  department_id: string | null
  from_on: string
  until_on: string
  reason: string
  cancelled_at: string | null
  version: number
  uncovered_posts?: string[]
}
export interface Letter {
  id: string
  number: string
  department_id: string
  department_name: string
  grantee_post_id: string | null
  grantee_window_id: string | null
  grantee_center_id: string | null
  grantee_name: string
  powers: string[]
  power_names: string[]
  valid_from: string
  valid_to: string
  issued_by: string
  revoked_at: string | null
  revoke_reason: string
  version: number
}
export interface Role {
  name: string
  title: string
  description: string
  permissions: string[]
}
export interface RoleGrant {
  id: string
  post_id: string
  post_name: string
  role: string
  kind: 'grant' | 'revoke'
  state: 'requested' | 'confirmed' | 'refused'
  reason: string
  requested_by: string | null
  requested_by_name: string
  requested_at: string
  decided_at: string | null
}
export interface FirstContact {
  id: string
  center_id: string | null
  staff_id: string
  staff_name: string
  contacted_at: string
  asked_by: string
  request: string
  handed_to_id: string | null
  handed_to_name: string
  handed_over_at: string | null
  result: string
  closed_at: string | null
  version: number
}
export interface Residency {
  id: string
  center_id: string
  center_name: string
  department_id: string
  department_name: string
  matter_name: string
  kind: 'entry' | 'exit'
  state: 'proposed' | 'approved' | 'refused'
  reason: string
  proposed_at: string
  decision_no: string
  decided_at: string | null
  effective_on: string | null
}
export interface TableReport {
  created: number
  changed: number
  unchanged: number
  problems: { row: number; field: string; detail: string }[]
}

/** Paths of the registers under /api/v1. */
export interface Registers {
  departments: Department
  'service-centers': Center
  windows: ServiceWindow
  posts: Post
  staff: Staff
  absences: Absence
  'authorisation-letters': Letter
  'role-grants': RoleGrant
  'first-contacts': FirstContact
  'center-residencies': Residency
}

export function list<P extends keyof Registers>(path: P, query: Query, signal?: AbortSignal): Promise<Page<Registers[P]>> {
  return loadPage<Registers[P]>(`/${path}`, query, signal ? { signal } : {})
}
export const read = <P extends keyof Registers>(path: P, id: string) => send<Registers[P]>(`/${path}/${id}`)
export const create = <P extends keyof Registers>(path: P, body: object, key: string) => load<Registers[P]>(`/${path}`, { method: 'POST', body, key })
/** The version of the row is its ETag. */
export const change = <P extends keyof Registers>(path: P, row: { id: string; version: number }, body: object) =>
  load<Registers[P]>(`/${path}/${row.id}`, { method: 'PATCH', body, etag: `"${row.version}"` })
export const act = <P extends keyof Registers>(path: P, row: { id: string; version?: number }, name: string, body: object | undefined, key: string) =>
  load<Registers[P]>(`/${path}/${row.id}/${name}`, { method: 'POST', key, ...(body ? { body } : {}), ...(row.version ? { etag: `"${row.version}"` } : {}) })

export const listRoles = async () => (await load<{ items: Role[] }>('/roles')).items
export const importTable = (table: 'departments' | 'staff', text: string, key: string) => load<TableReport>(`/${table}/import`, { method: 'POST', body: { text }, key })
export const exportDepartments = '/api/v1/departments/export'
export const exportStaff = (name: string) => saveFile('/staff/export', name, { method: 'POST' })

export const findDepartments = async (q: string, signal: AbortSignal, regionCode = '') => {
  const { items } = await list('departments', { q, region_code: regionCode, limit: 20 }, signal)
  return items.map((one) => ({ value: one.id, label: one.name, note: one.category }))
}
