import { load, loadPage, newKey } from '@/shared/http'

/** Masked by the server: a screen in a hall is read by others too. */
export interface Profile {
  login: string
  name: string
  phone: string
  real_name_level: number
  sms_enabled: boolean
  party: { kind: 'person' | 'enterprise'; name: string; id_no: string; address: string; legal_person_name: string } | null
}
export interface Device {
  id: string
  ip: string
  user_agent: string
  created_at: string
  seen_at: string
  is_current: boolean
}
export interface Access {
  id: string
  happened_at: string
  post_name: string
  purpose: string
  reason: string
  case_no: string
  fields: string[]
}

export const loadProfile = () => load<Profile>('/my/profile')
export const changePassword = (oldPassword: string, newPassword: string) =>
  load<null>('/my/password', { method: 'PUT', body: { old_password: oldPassword, new_password: newPassword } })
export const changePhone = (phone: string, code: string, password: string) =>
  load<null>('/my/phone', { method: 'PUT', body: { phone, sms_code: code, password } })
export const setSms = (isOn: boolean) => load<null>('/my/notification-channels', { method: 'PUT', body: { sms: isOn } })
export const listDevices = async () => (await load<{ items: Device[] }>('/my/sessions')).items
export const endDevice = (id: string) => load<null>(`/my/sessions/${id}`, { method: 'DELETE' })
export const endOtherDevices = () => load<{ ended: number }>('/my/sessions/ending', { method: 'POST', key: newKey() })
export const listAccess = (after: string | null, signal: AbortSignal) => loadPage<Access>('/my/access-log', { after, limit: 10 }, { signal })

/** "Chrome · Windows": the two words by which one knows one's own devices. */
export function deviceName(agent: string): string {
  const pick = (names: [RegExp, string][]) => names.find(([pattern]) => pattern.test(agent))?.[1] ?? ''
  const browser = pick([[/MicroMessenger/, 'WeChat'], [/Edg\//, 'Edge'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari']])
  const system = pick([[/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/HarmonyOS|OpenHarmony/, 'HarmonyOS'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux']])
  return [browser, system].filter(Boolean).join(' · ') || agent.split('/')[0] || ''
}
