import { getCurrentScope, onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { ProblemError, type Problem } from '@/shared/http/problem'

export interface Task<Args extends unknown[], T> {
  busy: Ref<boolean>
  problem: ShallowRef<Problem | null>
  result: ShallowRef<T | null>
  run: (...args: Args) => Promise<T | null>
}

/** Runs one request at a time and keeps what a page must show: busy, problem, result. A second press does nothing. */
export function useTask<Args extends unknown[], T>(work: (...args: Args) => Promise<T>): Task<Args, T> {
  const busy = ref(false)
  const problem = shallowRef<Problem | null>(null)
  const result = shallowRef<T | null>(null)

  async function run(...args: Args): Promise<T | null> {
    if (busy.value) return null
    busy.value = true
    problem.value = null
    try {
      result.value = await work(...args)
      return result.value
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      problem.value = error.problem
      return null
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, result, run }
}

/** Runs the newest request only: an older answer that arrives late is dropped and its request cancelled. */
export function useLatest<Args extends unknown[], T>(work: (signal: AbortSignal, ...args: Args) => Promise<T>): Task<Args, T> {
  const busy = ref(false)
  const problem = shallowRef<Problem | null>(null)
  const result = shallowRef<T | null>(null)
  let current: AbortController | null = null

  async function run(...args: Args): Promise<T | null> {
    current?.abort()
    const mine = new AbortController()
    current = mine
    busy.value = true
    problem.value = null
    try {
      const answer = await work(mine.signal, ...args)
      if (current !== mine) return null
      result.value = answer
      return answer
    } catch (error) {
      if (mine.signal.aborted) return null
      if (!(error instanceof ProblemError)) throw error
      problem.value = error.problem
      return null
    } finally {
      if (current === mine) busy.value = false
    }
  }
  if (getCurrentScope()) onScopeDispose(() => current?.abort())
  return { busy, problem, result, run }
}
