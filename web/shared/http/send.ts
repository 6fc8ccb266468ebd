import { ref } from 'vue'
import { translate } from '@/shared/i18n/translate'
import { ProblemError, problemOf } from './problem'

/** A resource together with the ETag that a later change must send back. */
export interface Versioned<T> {
  value: T
  etag: string
}

export type Query = Record<string, string | number | boolean | null | undefined>

export interface Order {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  query?: Query
  body?: unknown
  /** Version this change is based on: becomes If-Match. */
  etag?: string
  /** One key per intent: repeating the request then never takes effect twice. */
  key?: string
  headers?: Record<string, string>
  signal?: AbortSignal
  /** A 401 is an answer here (sign-in itself), not a reason to leave the page. */
  staysOnUnauthenticated?: boolean
  /** Whether the request counts as use of the session. By itself: what changes something, and what follows a hand on the page. */
  isUse?: boolean
}

/** Cleared by the next answer that arrives; the shells show a banner while it is true. */
export const isOffline = ref(false)

/** A page that asks by itself must not keep a session alive that nobody uses. */
const quietAfter = 60_000
let touchedAt = Date.now()
for (const kind of ['pointerdown', 'keydown', 'wheel', 'touchstart', 'input'])
  window.addEventListener(kind, () => (touchedAt = Date.now()), { capture: true, passive: true })

/** A browser drops requests of a page it closes unless they are marked; only small ones may be, so only then. */
let isClosing = false
window.addEventListener('pagehide', () => (isClosing = true), { capture: true })
window.addEventListener('pageshow', () => (isClosing = false), { capture: true })
const mostKept = 20_000 // characters: the limit of browsers is 64 KiB, a Chinese character takes three bytes
const outlivesPage = (body: unknown) => (isClosing || document.visibilityState === 'hidden') && typeof body === 'string' && body.length < mostKept

let csrfToken = ''
let onUnauthenticated: () => void = () => undefined

export function setCsrfToken(token: string | null | undefined): void {
  csrfToken = token ?? ''
}
export function whenUnauthenticated(act: () => void): void {
  onUnauthenticated = act
}

export function withQuery(path: string, query: Query = {}): string {
  const words = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') words.set(name, String(value))
  }
  const text = words.toString()
  return text ? `${path}${path.includes('?') ? '&' : '?'}${text}` : path
}

function headersOf(order: Order): Headers {
  const headers = new Headers(order.headers)
  headers.set('Accept', 'application/json, application/problem+json')
  if (!(order.isUse ?? ((order.method ?? 'GET') !== 'GET' || Date.now() - touchedAt < quietAfter))) headers.set('X-Background', '1')
  if (order.etag) headers.set('If-Match', order.etag)
  if (order.key) headers.set('Idempotency-Key', order.key)
  if (csrfToken && (order.method ?? 'GET') !== 'GET') headers.set('X-CSRF-Token', csrfToken)
  if (order.body !== undefined && !(order.body instanceof Blob) && !headers.has('Content-Type'))
    headers.set('Content-Type', 'application/json')
  return headers
}

async function reach(path: string, order: Order): Promise<Response> {
  const body = order.body === undefined ? undefined : order.body instanceof Blob ? order.body : JSON.stringify(order.body)
  try {
    const response = await fetch(withQuery(`/api/v1${path}`, order.query), {
      method: order.method ?? 'GET',
      credentials: 'same-origin',
      headers: headersOf(order),
      ...(body === undefined ? {} : { body }),
      ...(outlivesPage(body) ? { keepalive: true } : {}),
      ...(order.signal ? { signal: order.signal } : {}),
    })
    isOffline.value = false
    return response
  } catch (error) {
    if (order.signal?.aborted) throw error
    isOffline.value = true
    throw new ProblemError(
      problemOf(0, { type: 'web/offline' }, { title: translate('shared.problem.offline_title'), detail: translate('shared.problem.offline') }),
    )
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  if (response.status === 204) return null
  const text = await response.text()
  if (!text) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** One client for every feature: JSON in and out, problems as ProblemError. */
export async function send<T>(path: string, order: Order = {}): Promise<Versioned<T>> {
  const response = await reach(path, order)
  const body = await bodyOf(response)
  if (!response.ok) {
    const problem = problemOf(response.status, body, {
      title: translate('shared.problem.unknown_title'),
      detail: translate('shared.problem.unknown', { status: response.status }),
    })
    if (response.status === 401 && !order.staysOnUnauthenticated) onUnauthenticated()
    throw new ProblemError(problem)
  }
  return { value: body as T, etag: response.headers.get('ETag') ?? '' }
}

/** For the many calls that do not need the version. */
export async function load<T>(path: string, order: Order = {}): Promise<T> {
  return (await send<T>(path, order)).value
}

/** Downloads a file that only an order gives out (an export that leaves a trace). */
export async function saveFile(path: string, name: string, order: Order = {}): Promise<void> {
  const response = await reach(path, order)
  if (!response.ok)
    throw new ProblemError(problemOf(response.status, await bodyOf(response), { title: translate('shared.problem.unknown_title'), detail: translate('shared.problem.unknown', { status: response.status }) }))
  saveText(await response.blob(), name)
}

/** Hands bytes or text to the browser as a file. */
export function saveText(content: Blob | string, name: string, type = 'text/csv;charset=utf-8'): void {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }))
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

export const newKey = (): string => crypto.randomUUID()
