import { load, send } from '@/shared/http'

export interface TemplateLine {
  type: string
  type_name: string
  published_version: number | null
  published_at: string | null
  draft_version: number | null
}
export interface TemplateVersion {
  version: number
  state: 'draft' | 'published' | 'retired'
  edition: number
  edited_at: string
  published_at: string | null
  body?: TemplateBody
}
export interface Template {
  type: string
  type_name: string
  published: TemplateVersion | null
  draft: TemplateVersion | null
  versions: TemplateVersion[]
}
export interface Fact {
  name: string
  label: string
  is_optional?: boolean
  sample?: unknown
}
export type BlockKind = 'addressee' | 'paragraph' | 'heading' | 'fields' | 'table' | 'signing' | 'seal'
export interface Block {
  kind: BlockKind
  text?: string
  when?: string
  list?: string
  rows?: (string | [string, string])[]
  columns?: [string, string, number][]
}
export interface TemplateBody {
  type: string
  title: string
  number_word: string
  copies?: string
  law?: string[]
  facts: Fact[]
  blocks: Block[]
}

const at = (type: string) => `/document-templates/${type}`
export const listTemplates = async () => (await load<{ items: TemplateLine[] }>('/document-templates')).items
export const loadTemplate = (type: string) => send<Template>(at(type))
export const saveDraft = (type: string, body: TemplateBody, edition: number) => load<TemplateVersion>(`${at(type)}/draft`, { method: 'PUT', body: { body }, etag: `"${edition}"` })
export const publish = (type: string, edition: number, key: string) => load<TemplateVersion>(`${at(type)}/publication`, { method: 'POST', etag: `"${edition}"`, key })
export const previewPath = (type: string, state: 'draft' | 'published') => `/api/v1/document-templates/${type}/preview?state=${state}`
