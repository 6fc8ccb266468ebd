import { computed, onBeforeUnmount, ref, watch, type ComputedRef } from 'vue'
import { ProblemError } from '@/shared/http'
import { useSession } from './session'

export const warnBefore = 120_000
/** ending: two minutes are left; ended: the page stands still until somebody signs in again. */
export const sessionState = ref<'running' | 'ending' | 'ended'>('running')

/** The server has said that nobody is signed in any more. */
export function endSession(): void {
  sessionState.value = 'ended'
}

export interface SessionEnd {
  secondsLeft: ComputedRef<number>
  /** False in the last minutes before the end that use does not move. */
  canGoOn: ComputedRef<boolean>
  goOn: () => Promise<void>
}

/** Watches the end of the session; one per page. Another tab may have used it: before it warns it asks the server. */
export function useSessionEnd(): SessionEnd {
  const session = useSession()
  const now = ref(Date.now())
  const left = computed(() => (session.endsAt ?? Infinity) - now.value)
  let isAsking = false

  async function look(isUse: boolean): Promise<void> {
    if (isAsking) return
    isAsking = true
    try {
      const stands = await session.check(isUse)
      now.value = Date.now()
      sessionState.value = !stands ? 'ended' : left.value <= warnBefore ? 'ending' : 'running'
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error // no connection: the next second tries again
    } finally {
      isAsking = false
    }
  }
  function tick(): void {
    now.value = Date.now()
    if (!session.account || sessionState.value === 'ended') return
    if (left.value <= 0 || (left.value <= warnBefore && sessionState.value === 'running')) void look(false)
  }
  const timer = setInterval(tick, 1000)
  const follow = () => !document.hidden && tick()
  document.addEventListener('visibilitychange', follow)
  // Any answer that carries the session may have moved its end.
  watch(() => session.endsAt, () => {
    now.value = Date.now()
    if (sessionState.value !== 'ended' || !session.account) sessionState.value = left.value <= warnBefore ? sessionState.value : 'running'
  })
  onBeforeUnmount(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', follow)
  })
  return {
    secondsLeft: computed(() => Math.max(0, Math.round(left.value / 1000))),
    canGoOn: computed(() => (session.closesAt ?? Infinity) - now.value > warnBefore),
    goOn: () => look(true),
  }
}
