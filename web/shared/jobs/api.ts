import { load, loadPage, newKey, type Query } from '@/shared/http'
import { noteJob } from '@/shared/live/news'
import type { Job, JobProblem } from './job'

export const listJobs = (query: Query, signal?: AbortSignal) => loadPage<Job>('/jobs', query, signal ? { signal } : {})
export const loadJob = (id: string) => load<Job>(`/jobs/${id}`)
export const listProblems = (id: string, after: string | null, signal?: AbortSignal) => loadPage<JobProblem>(`/jobs/${id}/problems`, { after, limit: 50 }, signal ? { signal } : {})
export const cancelJob = (id: string) => load<null>(`/jobs/${id}/cancellation`, { method: 'POST', key: newKey() })

/** Orders long work; it shows in the bell at once. */
export async function orderJob(path: string, body?: object, key = newKey()): Promise<Job> {
  const job = await load<Job>(path, { method: 'POST', key, ...(body ? { body } : {}) })
  noteJob(job)
  return job
}
export const retryJob = (id: string) => orderJob(`/jobs/${id}/retry`)
