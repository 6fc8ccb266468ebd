import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sessionState, useSession, useSessionEnd, type Session } from '.'

const session = (ends: number, closes = 40_000): Session => ({
  account: { id: '7', name: '李明', kind: 'staff' }, csrf_token: 't', permissions: [], posts: [], post_id: null, ends_in_seconds: ends, closes_in_seconds: closes,
})
let answers: unknown[]
let asked: Headers[]
let end: ReturnType<typeof useSessionEnd>
let page: ReturnType<typeof mount>
beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  sessionState.value = 'running'
  answers = []
  asked = []
  vi.stubGlobal('fetch', vi.fn(async (_path: string, init: { headers: Headers }) => (asked.push(init.headers), new Response(JSON.stringify(answers.shift())))))
  page = mount({ setup: () => ((end = useSessionEnd()), () => null) })
})
afterEach(() => (page.unmount(), vi.unstubAllGlobals(), vi.useRealTimers()))

test('two minutes before the end the page asks the server, and warns only when nobody else has gone on', async () => {
  useSession().take(session(1800))
  answers = [session(900), session(119)]
  await vi.advanceTimersByTimeAsync(1_679_000)
  expect(asked).toHaveLength(0)
  await vi.advanceTimersByTimeAsync(2_000)
  expect([asked.length, sessionState.value]).toEqual([1, 'running'])
  expect(asked[0]!.get('X-Background')).toBe('1') // looking is not using
  await vi.advanceTimersByTimeAsync(780_000)
  expect([sessionState.value, asked.length]).toEqual(['ending', 2])
  expect(end.secondsLeft.value).toBeLessThanOrEqual(120)
})

test('going on is use of the session and takes the warning away', async () => {
  useSession().take(session(100))
  answers = [session(99), session(1800)]
  await vi.advanceTimersByTimeAsync(1000)
  expect(sessionState.value).toBe('ending')
  await end.goOn()
  expect([sessionState.value, asked[1]!.get('X-Background')]).toEqual(['running', null])
})

test('after the end the page keeps who was there', async () => {
  useSession().take(session(3))
  answers = [session(2), { account: null }]
  await vi.advanceTimersByTimeAsync(4000)
  expect([sessionState.value, useSession().account?.name]).toEqual(['ended', '李明'])
})

test('the end that use does not move is told as such', () => {
  useSession().take(session(100, 100))
  expect(end.canGoOn.value).toBe(false)
})

test('the same person comes back to post and window', async () => {
  const store = useSession()
  const post = (id: string) => ({ id, name: '', department_name: '', is_substitute: false })
  store.take({ ...session(1800), posts: [post('1'), post('2')], post_id: '2', window_id: '5' })
  const calls: string[] = []
  vi.stubGlobal('fetch', vi.fn(async (path: string, init: { body: string }) => (calls.push(`${path} ${init.body}`), new Response(JSON.stringify({ ...session(1800), posts: [post('1'), post('2')], post_id: '2' })))))
  await store.resume({ ...session(1800), posts: [post('1'), post('2')], post_id: '1', window_id: null })
  expect(calls).toEqual(['/api/v1/session/post {"post_id":"2"}', '/api/v1/session/window {"window_id":"5"}'])
})
