import { onBeforeUnmount, ref, watch, type Ref, type WatchSource } from 'vue'
import { ProblemError, type Problem } from '@/shared/http/problem'

export interface Draft {
  state: Ref<'clean' | 'waiting' | 'saving' | 'saved' | 'failed'>
  savedAt: Ref<Date | null>
  problem: Ref<Problem | null>
  /** Saves now what is unsaved; for Ctrl+S and for leaving a step. */
  flush: () => Promise<boolean>
}

/**
 * Saves what a person types, a moment after the last keystroke and one save at a time: what changes during a save goes
 * into the next one. Leaving the page with unsaved words asks first, and saves: a phone closes a page without asking.
 */
export function useDraft<T>(source: WatchSource<T>, save: (value: T) => Promise<void>, delayMilliseconds = 1200): Draft {
  const state = ref<Draft['state']['value']>('clean')
  const savedAt = ref<Date | null>(null)
  const problem = ref<Problem | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let latest: T
  let running: Promise<boolean> | null = null

  async function saveOnce(): Promise<boolean> {
    state.value = 'saving'
    try {
      await save(latest)
      savedAt.value = new Date()
      problem.value = null
      if (state.value === 'saving') state.value = 'saved'
      return true
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      problem.value = error.problem
      state.value = 'failed'
      return false
    }
  }
  async function flush(): Promise<boolean> {
    clearTimeout(timer)
    while (running) await running
    if (state.value === 'clean' || state.value === 'saved') return true
    running = saveOnce()
    const done = await running
    running = null
    return done
  }
  watch(
    source,
    (value) => {
      latest = value
      state.value = 'waiting'
      clearTimeout(timer)
      timer = setTimeout(() => void flush(), delayMilliseconds)
    },
    { deep: true },
  )
  const askBeforeLeaving = (event: BeforeUnloadEvent) => {
    if (state.value === 'waiting' || state.value === 'failed') event.preventDefault()
  }
  const saveOnHiding = () => {
    if (document.visibilityState === 'hidden') void flush()
  }
  const saveOnClosing = () => void flush()
  window.addEventListener('beforeunload', askBeforeLeaving)
  window.addEventListener('pagehide', saveOnClosing)
  document.addEventListener('visibilitychange', saveOnHiding)
  onBeforeUnmount(() => {
    window.removeEventListener('beforeunload', askBeforeLeaving)
    window.removeEventListener('pagehide', saveOnClosing)
    document.removeEventListener('visibilitychange', saveOnHiding)
    void flush()
  })
  return { state, savedAt, problem, flush }
}
