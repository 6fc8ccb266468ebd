import { afterEach, expect, test, vi } from 'vitest'
import { fieldId, hasSlug, isOffline, load, ProblemError, saveText, send, setCsrfToken, whenUnauthenticated, withQuery } from '.'
import { cancelUpload, sendFile } from './upload'
import { sm3Hex } from './sm3'

type Call = [string, RequestInit & { headers: Headers }]
function answerWith(...answers: (Response | Error)[]) {
  const fetch = vi.fn(async (..._call: unknown[]) => {
    const next = answers.shift()!
    if (next instanceof Error) throw next
    return next
  })
  vi.stubGlobal('fetch', fetch)
  return () => fetch.mock.calls as unknown as Call[]
}
const json = (body: unknown, init: ResponseInit = {}) => new Response(JSON.stringify(body), init)
afterEach(() => (vi.unstubAllGlobals(), setCsrfToken('')))

test('a change carries the token, the version and its key', async () => {
  setCsrfToken('t1')
  const calls = answerWith(json({ receipt_no: '1' }, { headers: { ETag: '"4"' } }))
  const { value, etag } = await send('/cases/1/acceptance', { method: 'POST', etag: '"3"', key: 'k', body: { opinion: '' } })
  const [path, init] = calls()[0]!
  expect([path, value, etag]).toEqual(['/api/v1/cases/1/acceptance', { receipt_no: '1' }, '"4"'])
  const told = ['X-CSRF-Token', 'If-Match', 'Idempotency-Key', 'Content-Type'].map((name) => init.headers.get(name))
  expect(told).toEqual(['t1', '"3"', 'k', 'application/json'])
})

test('reading carries no token and leaves empty filters out of the address', async () => {
  setCsrfToken('t1')
  const calls = answerWith(json({}))
  await load('/cases', { query: { state: 'accepted', after: null, q: '' } })
  expect(calls()[0]![0]).toBe('/api/v1/cases?state=accepted')
  expect(calls()[0]![1].headers.has('X-CSRF-Token')).toBe(false)
  expect(withQuery('/a', { q: '开 店' })).toBe('/a?q=%E5%BC%80+%E5%BA%97')
})

test('a page that nobody has touched for a minute asks in the background; changes always count as use', async () => {
  vi.useFakeTimers({ now: Date.now() + 120_000 })
  const calls = answerWith(json({}), json({}), json({}), json({}))
  await load('/tasks/counts')
  await load('/cases/1/acceptance', { method: 'POST' })
  await load('/session', { isUse: true })
  window.dispatchEvent(new Event('keydown'))
  await load('/tasks/counts')
  expect(calls().map(([, init]) => init.headers.get('X-Background'))).toEqual(['1', null, null, null])
  vi.useRealTimers()
})

test('a problem keeps slug, words and fields', async () => {
  answerWith(json({ type: 'urn:yimen:problem:cases/changed-meanwhile', title: '已更新', detail: '王某已受理', trace_id: 'x', errors: [{ field: '/phone', detail: '有误' }] }, { status: 412 }))
  const error = await load('/cases/1').catch((one: unknown) => one)
  expect(error).toBeInstanceOf(ProblemError)
  const { problem } = error as ProblemError
  expect(problem).toMatchObject({ status: 412, detail: '王某已受理', trace_id: 'x' })
  expect(hasSlug(problem, 'cases/changed-meanwhile')).toBe(true)
  expect(fieldId(problem.errors[0]!.field)).toBe('field-phone')
})

test('an answer that is not JSON becomes a plain problem', async () => {
  answerWith(new Response('<html>bad gateway', { status: 502 }))
  await expect(load('/x')).rejects.toMatchObject({ problem: { status: 502, errors: [] } })
})

test('no answer means offline until one comes', async () => {
  answerWith(new TypeError('failed'), json({}))
  await expect(load('/x')).rejects.toMatchObject({ problem: { status: 0 } })
  expect(isOffline.value).toBe(true)
  await load('/x')
  expect(isOffline.value).toBe(false)
})

test('401 leads to sign-in unless the request is the sign-in', async () => {
  const leave = vi.fn()
  whenUnauthenticated(leave)
  answerWith(json({}, { status: 401 }), json({}, { status: 401 }))
  await load('/session', { staysOnUnauthenticated: true }).catch(() => undefined)
  expect(leave).not.toHaveBeenCalled()
  await load('/cases').catch(() => undefined)
  expect(leave).toHaveBeenCalledOnce()
})

const file = () => new File([new Uint8Array(2_500_000).fill(7)], '平面图.pdf', { type: 'application/pdf' })
const stored = { file: { id: '9', name: '平面图.pdf', size_bytes: 2_500_000, content_type: 'application/pdf', sm3: 'x' } }

test('a file goes in pieces, asks where to go on after a doubled piece, and ends with its digest', async () => {
  const calls = answerWith(
    json({ id: '5', received_bytes: 0 }, { status: 201 }),
    json({ id: '5', received_bytes: 1_048_576 }),
    json({ type: 'platform/upload-offset' }, { status: 409 }),
    json({ id: '5', received_bytes: 2_097_152 }),
    json({ id: '5', received_bytes: 2_500_000 }),
    json(stored),
  )
  const seen: number[] = []
  const done = await sendFile(file(), 'material', (progress) => seen.push(progress.sent_bytes), new AbortController().signal)
  expect(done.id).toBe('9')
  expect(seen).toEqual([1_048_576, 2_097_152, 2_500_000])
  expect(calls().filter(([, init]) => init.method === 'PATCH').map(([, init]) => init.headers.get('Upload-Offset'))).toEqual(['0', '1048576', '2097152'])
  expect(JSON.parse(calls().at(-1)![1].body as string)).toEqual({ sm3: sm3Hex(new Uint8Array(2_500_000).fill(7)) })
})

test('a file that was cut off continues where it was', async () => {
  const one = new File([new Uint8Array(1_500_000)], 'a.pdf', { lastModified: 1 })
  answerWith(json({ id: '6', received_bytes: 0 }), json({ id: '6', received_bytes: 1_048_576 }), json({ type: 'x', detail: '拒绝' }, { status: 403 }))
  const work = () => sendFile(one, 'material', () => undefined, new AbortController().signal)
  await expect(work()).rejects.toBeInstanceOf(ProblemError)
  const calls = answerWith(json({ id: '6', received_bytes: 1_048_576 }), json({ id: '6', received_bytes: 1_500_000 }), json(stored))
  await work()
  expect(calls()[0]![0]).toBe('/api/v1/uploads/6')
  expect(calls()[1]![1].headers.get('Upload-Offset')).toBe('1048576')
  cancelUpload(one, 'material')
})

test('text goes to the browser as a file of its name and kind, and its address lives until the browser has read it', async () => {
  vi.useFakeTimers()
  const [made, gone] = [vi.fn((_content: Blob) => 'blob:1'), vi.fn()]
  vi.stubGlobal('URL', Object.assign(class extends URL {}, { createObjectURL: made, revokeObjectURL: gone }))
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    expect([this.getAttribute('href'), this.download]).toEqual(['blob:1', '规则.dmn'])
    expect(gone).not.toHaveBeenCalled()
  })
  saveText('<definitions/>', '规则.dmn', 'application/xml')
  expect(click).toHaveBeenCalledOnce()
  expect([made.mock.calls[0]![0].type, made.mock.calls[0]![0].size]).toEqual(['application/xml', 14])
  vi.advanceTimersByTime(1000)
  expect(gone).not.toHaveBeenCalled()
  vi.advanceTimersByTime(60_000)
  expect(gone).toHaveBeenCalledExactlyOnceWith('blob:1')
  click.mockRestore()
  vi.useRealTimers()
})
