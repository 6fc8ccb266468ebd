import { load, type Api } from '@/shared/http'

export type Figures = Api['CaseFigures']
export type Overview = Api['Overview']
export type ReviewSummary = Api['ReviewPage']

export const loadOverview = (region: string) => load<Overview>('/public/overview', { query: { region } })
export const loadReviews = (region: string, departmentId = '') => load<ReviewSummary>('/public/reviews', { query: { region, department_id: departmentId } })
