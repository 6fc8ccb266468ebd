import { load, type Order, type Query } from './send'

/** A page of a list that is paged by key. */
export interface Page<T> {
  items: T[]
  next: string | null
  previous?: string | null
  total?: number | null
  total_is?: 'exact' | 'at_least'
}

export function loadPage<T>(path: string, query: Query, order: Omit<Order, 'query'> = {}): Promise<Page<T>> {
  return load<Page<T>>(path, { ...order, query })
}
