import { load, send, type Api } from '@/shared/http'

/** Processes and rules: the same way from draft to publication. */
export type Path = 'processes' | 'rules'
export const permissionOf = { processes: 'process.publish', rules: 'rule.publish' } as const
export type Draft = Api['ProcessDraft']
export type Version = Api['ProcessVersion']
export type Summary = Api['ProcessSummary']
export type Model = Api['Process']
export type Change = Api['ProcessChange']

const tag = (revision: number) => `"${revision}"`

export function designApi(path: Path) {
  const at = (key: string) => `/${path}/${key}`
  return {
    list: async (q: string) => (await load<{ items: Summary[] }>(`/${path}`, { query: { q } })).items,
    show: (key: string) => load<Model>(at(key)),
    create: (body: Record<string, unknown> & { key: string; name: string; xml: string }, intent: string) => load<Draft>(`/${path}`, { method: 'POST', body, key: intent }),
    startDraft: (key: string, version: number, intent: string) => load<Draft>(`${at(key)}/draft`, { method: 'POST', body: { version }, key: intent }),
    saveDraft: (key: string, revision: number, body: Record<string, unknown>) => load<Draft>(`${at(key)}/draft`, { method: 'PUT', body, etag: tag(revision) }),
    discardDraft: (key: string, revision: number) => send(`${at(key)}/draft`, { method: 'DELETE', etag: tag(revision) }),
    submitDraft: (key: string, revision: number, intent: string) => load<Draft>(`${at(key)}/submission`, { method: 'POST', etag: tag(revision), key: intent }),
    returnDraft: (key: string, revision: number, reason: string, intent: string) => load<Draft>(`${at(key)}/return`, { method: 'POST', body: { reason }, etag: tag(revision), key: intent }),
    publishDraft: (key: string, revision: number, validFrom: string, intent: string) =>
      load<{ version: number }>(`${at(key)}/publication`, { method: 'POST', body: validFrom ? { valid_from: validFrom } : {}, etag: tag(revision), key: intent }),
    withdrawVersion: (key: string, version: number, reason: string, intent: string) => send(`${at(key)}/versions/${version}/withdrawal`, { method: 'POST', body: { reason }, key: intent }),
    compare: async (key: string, from: string, to: string) => (await load<{ items: Change[] }>(`${at(key)}/comparison`, { query: { from, to } })).items,
  }
}
