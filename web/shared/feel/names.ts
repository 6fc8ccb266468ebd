/** What FEEL takes for letters, white space and names (DMN 1.5, 10.3.1.2 rules 25 to 30, 61 and 62). */
const spaces = '\\t-\\r \\x85\\xA0\\u1680\\u180E\\u2000-\\u200B\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF'
const starts =
  'A-Z_a-z\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\u02FF\\u0370-\\u037D\\u037F-\\u167F\\u1681-\\u180D\\u180F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF' +
  '\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFEFE\\uFF00-\\uFFFC\\u{10000}-\\u{EFFFF}'
const parts = `${starts}0-9\\xB7\\u0300-\\u036F\\u203F\\u2040`
const isSpaceRun = new RegExp(`[${spaces}]+`, 'uy')
const isPartRun = new RegExp(`[${parts}]+`, 'uy')
const isStart = new RegExp(`[${starts}]`, 'uy')
const allSpaces = new RegExp(`[${spaces}]+`, 'gu')
const symbols = "./-'+*"
const keywords = new Set(['if', 'then', 'else', 'for', 'in', 'return', 'some', 'every', 'satisfies', 'and', 'or', 'between', 'instance', 'function', 'true', 'false', 'null'])

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}
export const endOfWord = (text: string, at: number): number => endOf(isPartRun, text, at)
export const skipSpaces = (text: string, at: number): number => endOf(isSpaceRun, text, at)
export const isNameStart = (text: string, at: number): boolean => endOf(isStart, text, at) > at
export const isNamePart = (text: string, at: number): boolean => endOf(isPartRun, text, at) > at
export const isNameSymbol = (sign: string | undefined): boolean => sign !== undefined && sign !== '' && symbols.includes(sign)
export const isSpace = (text: string, at: number): boolean => endOf(isSpaceRun, text, at) > at
const sizeAt = (text: string, at: number) => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)

/** Words and single symbols of a name: "a-b c" is a, -, b, c. */
export function nameTokens(name: string): string[] {
  const tokens: string[] = []
  for (let at = skipSpaces(name, 0); at < name.length; at = skipSpaces(name, at)) {
    const end = endOfWord(name, at)
    const next = end === at ? at + sizeAt(name, at) : end
    tokens.push(name.slice(at, next))
    at = next
  }
  return tokens
}
export const normalizedName = (name: string): string => name.replace(allSpaces, ' ').trim()
export function isName(name: string): boolean {
  const tokens = nameTokens(name)
  return tokens.length > 0 && isNameStart(tokens[0]!, 0) && tokens.every((token) => isNamePart(token, 0) || isNameSymbol(token))
}
export const isSimpleWord = (text: string): boolean => isNameStart(text, 0) && endOfWord(text, 0) === text.length && !keywords.has(text)

/** Names of more than one token, found by their first word. */
export class LongNames {
  private readonly byFirstWord = new Map<string, { name: string; tokens: string[] }[]>()
  /** @param around names known besides, which stay as they are */
  constructor(
    names: Iterable<string> = [],
    private readonly around: LongNames | null = null,
  ) {
    for (const name of names) this.add(name)
  }
  add(name: string): void {
    const tokens = nameTokens(name)
    if (tokens.length < 2) return
    const entries = this.byFirstWord.get(tokens[0]!) ?? []
    if (entries.some((entry) => entry.name === name)) return
    entries.push({ name, tokens })
    this.byFirstWord.set(tokens[0]!, entries)
  }
  /** The longest one that the text continues with at `at`. */
  match(text: string, at: number): { end: number; name: string } | null {
    const firstEnd = endOfWord(text, at)
    let longest = this.around?.match(text, at) ?? null
    for (const entry of this.byFirstWord.get(text.slice(at, firstEnd)) ?? []) {
      let end = firstEnd
      const fits = entry.tokens.slice(1).every((token) => {
        end = skipSpaces(text, end)
        const isThere = text.startsWith(token, end)
        end += token.length
        return isThere
      })
      if (!fits || end <= (longest?.end ?? 0)) continue
      if (isNamePart(entry.tokens.at(-1)!, 0) && isNamePart(text, end)) continue
      longest = { end, name: entry.name }
    }
    return longest
  }
}
