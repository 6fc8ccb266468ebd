import { load } from '@/shared/http'

export interface Figures {
  submitted: number
  accepted: number
  closed: number
  granted: number
  refused: number
  on_time: number
  timed: number
  average_promised_days: string
  average_statutory_days: string
  average_actual_days: string
}
export interface Overview {
  states: { state: string; name: string; count: number }[]
  today: Figures
  year: Figures
  formula: string
}
export interface ReviewSummary {
  items: { id: string; department_name: string; matter_name: string; level: number; level_name: string; channel: string; tags: string[]; text: string; reviewer_name: string; reply: string; created_at: string }[]
  next: string | null
  levels: { level: number; name: string; count: number }[]
}

export const loadOverview = (region: string) => load<Overview>('/public/overview', { query: { region } })
export const loadReviews = (region: string, departmentId = '') => load<ReviewSummary>('/public/reviews', { query: { region, department_id: departmentId } })
