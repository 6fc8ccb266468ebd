// Calls of /api/v1 for tests: what another person (a clerk at the window) does while the browser shows the citizen's side.
import { baseUrl } from './browser.mjs'

export const demoPassword = 'Yimen@2026'

/** Signs in and answers a `call(method, path, body, headers)` that carries cookie and token. */
export async function apiOf(login, password = demoPassword, base = baseUrl()) {
  const answer = await fetch(`${base}/api/v1/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ login, password }) })
  if (!answer.ok) throw new Error(`${login} cannot sign in: ${answer.status} ${await answer.text()}`)
  const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ')
  const session = await answer.json()
  const call = async (method, path, body, headers = {}) => {
    const response = await fetch(`${base}/api/v1${path}`, {
      method,
      headers: { cookie, 'X-CSRF-Token': session.csrf_token, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    const value = text ? JSON.parse(text) : null
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return { value, etag: response.headers.get('ETag') }
  }
  return { session, call }
}

/** A clerk takes a seat at a general window of the own hall: only then the cases of its departments are seen. */
export async function takeWindow(clerk) {
  const center = clerk.session.posts.find((post) => post.id === clerk.session.post_id)?.center_id ?? clerk.session.posts[0].center_id
  const { value } = await clerk.call('GET', `/windows?center_id=${center}&limit=100`)
  await clerk.call('POST', '/session/window', { window_id: value.items.find((one) => one.kind === 'general').id })
}

/** One act on a case as staff: reads the version and sends it back. */
export async function act(staff, caseId, path, body = {}) {
  const { etag } = await staff.call('GET', `/cases/${caseId}`)
  return staff.call('POST', `/cases/${caseId}${path}`, body, { 'If-Match': etag })
}

/** 18 characters with the right check character: a person who does not exist, in an area of the demonstration city. */
export function madeUpIdNumber(serial) {
  const body = `450900199${serial % 10}0${1 + (serial % 9)}${10 + (serial % 18)}${String(serial % 1000).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = [...body].reduce((total, digit, at) => total + weights[at] * Number(digit), 0)
  return body + '10X98765432'[sum % 11]
}

/** A credit code with the right check character, of nobody. */
export function madeUpCreditCode(serial) {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const body = `91450900MA${String(serial % 10_000_000).padStart(7, '0')}`
  const sum = [...body].reduce((total, one, at) => total + 3 ** at % 31 * alphabet.indexOf(one), 0)
  return body + alphabet[(31 - (sum % 31)) % 31]
}

/** Registers an enterprise whose legal person is given; answers its name. */
export async function registerEnterprise({ name, serial, legalPerson, legalPersonNumber, phone, login }, base = baseUrl()) {
  const post = async (path, body) => {
    const answer = await fetch(`${base}/api/v1${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
    const value = await answer.json()
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(value)}`)
    return value
  }
  const { demo_code: code } = await post('/sms-codes', { phone, purpose: 'register' })
  await post('/registrations', {
    kind: 'enterprise', name, uscc: madeUpCreditCode(serial), legal_person_name: legalPerson, legal_person_id_number: legalPersonNumber, phone, sms_code: code, login, password: demoPassword,
    privacy_version: '2025-01',
  })
  return name
}
