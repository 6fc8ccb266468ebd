import { load, newKey } from '@/shared/http'
import type { Session } from '@/shared/auth'

export type CodePurpose = 'register' | 'sign_in' | 'password_reset' | 'change_phone'

export interface SentCode {
  expires_in_seconds: number
  /** Only where text messages stay on this machine (demonstration). */
  demo_code?: string
}

export interface Credentials {
  login?: string
  password?: string
  phone?: string
  sms_code?: string
  otp?: string
}

export interface Registration {
  kind: 'person' | 'enterprise'
  name: string
  id_number?: string
  uscc?: string
  legal_person_name?: string
  legal_person_id_number?: string
  phone: string
  sms_code: string
  login: string
  password: string
  privacy_version: string
}

export const sendCode = (phone: string, purpose: CodePurpose) =>
  load<SentCode>('/sms-codes', { method: 'POST', body: { phone, purpose }, staysOnUnauthenticated: true })

export const signIn = (credentials: Credentials) =>
  load<Session>('/session', { method: 'POST', body: credentials, staysOnUnauthenticated: true })

/** The key belongs to the filled-in form: pressing the button twice makes one account. */
export const register = (registration: Registration, key: string) =>
  load<Session>('/registrations', { method: 'POST', body: registration, key, staysOnUnauthenticated: true })

export const resetPassword = (phone: string, smsCode: string, password: string) =>
  load<null>('/password-resets', {
    method: 'POST',
    body: { phone, sms_code: smsCode, password },
    key: newKey(),
    staysOnUnauthenticated: true,
  })
