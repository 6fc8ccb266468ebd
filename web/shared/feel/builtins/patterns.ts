import type { Value } from '../value'
import { builtin, type Builtin, type Outcome } from './builtin'

/**
 * Rewrites what XPath and JavaScript write differently: class subtraction, \i and \c, white space with flag x, ^ and $, signs that
 * need a backslash inside a class with flag v; refuses what XPath refuses and JavaScript would take for something else.
 */
function translated(pattern: string, ignoresSpace: boolean): string | null {
  let result = ''
  const classes: number[] = [] // where each open class begins in the result
  const isInClass = () => classes.length > 0
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at]!
    if (sign === '\\' && at + 1 < pattern.length) {
      while (ignoresSpace && !isInClass() && at + 2 < pattern.length && /[ \t\n\r]/.test(pattern[at + 1]!)) at++
      const escaped = escapeOf(pattern[++at]!, isInClass())
      if (escaped === null) return null
      result += escaped
    } else if (!isInClass() && ignoresSpace && /[ \t\n\r]/.test(sign)) {
      continue
    } else if (sign === '[') {
      const start = classes.at(-1)
      if (start !== undefined && result.endsWith('-')) result = `${result.slice(0, start + 1)}${result.slice(start, -1)}]--` // [a-z-[b]]
      classes.push(result.length)
      result += sign
    } else if (sign === ']' && isInClass()) {
      classes.pop()
      result += sign
    } else if (isInClass() && '(){}/|'.includes(sign)) {
      result += `\\${sign}`
    } else if (isInClass() && sign === '-' && (pattern[at + 1] === ']' || /\[\^?$/.test(result))) {
      result += '\\-'
    } else if (isInClass() && '&!#%,:;<=>@`~'.includes(sign) && pattern[at + 1] === sign) {
      result += `\\${sign}`
    } else {
      result += sign
    }
  }
  return result
}
function escapeOf(sign: string, isInClass: boolean): string | null {
  switch (sign) {
    case 'i': return isInClass ? '\\p{L}_:' : '[\\p{L}_:]'
    case 'I': return '[^\\p{L}_:]'
    case 'c': return isInClass ? '\\p{L}\\p{N}\\p{M}_:.·\\-' : '[\\p{L}\\p{N}\\p{M}_:.·\\-]'
    case 'C': return '[^\\p{L}\\p{N}\\p{M}_:.·\\-]'
    // A reference to a group makes no sense inside a class, and there is no group 0 to refer to.
    case '0': return null
  }
  if (isInClass && /[1-9]/.test(sign)) return null
  return /[\w^$\\.*+?()[\]{}|/-]/.test(sign) && (isInClass || sign !== '-') ? `\\${sign}` : sign
}

function compiledWith(text: string, flags: string): RegExp | null {
  try {
    return new RegExp(text, flags)
  } catch {
    return null
  }
}
const kept = new Map<string, RegExp | null>()
/** An XPath pattern as JavaScript's; null when it is none. */
export function patternOf(pattern: string, flags: string): RegExp | null {
  const key = `${flags}/${pattern}`
  const known = kept.get(key)
  if (known !== undefined) return known
  let compiled: RegExp | null = null
  const isLiteral = flags.includes('q')
  const text = isLiteral ? pattern.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&') : translated(pattern, flags.includes('x'))
  if (text !== null && /^[smixq]*$/.test(flags) && pattern.length <= 4000) {
    const options = `g${[...new Set(flags)].filter((flag) => 'smi'.includes(flag)).join('')}`
    compiled = compiledWith(text, `v${options}`) ?? compiledWith(text, `u${options}`) // browsers before 2023 know no v
  }
  if (kept.size >= 64) kept.clear()
  kept.set(key, compiled)
  return compiled
}
function search(text: Value | undefined, pattern: Value | undefined, flags: Value | undefined): { text: string; pattern: RegExp } | null {
  if (typeof text !== 'string' || typeof pattern !== 'string') return null
  if (flags !== undefined && flags !== null && typeof flags !== 'string') return null
  const compiled = patternOf(pattern, flags ?? '')
  if (!compiled) return null
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
function replace([input, wanted, replacement, flags]: Value[]): Outcome {
  const found = search(input, wanted, flags)
  if (!found || typeof replacement !== 'string' || matchesEmpty(found.pattern)) return undefined
  const groups = new RegExp(`${found.pattern.source}|`, found.pattern.flags).exec('')!.length - 1
  const pieces = piecesOf(replacement, groups)
  if (!pieces) return undefined
  return found.text.replace(found.pattern, (...match) => pieces.map((piece) => (typeof piece === 'string' ? piece : piece > groups ? '' : ((match[piece] as string | undefined) ?? ''))).join(''))
}
function split([input, delimiter]: Value[]): Outcome {
  const found = search(input, delimiter, null)
  if (!found || matchesEmpty(found.pattern)) return undefined
  const parts: string[] = []
  let copied = 0
  for (const match of found.text.matchAll(found.pattern)) {
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
