import { elementNamed, sectionOf, sections, type Element } from './elements'

/** Content of one version: the members the server knows, blanks left out. */
export type Content = Record<string, unknown>

const isRecord = (value: unknown): value is Content => typeof value === 'object' && value !== null && !Array.isArray(value)
const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length) || (isRecord(value) && !Object.keys(value).length)

/** What is sent: texts without outer blanks, blank members left out; items of a list stay even when they are empty. */
export function trimmed(value: unknown): unknown {
  if (typeof value === 'string') return value.trim()
  if (Array.isArray(value)) return value.map(trimmed).filter((one) => one !== '' && one !== null && one !== undefined)
  if (!isRecord(value)) return value
  const kept = Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    const inner = trimmed(member)
    return isBlank(inner) ? [] : [[name, inner]]
  })
  return Object.fromEntries(kept)
}
export const trimmedContent = (content: Content): Content => trimmed(content) as Content

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (isRecord(value)) return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`
  return JSON.stringify(value) ?? 'null'
}
export const isSame = (a: unknown, b: unknown): boolean => canonical(isBlank(trimmed(a)) ? null : trimmed(a)) === canonical(isBlank(trimmed(b)) ? null : trimmed(b))

/** Elements that differ from the version before. */
export function changedElements(before: Content | null, now: Content): string[] {
  if (!before) return []
  return sections.flatMap((section) => section.elements).filter((one) => !isSame(before[one.name], now[one.name])).map((one) => one.name)
}

/** What names an item over versions: its key, else its name, else the question, the law or the place. */
export function identityOf(item: unknown): string {
  if (!isRecord(item)) return ''
  for (const name of ['key', 'name', 'question', 'law', 'hall', 'address']) if (typeof item[name] === 'string' && item[name]) return item[name] as string
  return ''
}
export function titleOf(item: unknown): string {
  if (!isRecord(item)) return ''
  for (const name of ['name', 'question', 'text', 'law', 'hall', 'label', 'address']) if (typeof item[name] === 'string' && item[name]) return item[name] as string
  return ''
}
/** new, changed or '' for an item of a list, held against the list before. */
export function itemMark(before: unknown, item: unknown): 'added' | 'changed' | '' {
  if (!Array.isArray(before)) return 'added'
  const twin = before.find((one) => identityOf(one) === identityOf(item))
  return twin === undefined ? 'added' : isSame(twin, item) ? '' : 'changed'
}

/** The next free key of a keyed list: m1, m2, … Keys of earlier versions are not given again. */
export function nextKey(prefix: string, ...lists: unknown[]): string {
  const taken = lists.flatMap((list) => (Array.isArray(list) ? list : [])).map((item) => (isRecord(item) ? String(item.key ?? '') : ''))
  const numbers = taken.map((key) => (key.startsWith(prefix) ? Number(key.slice(prefix.length)) : 0)).filter((one) => Number.isInteger(one))
  return `${prefix}${Math.max(0, ...numbers) + 1}`
}
export function newItem(element: Element, ...lists: unknown[]): Content {
  return element.keyed ? { key: nextKey(element.keyed, ...lists) } : {}
}

export interface Target {
  section: string
  /** Id of the form field or of the card to show. */
  id: string
}
/** "materials/m3", "/content/materials/2/name", "form/fields/0", "promised" → where that stands in the editor. */
export function targetOf(field: string, content: Content): Target {
  const parts = field.replace(/^\/?(content\/)?/, '').split('/').filter(Boolean)
  const element = parts[0] ?? ''
  const names = ['field', 'content', element]
  let list: unknown = content[element]
  for (const part of parts.slice(1)) {
    if (Array.isArray(list)) {
      const at = /^\d+$/.test(part) ? Number(part) : list.findIndex((one) => isRecord(one) && one.key === part)
      if (at < 0 || at >= list.length) break
      names.push(String(at))
      list = list[at]
    } else {
      names.push(part)
      list = isRecord(list) ? list[part] : undefined
    }
  }
  if (!elementNamed(element)) return { section: sectionOf(element), id: 'section-issues' }
  return { section: sectionOf(element), id: names.join('-') }
}

export interface Issue {
  field: string
  stated: string
  reason: string
  is_settled?: boolean
  settled_note?: string
  settled_by?: string
}
export const issuesOf = (content: Content): Issue[] => (Array.isArray(content.issues) ? (content.issues as Issue[]) : [])
/** Open issues with their place in the list, which settling needs. */
export const openIssues = (content: Content): { issue: Issue; at: number }[] => issuesOf(content).map((issue, at) => ({ issue, at })).filter(({ issue }) => !issue.is_settled)
export const openIssuesAt = (content: Content, element: string): { issue: Issue; at: number }[] =>
  openIssues(content).filter(({ issue }) => issue.field === element || issue.field.startsWith(`${element}/`))

export const linesOf = (value: unknown): string => (Array.isArray(value) ? value.join('\n') : '')
export const toLines = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter(Boolean)

/** "12.50" → 1250; null when it is no amount of money. */
export function fenOf(yuan: string): number | null {
  const found = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(yuan.trim())
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : null
}
export const yuanOf = (fen: unknown): string => (typeof fen === 'number' ? (fen % 100 ? (fen / 100).toFixed(2) : String(fen / 100)) : '')
