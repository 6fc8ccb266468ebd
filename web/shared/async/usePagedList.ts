import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { Page } from '@/shared/http/list'
import type { Problem } from '@/shared/http/problem'
import { useLatest } from './useTask'

export interface PagedList<T> {
  items: ShallowRef<T[]>
  total: Ref<number | null>
  isTotalAtLeast: Ref<boolean>
  busy: Ref<boolean>
  problem: ShallowRef<Problem | null>
  hasNext: ComputedRef<boolean>
  hasPrevious: ComputedRef<boolean>
  /** First page again, for new filters or a new order. */
  reload: () => Promise<void>
  next: () => Promise<void>
  previous: () => Promise<void>
  /** Appends the next page below what is shown. */
  more: () => Promise<void>
}

/** A list paged by key. What is shown stays while the next page loads. */
export function usePagedList<T>(fetchPage: (after: string | null, signal: AbortSignal) => Promise<Page<T>>): PagedList<T> {
  const items = shallowRef<T[]>([])
  const total = ref<number | null>(null)
  const isTotalAtLeast = ref(false)
  const next = ref<string | null>(null)
  const cursors = ref<(string | null)[]>([null]) // where each page seen so far begins
  const task = useLatest((signal, after: string | null) => fetchPage(after, signal))

  async function show(after: string | null, place: (page: Page<T>) => void): Promise<void> {
    const page = await task.run(after)
    if (!page) return
    place(page)
    next.value = page.next
    if (page.total !== undefined) total.value = page.total
    isTotalAtLeast.value = page.total_is === 'at_least'
  }
  const replace = (page: Page<T>) => (items.value = page.items)

  return {
    items,
    total,
    isTotalAtLeast,
    busy: task.busy,
    problem: task.problem,
    hasNext: computed(() => next.value !== null),
    hasPrevious: computed(() => cursors.value.length > 1),
    reload: () => show(null, (page) => ((cursors.value = [null]), replace(page))),
    next: async () => {
      const after = next.value
      if (after) await show(after, (page) => (cursors.value.push(after), replace(page)))
    },
    previous: async () => {
      const before = cursors.value.at(-2)
      if (before !== undefined) await show(before, (page) => (cursors.value.pop(), replace(page)))
    },
    more: async () => {
      if (next.value) await show(next.value, (page) => (items.value = [...items.value, ...page.items]))
    },
  }
}
