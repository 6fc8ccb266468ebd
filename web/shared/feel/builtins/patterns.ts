import type { Session } from '../session'
import type { Value } from '../value'
import { builtin, type Builtin, type Outcome } from './builtin'
import { translatedPattern } from './xpath-pattern'

/** Null when JavaScript knows no such pattern. */
export function compiledWith(text: string, flags: string): RegExp | null {
  try {
    return new RegExp(text, flags)
  } catch {
    return null
  }
}
const kept = new Map<string, RegExp | null>()
const risky = new WeakSet<RegExp>()
/** Characters in which a pattern that might never end is tried all the same. */
export const longestForRisky = 24
/** An XPath pattern as JavaScript's; null when it is none. */
export function patternOf(pattern: string, flags: string): RegExp | null {
  const key = `${flags}/${pattern}`
  const known = kept.get(key)
  if (known !== undefined) return known
  let compiled: RegExp | null = null
  const isLiteral = flags.includes('q')
  const text = isLiteral ? pattern.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&') : pattern
  const has = (flag: string) => flags.includes(flag)
  const translated = /^[smixq]*$/.test(flags) && pattern.length <= 4000
    ? translatedPattern(text, { dotMatchesAll: has('s'), multiline: has('m'), ignoresCase: has('i'), ignoresSpace: has('x') && !isLiteral })
    : null
  if (translated) {
    const options = translated.needsCaseFlag ? 'gi' : 'g'
    compiled = compiledWith(translated.source, `v${options}`) ?? (translated.source.includes(']--[') ? null : compiledWith(translated.source, `u${options}`)) // browsers before 2023 know no v
    if (compiled && translated.isRisky) risky.add(compiled)
  }
  if (kept.size >= 64) kept.clear()
  kept.set(key, compiled)
  return compiled
}
function search(text: Value | undefined, pattern: Value | undefined, flags: Value | undefined): { text: string; pattern: RegExp } | null {
  if (typeof text !== 'string' || typeof pattern !== 'string') return null
  if (flags !== undefined && flags !== null && typeof flags !== 'string') return null
  const compiled = patternOf(pattern, flags ?? '')
  // The server stops such a search after a while; here nobody could, so it is left to the server.
  if (!compiled || (risky.has(compiled) && text.length > longestForRisky)) return null
  compiled.lastIndex = 0
  return { text, pattern: compiled }
}
/** XPath refuses patterns that match nothing at all, where matches are replaced or split at. */
const matchesEmpty = (pattern: RegExp) => ''.search(pattern) >= 0

/** $1…$9 (more digits as far as there are such groups), \$ and \\; null for anything else behind a $ or backslash. */
function piecesOf(replacement: string, groups: number): (string | number)[] | null {
  const pieces: (string | number)[] = []
  for (let at = 0; at < replacement.length; at++) {
    const sign = replacement[at]!
    if (sign === '\\') {
      const next = replacement[++at]
      if (next !== '\\' && next !== '$') return null
      pieces.push(next)
    } else if (sign === '$') {
      const digit = (place: number) => (/\d/.test(replacement[place] ?? '') ? Number(replacement[place]) : -1)
      let group = digit(++at)
      if (group < 0) return null
      while (digit(at + 1) >= 0 && group * 10 + digit(at + 1) <= groups) group = group * 10 + digit(++at)
      pieces.push(group)
    } else {
      pieces.push(sign)
    }
  }
  return pieces
}
const stepsForMatch = 8
function replace([input, wanted, replacement, flags]: Value[], session: Session): Outcome {
  const found = search(input, wanted, flags)
  if (!found || typeof replacement !== 'string' || matchesEmpty(found.pattern)) return undefined
  const groups = new RegExp(`${found.pattern.source}|`, found.pattern.flags).exec('')!.length - 1
  const isLiteral = typeof flags === 'string' && flags.includes('q')
  const pieces = isLiteral ? [replacement] : piecesOf(replacement, groups)
  if (!pieces) return undefined
  let result = ''
  let copied = 0
  for (const match of found.text.matchAll(found.pattern)) {
    if (!session.step(stepsForMatch)) return null
    result += found.text.slice(copied, match.index)
    for (const piece of pieces) result += typeof piece === 'string' ? piece : (match[piece] ?? '')
    copied = match.index + match[0].length
  }
  return result + found.text.slice(copied)
}
function split([input, delimiter]: Value[], session: Session): Outcome {
  const found = search(input, delimiter, null)
  if (!found || matchesEmpty(found.pattern)) return undefined
  const parts: string[] = []
  let copied = 0
  for (const match of found.text.matchAll(found.pattern)) {
    if (!session.step(stepsForMatch)) return null
    parts.push(found.text.slice(copied, match.index))
    copied = match.index + match[0].length
  }
  return [...parts, found.text.slice(copied)]
}

export const patterns: Builtin[] = [
  builtin('matches', ['input', 'pattern', 'flags'], ([input, pattern, flags]) => {
    const found = search(input, pattern, flags)
    return found ? found.pattern.test(found.text) : undefined
  }, 2),
  builtin('replace', ['input', 'pattern', 'replacement', 'flags'], replace, 3),
  builtin('split', ['string', 'delimiter'], split),
  builtin('extract', ['string', 'pattern'], ([text, pattern]) => {
    const found = search(text, pattern, null)
    return found ? [...found.text.matchAll(found.pattern)].map((match) => match[0]) : undefined
  }),
]
