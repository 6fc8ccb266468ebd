import { computed, reactive, watch, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Page } from '@/shared/http/list'
import { usePagedList, type PagedList } from './usePagedList'

export interface Filters<N extends string> {
  /** What stands in the fields. */
  fields: Record<N, string>
  /** What the list shows: the fields as they were last applied. */
  applied: ComputedRef<Record<N, string>>
  isFiltered: ComputedRef<boolean>
  apply: () => void
  clear: () => void
}

/** Filters of a list stand in the address: they can be kept, sent, and gone back to. */
export function useFilters<N extends string>(names: readonly N[], changed: () => unknown): Filters<N> {
  const route = useRoute()
  const router = useRouter()
  const read = () => Object.fromEntries(names.map((name) => [name, String(route.query[name] ?? '')])) as Record<N, string>
  const fields = reactive(read()) as Record<N, string>
  const applied = computed(read)
  const path = route.path

  function show(values: Record<N, string>): void {
    const others = Object.fromEntries(Object.entries(route.query).filter(([name]) => !names.includes(name as N)))
    const filled = Object.fromEntries(names.map((name) => [name, values[name].trim()]).filter(([, value]) => value))
    void router.replace({ query: { ...others, ...filled } })
  }
  watch(
    () => (route.path === path ? JSON.stringify(applied.value) : null),
    (now, before) => {
      if (now === null || before === null) return
      Object.assign(fields, applied.value)
      changed()
    },
  )
  return {
    fields,
    applied,
    isFiltered: computed(() => names.some((name) => applied.value[name] !== '')),
    apply: () => show(fields),
    clear: () => show(Object.fromEntries(names.map((name) => [name, ''])) as Record<N, string>),
  }
}

/** A paged list that follows its filters. */
export function useFilteredList<N extends string, T>(
  names: readonly N[],
  fetchPage: (filters: Record<N, string>, after: string | null, signal: AbortSignal) => Promise<Page<T>>,
): PagedList<T> & Filters<N> {
  const filters: Filters<N> = useFilters(names, () => list.reload())
  const list: PagedList<T> = usePagedList((after, signal) => fetchPage(filters.applied.value, after, signal))
  void list.reload()
  return { ...list, ...filters }
}
