import { onBeforeUnmount, onMounted, watch, type WatchSource } from 'vue'
import { load, ProblemError } from '@/shared/http'
import { forgetNews, hear, isStreaming, type News } from './news'

const path = '/my/events'
const events = ['unread', 'jobs', 'tasks', 'ended'] as const
const askEvery = 30_000
const tryAgainAfter = 60_000

/**
 * One stream of events per tab, held only while the tab is seen: a browser allows few connections to one server. While the
 * stream is broken the page asks every half minute. `who` names the person and the post: the stream begins anew with them;
 * empty means nobody is signed in.
 */
export function useNewsStream(who: WatchSource<string>): void {
  let current = ''
  let source: EventSource | null = null
  let asking: ReturnType<typeof setInterval> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined

  async function ask(): Promise<void> {
    try {
      const now = await load<Partial<News>>(path, { staysOnUnauthenticated: true })
      for (const event of events) if (now[event]) hear(event, now[event])
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error // old figures stay: better than none
      if (error.problem.status !== 401) return
      close() // nobody is signed in any more: asking again changes nothing
      hear('ended', {})
    }
  }
  function askInstead(): void {
    isStreaming.value = false
    if (asking) return
    asking = setInterval(() => void ask(), askEvery)
    void ask()
  }
  function stopAsking(): void {
    clearInterval(asking)
    asking = undefined
  }
  function close(): void {
    source?.close()
    source = null
    clearTimeout(retry)
    stopAsking()
    isStreaming.value = false
  }
  function open(): void {
    if (!current || source || document.hidden) return
    if (typeof EventSource === 'undefined') return askInstead()
    source = new EventSource(`/api/v1${path}`)
    source.onopen = () => {
      isStreaming.value = true
      stopAsking()
    }
    for (const event of events) source.addEventListener(event, (message) => hear(event, JSON.parse((message as MessageEvent<string>).data)))
    source.onerror = () => {
      askInstead()
      if (source?.readyState !== EventSource.CLOSED) return // the browser connects again by itself
      source = null
      clearTimeout(retry)
      retry = setTimeout(open, tryAgainAfter)
    }
  }
  const follow = () => (document.hidden ? close() : open())

  watch(who, (now) => {
    close()
    if (now.split('/')[0] !== current.split('/')[0]) forgetNews()
    current = now
    open()
  }, { immediate: true })
  onMounted(() => document.addEventListener('visibilitychange', follow))
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', follow)
    close()
  })
}
