import { computed, onScopeDispose, shallowRef, watch, type ComputedRef } from 'vue'
import { ProblemError } from '@/shared/http'
import { jobs } from '@/shared/live/news'
import { loadJob } from './api'
import { isOpen, type Job } from './job'

const askEvery = 5_000

export interface FollowedJob {
  job: ComputedRef<Job | null>
  follow: (job: Job) => void
}

/** One job as it goes on: told by the stream of the tab; asked for itself where the stream is silent about it. */
export function useJob(ended: (job: Job) => void = () => undefined): FollowedJob {
  const last = shallowRef<Job | null>(null)
  const job = computed(() => last.value)
  let timer: ReturnType<typeof setInterval> | undefined

  function take(next: Job): void {
    const wasOpen = last.value && isOpen(last.value)
    last.value = next
    if (isOpen(next)) return
    clearInterval(timer)
    if (wasOpen) ended(next)
  }
  async function ask(): Promise<void> {
    if (!last.value || document.hidden) return
    try {
      take(await loadJob(last.value.id))
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error // the next time perhaps
    }
  }
  function follow(next: Job): void {
    last.value = next
    clearInterval(timer)
    timer = setInterval(() => void ask(), askEvery)
  }
  watch(jobs, (all) => {
    const told = all.find((one) => one.id === last.value?.id)
    if (told) take(told)
  })
  onScopeDispose(() => clearInterval(timer))
  return { job, follow }
}
