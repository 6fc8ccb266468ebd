import { load, loadPage, newKey, type Api } from '@/shared/http'
import type { FormField, FormSchema } from '@/shared/forms'

export type FormProblem = Api['FormProblem']
export type Question = Omit<Api['FormQuestion'], 'definition'> & { definition: FormField }
export type ShownQuestion = Omit<Api['ShownFormQuestion'], 'definition'> & { definition: FormField }
export interface QuestionOrder {
  name: string
  definition: FormField
  note: string
}

export const validateForm = async (schema: FormSchema, signal?: AbortSignal) =>
  (await load<{ items: FormProblem[] }>('/form-validations', { method: 'POST', body: { schema }, key: newKey(), ...(signal ? { signal } : {}) })).items
export const listQuestions = (q: string, after: string | null, signal: AbortSignal, limit = 20) => loadPage<Question>('/form-questions', { q, after, limit }, { signal })
export const loadQuestion = (id: string) => load<ShownQuestion>(`/form-questions/${id}`)
export const createQuestion = (body: QuestionOrder, key: string) => load<Question>('/form-questions', { method: 'POST', body, key })
export const changeQuestion = (id: string, revision: number, body: QuestionOrder) => load<Question>(`/form-questions/${id}`, { method: 'PUT', body, etag: `"${revision}"` })
export const retireQuestion = (id: string, revision: number) => load<Question>(`/form-questions/${id}`, { method: 'DELETE', etag: `"${revision}"` })
export const renewQuestions = (matter: string, revision: number, key: string) =>
  load<{ renewed: number; revision: number }>(`/matters/${matter}/question-renewal`, { method: 'POST', etag: `"${revision}"`, key })
