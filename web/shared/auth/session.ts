import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { load, ProblemError, setCsrfToken } from '@/shared/http'

export interface Account {
  id: string
  name: string
  kind: 'citizen' | 'staff'
}

export interface Post {
  id: string
  name: string
  department_id?: string
  department_name: string
  region_code?: string
  is_substitute: boolean
  /** Hall this post belongs to; "0" when it has none. */
  center_id?: string
  /** Whose A post this is, when the deputy acts. */
  absent_holder_name?: string
}

export interface Session {
  account: Account | null
  csrf_token: string
  permissions: string[]
  posts: Post[]
  post_id: string | null
  /** Window signed on to. */
  window_id?: string | null
  /** Until the session ends when nobody uses it, and until it ends in any case. */
  ends_in_seconds?: number
  closes_in_seconds?: number
}

/** Who is signed in, in which post, with which permissions. The server decides; this only shows and hides. */
export const useSession = defineStore('session', () => {
  const session = ref<Session | null>(null)
  /** By this machine's own clock, which may be wrong: only spans come from the server. */
  const endsAt = ref<number | null>(null)
  const closesAt = ref<number | null>(null)
  const isKnown = ref(false)
  const account = computed(() => session.value?.account ?? null)
  const post = computed(() => session.value?.posts.find((candidate) => candidate.id === session.value?.post_id) ?? null)

  function take(next: Session | null): void {
    session.value = next
    isKnown.value = true
    setCsrfToken(next?.csrf_token)
    const after = (seconds: number | undefined) => (next?.account && seconds !== undefined ? Date.now() + seconds * 1000 : null)
    endsAt.value = after(next?.ends_in_seconds)
    closesAt.value = after(next?.closes_in_seconds)
  }

  async function refresh(): Promise<void> {
    try {
      take(await load<Session>('/session', { staysOnUnauthenticated: true }))
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      if (error.problem.status === 401) take(null)
      else if (!isKnown.value) throw error
    }
  }
  /** Looks whether the session still stands; `isUse` prolongs it. @returns false when it has ended: what is shown stays. */
  async function check(isUse = false): Promise<boolean> {
    const now = await load<Session>('/session', { staysOnUnauthenticated: true, isUse })
    if (now.account?.id !== account.value?.id) return false
    take(now)
    return true
  }
  /** Asks the server once; later calls answer at once. */
  async function ensure(): Promise<Account | null> {
    if (!isKnown.value) await refresh()
    return account.value
  }
  const may = (permission: string | undefined): boolean =>
    !permission || (session.value?.permissions.includes(permission) ?? false)

  async function choosePost(postId: string): Promise<void> {
    take(await load<Session>('/session/post', { method: 'POST', body: { post_id: postId } }))
  }
  /** @returns false when the server could not be told: the person is still signed in. */
  async function signOut(): Promise<boolean> {
    try {
      await load('/session', { method: 'DELETE', staysOnUnauthenticated: true })
    } catch (error) {
      // Already signed out is as good; anything else leaves the session alive on the server, so it stays here too.
      if (!(error instanceof ProblemError)) throw error
      if (error.problem.status !== 401) return false
    }
    take(null)
    return true
  }
  /** The same person after the session had ended: back to the post and the window that the page was opened with. */
  async function resume(next: Session): Promise<void> {
    const before = session.value
    take(next)
    if (before?.post_id && before.post_id !== next.post_id && next.posts.some((one) => one.id === before.post_id)) await choosePost(before.post_id)
    if (before?.window_id) take(await load<Session>('/session/window', { method: 'POST', body: { window_id: before.window_id } }))
  }
  return { session, account, post, isKnown, endsAt, closesAt, take, refresh, check, ensure, may, choosePost, resume, signOut }
})
