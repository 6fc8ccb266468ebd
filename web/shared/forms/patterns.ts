import { compiledWith, longestForRisky } from '@/shared/feel'

// Patterns that designers write for texts: JavaScript's, as form-js has them.

/** Repetition within repetition, or of a choice: JavaScript may try for years, and knows no limit. */
export function isRisky(pattern: string): boolean {
  const signs = pattern.replace(/\\./gsu, '_').replace(/\[[^\]]*\]/gu, '_')
  const groups: boolean[] = []
  for (let at = 0; at < signs.length; at++) {
    const sign = signs[at]!
    if (sign === '(') groups.push(false)
    else if ('*+{|'.includes(sign) && groups.length) groups[groups.length - 1] = true
    else if (sign === ')') {
      const repeats = groups.pop() ?? false
      if (repeats && '*+{'.includes(signs[at + 1] ?? ' ')) return true
      if (repeats && groups.length) groups[groups.length - 1] = true
    }
  }
  return /\\[1-9]/.test(pattern)
}
interface Compiled {
  pattern: RegExp | null
  isRisky: boolean
}
const kept = new Map<string, Compiled>()
/** A pattern nobody can read stops nobody; it is refused when the form is designed. What might never end is left to the server, which stops. */
export function matches(pattern: string, text: string): boolean {
  let compiled = kept.get(pattern)
  if (compiled === undefined) {
    compiled = { pattern: compiledWith(pattern, 'u') ?? compiledWith(pattern, ''), isRisky: isRisky(pattern) } // without u more signs may have a backslash
    kept.set(pattern, compiled)
  }
  if (!compiled.pattern || (compiled.isRisky && text.length > longestForRisky)) return true
  return compiled.pattern.test(text)
}
