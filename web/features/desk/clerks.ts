import { loadPage, ProblemError } from '@/shared/http'

/** Window colleagues who may have been the first contact; without the right to see posts one chooses only oneself. */
export async function listClerks(): Promise<{ value: string; label: string }[]> {
  try {
    const page = await loadPage<{ holder_id: string | null; holder_name: string; name: string }>('/posts', { role: 'window_clerk', limit: 100 })
    return page.items.filter((post) => post.holder_id).map((post) => ({ value: post.holder_id!, label: `${post.holder_name} · ${post.name}` }))
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return []
  }
}
