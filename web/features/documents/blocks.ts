import type { Block, BlockKind, Fact, TemplateBody } from './api'

export const blockKinds: readonly BlockKind[] = ['addressee', 'paragraph', 'heading', 'fields', 'table', 'signing', 'seal']
/** Which members a kind of block has. */
export const membersOf: Record<BlockKind, readonly ('text' | 'rows' | 'columns' | 'list' | 'when')[]> = {
  addressee: ['text'],
  paragraph: ['text', 'when'],
  heading: ['text', 'when'],
  fields: ['rows', 'when'],
  table: ['list', 'columns', 'when'],
  signing: ['rows'],
  seal: [],
}

/** Rows of "fields" are two cells, written 名称 = 内容; those of "signing" are one line each. */
export const rowsText = (block: Block): string => (block.rows ?? []).map((row) => (Array.isArray(row) ? row.join(' = ') : row)).join('\n')
export function rowsFrom(kind: BlockKind, text: string): NonNullable<Block['rows']> {
  const lines = text.split('\n').filter((line) => line.trim())
  if (kind !== 'fields') return lines
  return lines.map((line) => {
    const at = line.indexOf('=')
    return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
  })
}
/** 栏名 = 内容 = 宽度. A missing width is one share of the line. */
export const columnsText = (block: Block): string => (block.columns ?? []).map((column) => column.join(' = ')).join('\n')
export const columnsFrom = (text: string): NonNullable<Block['columns']> =>
  text.split('\n').filter((line) => line.trim()).map((line) => {
    const [title = '', content = '', width = ''] = line.split('=').map((cell) => cell.trim())
    return [title, content, /^\d{1,3}$/.test(width) ? Number(width) : 1]
  })

/** Facts used by a text: "{name}", "{name:date}", "{name?otherwise}". "#" is the number of the row. */
export const placeholdersOf = (text: string): string[] => [...text.matchAll(/\{([\w#]+)[^}]*\}/g)].map((found) => found[1]!).filter((name) => name !== '#')
/** Facts nobody uses: written down but shown nowhere. */
export function unusedFacts(body: TemplateBody): Fact[] {
  const used = new Set(placeholdersOf(JSON.stringify([body.title, body.blocks])))
  for (const block of body.blocks) for (const name of [block.list, block.when]) if (name) used.add(name)
  return body.facts.filter((fact) => !used.has(fact.name))
}

export const sampleText = (fact: Fact): string => (fact.sample === undefined ? '' : typeof fact.sample === 'string' ? fact.sample : JSON.stringify(fact.sample))
/** Lists and objects are written as JSON, everything else is words. */
export function sampleFrom(text: string): unknown {
  if (!/^[[{]/.test(text.trim())) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
export function newBlock(kind: BlockKind): Block {
  const members = membersOf[kind]
  return { kind, ...(members.includes('text') ? { text: '' } : {}), ...(members.includes('rows') ? { rows: [] } : {}), ...(members.includes('columns') ? { columns: [] } : {}) }
}
