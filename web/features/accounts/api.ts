import { load, loadPage, type Api, type Query } from '@/shared/http'

export type Account = Api['Account']
export type OutgoingSms = Api['OutgoingSms']
export type AccountAct = 'disabling' | 'enabling' | 'unlocking' | 'otp-reset'

export const listAccounts = (query: Query, signal?: AbortSignal) => loadPage<Account>('/accounts', query, signal ? { signal } : {})
export const createAccount = (body: { staff_id: string; login?: string }, key: string) => load<{ id: string; one_time_password: string }>('/accounts', { method: 'POST', body, key })
export const resetPassword = (id: string, key: string) => load<{ one_time_password: string }>(`/accounts/${id}/password-reset`, { method: 'POST', key })
export const changeAccount = (id: string, act: AccountAct, reason: string, key: string) => load<null>(`/accounts/${id}/${act}`, { method: 'POST', body: { reason }, key })
export const listSms = (query: Query, signal?: AbortSignal) => loadPage<OutgoingSms>('/sms-outgoing', query, signal ? { signal } : {})

/** What can be done to an account now, in the order it is offered. */
export function actsFor(account: Pick<Account, 'is_active' | 'is_locked' | 'is_otp_enrolled'>): (AccountAct | 'password-reset')[] {
  if (!account.is_active) return ['enabling']
  return [...(account.is_locked ? (['unlocking'] as const) : []), 'password-reset', ...(account.is_otp_enrolled ? (['otp-reset'] as const) : []), 'disabling']
}
