import { load, loadPage, saveFile, send, type Api, type Page, type Query } from '@/shared/http'

export type Department = Api['Department']
export type Center = Api['ServiceCenter']
export type ServiceWindow = Api['ServiceWindow']
export type WindowKind = 'general' | 'departmental' | 'result_delivery' | 'consulting'
export type Post = Api['Post']
export type Staff = Api['Staff']
export type Absence = Api['Absence']
export type Letter = Api['AuthorisationLetter']
export type Role = Api['Role']
export type RoleGrant = Api['RoleGrant']
export type FirstContact = Api['FirstContact']
export type Residency = Api['CenterResidency']
export type TableReport = Api['TableReport']

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
