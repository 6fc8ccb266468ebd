import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import type { Job } from '@/shared/jobs'
import { forgetNews, hear, isStreaming, jobs, onJobEnd, onNews, unread, useNewsStream } from '.'

class Stream {
  static all: Stream[] = []
  static CLOSED = 2
  readyState = 0
  onopen: () => void = () => undefined
  onerror: () => void = () => undefined
  heard = new Map<string, (message: { data: string }) => void>()
  constructor(readonly url: string) {
    Stream.all.push(this)
  }
  addEventListener = (event: string, act: (message: { data: string }) => void) => this.heard.set(event, act)
  tell = (event: string, data: unknown) => this.heard.get(event)?.({ data: JSON.stringify(data) })
  close = vi.fn(() => (this.readyState = 2))
}
const job = (id: string, state: Job['state']): Job => ({
  id, kind: 'k', title: 't', unit: '', state, phase: '', done: 0, total: 0, result: null, error: null, problem_count: 0, has_file: false, owner_name: '',
  created_at: '', started_at: null, finished_at: null, expires_at: null,
})
const who = ref('')
let page: ReturnType<typeof mount>
const fetch = vi.fn(async () => new Response(JSON.stringify({ unread: { unread: 7 } })))
beforeEach(() => {
  vi.useFakeTimers()
  Stream.all = []
  fetch.mockClear()
  vi.stubGlobal('EventSource', Stream)
  vi.stubGlobal('fetch', fetch)
  who.value = '1/9'
  page = mount({ setup: () => (useNewsStream(who), () => null) })
})
afterEach(() => (page.unmount(), forgetNews(), vi.unstubAllGlobals(), vi.useRealTimers()))

test('one stream tells messages, jobs and to-dos; a job that ends is told once', () => {
  const [stream] = Stream.all
  stream!.onopen()
  expect(isStreaming.value).toBe(true)
  const ended: string[] = []
  const stop = onJobEnd((one) => ended.push(one.id))
  const tasks = vi.fn()
  const quiet = onNews('tasks', tasks)
  stream!.tell('unread', { unread: 3 })
  stream!.tell('jobs', { items: [job('2', 'running'), job('1', 'done')] })
  stream!.tell('jobs', { items: [job('2', 'done'), job('1', 'done')] })
  stream!.tell('jobs', { items: [job('2', 'done')] })
  stream!.tell('tasks', { at: 'x' })
  quiet()
  stream!.tell('tasks', { at: 'y' })
  stop()
  expect([unread.value, ended, tasks.mock.calls.length]).toEqual([3, ['2'], 1])
})

test('while the stream is broken the page asks now and then, and stops asking when it is back', async () => {
  const [stream] = Stream.all
  stream!.onerror()
  await vi.advanceTimersByTimeAsync(10)
  expect(unread.value).toBe(7)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(fetch).toHaveBeenCalledTimes(3)
  stream!.onopen()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(fetch).toHaveBeenCalledTimes(3)
})

test('a page whose session has ended says so and asks no more', async () => {
  fetch.mockImplementation(async () => new Response(JSON.stringify({ type: 'urn:yimen:problem:unauthenticated', title: '', status: 401, detail: '' }), { status: 401, headers: { 'Content-Type': 'application/problem+json' } }))
  const ended = vi.fn()
  const quiet = onNews('ended', ended)
  Stream.all[0]!.readyState = 2
  Stream.all[0]!.onerror()
  await vi.advanceTimersByTimeAsync(200_000)
  quiet()
  fetch.mockImplementation(async () => new Response(JSON.stringify({ unread: { unread: 7 } })))
  expect([ended.mock.calls.length, fetch.mock.calls.length, Stream.all.length]).toEqual([1, 1, 1])
})

test('a stream that the server refused is tried again after a minute', async () => {
  Stream.all[0]!.readyState = 2
  Stream.all[0]!.onerror()
  await vi.advanceTimersByTimeAsync(61_000)
  expect(Stream.all).toHaveLength(2)
})

test('a tab that nobody sees holds no stream; another post begins a new one; another person keeps nothing', async () => {
  hear('unread', { unread: 5 })
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
  document.dispatchEvent(new Event('visibilitychange'))
  expect(Stream.all[0]!.close).toHaveBeenCalled()
  hidden.mockReturnValue(false)
  document.dispatchEvent(new Event('visibilitychange'))
  expect(Stream.all).toHaveLength(2)
  who.value = '1/10'
  await nextTick()
  expect([Stream.all.length, unread.value]).toEqual([3, 5])
  who.value = ''
  await nextTick()
  expect([Stream.all[2]!.close.mock.calls.length, unread.value, jobs.value]).toEqual([1, null, []])
})
