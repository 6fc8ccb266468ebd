import { load, send, type Api } from '@/shared/http'

export type Region = Api['Region']
export type RegionChange = Api['RegionChange']
export type RegionDetail = Api['RegionDetail']
export interface RegionOrder {
  effective_on?: string
  basis: string
}

type Signal = { signal?: AbortSignal }
export const listRegions = async (parent: string, closed = false, order: Signal = {}) =>
  (await load<{ items: Region[] }>('/regions', { query: { parent, closed: closed || null }, ...order })).items
export const findRegions = async (q: string, order: Signal = {}) => (await load<{ items: Region[] }>('/regions', { query: { q, limit: 20 }, ...order })).items
export const loadRegion = (code: string, order: Signal = {}) => send<RegionDetail>(`/regions/${code}`, order)
export const createRegion = (body: RegionOrder & { parent_code: string; code?: string; name: string }, key: string) => load<Region>('/regions', { method: 'POST', body, key })
export const renameRegion = (code: string, body: RegionOrder & { name: string }, etag: string) => load<Region>(`/regions/${code}`, { method: 'PATCH', body, etag })
export const relocateRegion = (code: string, body: RegionOrder & { new_parent_code: string; new_code?: string }, etag: string, key: string) =>
  load<Region>(`/regions/${code}/relocation`, { method: 'POST', body, etag, key })
export const mergeRegions = (code: string, body: RegionOrder & { codes: string[] }, etag: string, key: string) => load<Region>(`/regions/${code}/merger`, { method: 'POST', body, etag, key })

/** 450902 for county 450902000000: the digits that say something. */
export function shortCode(code: string): string {
  const digits = code.replace(/0+$/, '')
  for (const size of [2, 4, 6, 9, 12]) if (digits.length <= size) return code.slice(0, size)
  return code
}
/** 12 digits from 2, 4, 6, 9 or 12. */
export const paddedCode = (code: string): string => code.trim().padEnd(12, '0')
