import { ref, shallowRef } from 'vue'
import { endedSince, type Job } from '@/shared/jobs/job'

/** What the server tells open pages. */
export interface News {
  unread: { unread: number }
  jobs: { items: Job[] }
  tasks: { at: string }
  ended: Record<string, never>
}

export const unread = ref<number | null>(null)
/** My jobs at work and those that ended in the last minutes. */
export const jobs = shallowRef<Job[]>([])
/** False while the stream is broken and the page asks now and then instead. */
export const isStreaming = ref(false)

type Listener<N extends keyof News> = (data: News[N]) => void
const listeners = new Map<string, Set<Listener<never>>>()
const endings = new Set<(job: Job) => void>()

/** @returns the act that stops listening. */
export function onNews<N extends keyof News>(event: N, listener: Listener<N>): () => void {
  const all = listeners.get(event) ?? new Set()
  listeners.set(event, all.add(listener as Listener<never>))
  return () => void all.delete(listener as Listener<never>)
}
export function onJobEnd(listener: (job: Job) => void): () => void {
  endings.add(listener)
  return () => void endings.delete(listener)
}

/** A job the page has just ordered: shown before the stream tells of it. */
export function noteJob(job: Job): void {
  if (!jobs.value.some((one) => one.id === job.id)) jobs.value = [job, ...jobs.value]
}

export function hear<N extends keyof News>(event: N, data: News[N]): void {
  if (event === 'unread') unread.value = (data as News['unread']).unread
  if (event === 'jobs') {
    const { items } = data as News['jobs']
    const ended = endedSince(jobs.value, items)
    jobs.value = items
    for (const job of ended) endings.forEach((tell) => tell(job))
  }
  listeners.get(event)?.forEach((listener) => listener(data as never))
}

export function forgetNews(): void {
  unread.value = null
  jobs.value = []
}
