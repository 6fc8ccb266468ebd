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
}

/** Who is signed in, in which post, with which permissions. The server decides; this only shows and hides. */
export const useSession = defineStore('session', () => {
  const session = ref<Session | null>(null)
  const isKnown = ref(false)
  const account = computed(() => session.value?.account ?? null)
  const post = computed(() => session.value?.posts.find((candidate) => candidate.id === session.value?.post_id) ?? null)

  function take(next: Session | null): void {
    session.value = next
    isKnown.value = true
    setCsrfToken(next?.csrf_token)
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
  return { session, account, post, isKnown, take, refresh, ensure, may, choosePost, signOut }
})
