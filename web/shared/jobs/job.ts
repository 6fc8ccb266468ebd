/** Long work that the server does in the background. */
export interface Job {
  id: string
  kind: string
  title: string
  unit: string
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  phase: string
  done: number
  /** 0: not known */
  total: number
  result: Record<string, unknown> | null
  error: string | null
  problem_count: number
  has_file: boolean
  owner_name: string
  created_at: string
  started_at: string | null
  finished_at: string | null
  expires_at: string | null
  is_own?: boolean
  can_cancel?: boolean
  can_retry?: boolean
}

export interface JobProblem {
  row: number
  subject: string
  field: string
  detail: string
  severity: 'info' | 'warning' | 'error'
}

export const isOpen = (job: Job): boolean => job.state === 'queued' || job.state === 'running'
export const filePath = (job: Job): string => `/api/v1/jobs/${job.id}/file`
export const problemsPath = (job: Job): string => `/api/v1/jobs/${job.id}/problems?format=csv`

/** Jobs that have ended since they were last seen at work. */
export function endedSince(before: Job[], now: Job[]): Job[] {
  const open = new Set(before.filter(isOpen).map((job) => job.id))
  return now.filter((job) => open.has(job.id) && !isOpen(job))
}
