import { computed, ref, watch, type Ref } from 'vue'
import { useFilteredList, useTask, type Filters, type PagedList } from '@/shared/async'
import { newKey, type FieldError, type Problem, type Query } from '@/shared/http'
import { translate } from '@/shared/i18n/translate'
import { toast, useJudge } from '@/shared/ui'
import { list, type Registers } from './api'

/** A register under /api/v1: what the address filters, page by page. */
export function useRegister<P extends keyof Registers, N extends string>(path: P, names: readonly N[], fixed: () => Query = () => ({})): PagedList<Registers[P]> & Filters<N> {
  return useFilteredList(names, (filters, after, signal) => list(path, { ...filters, ...fixed(), after, limit: 20 }, signal))
}

export interface Acting {
  isOpen: Ref<boolean>
  busy: Ref<boolean>
  problem: Ref<Problem | null>
  errors: Ref<FieldError[]>
  add: (field: unknown) => void
  /** @param present required text fields @param missing further problems, in reading order */
  run: (work: (key: string) => Promise<unknown>, said: string, present?: string[], missing?: FieldError[]) => Promise<boolean>
}

/** One dialog: judged, sent once per opening, told, closed; the list is read anew by the caller. */
export function useActing(done: () => unknown): Acting {
  const isOpen = ref(false)
  const key = ref(newKey())
  const { add, judge, errors } = useJudge()
  const { busy, problem, run: send } = useTask(async (work: (key: string) => Promise<unknown>) => {
    await work(key.value)
    return true
  })
  watch(isOpen, () => {
    key.value = newKey()
    problem.value = null
    errors.value = []
  })
  async function run(work: (key: string) => Promise<unknown>, said: string, present: string[] = [], missing: FieldError[] = []): Promise<boolean> {
    problem.value = null
    judge(present)
    errors.value = [...errors.value, ...missing]
    if (errors.value.length || !(await send(work))) return false
    isOpen.value = false
    toast(said)
    await done()
    return true
  }
  return { isOpen, busy, problem, errors, add, run }
}

export const required = (label: string) => (value: string) => (value.trim() ? '' : translate('shared.field.missing', { label }))
/** A problem for every choice that was not made. */
export const unchosen = (choices: Record<string, [value: string, label: string]>): FieldError[] =>
  Object.entries(choices).flatMap(([name, [value, label]]) => (value ? [] : [{ field: `/${name}`, detail: translate('shared.field.not_chosen', { label }) }]))
export const wordsAt = (errors: FieldError[], name: string): string => errors.find((one) => one.field === `/${name}`)?.detail ?? ''
export const useToday = () => computed(() => new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' }))
