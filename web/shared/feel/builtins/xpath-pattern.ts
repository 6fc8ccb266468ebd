import { blocks } from './xpath-blocks'

export interface PatternFlags {
  dotMatchesAll: boolean
  multiline: boolean
  ignoresCase: boolean
  ignoresSpace: boolean
}
class NoPattern extends Error {}

const categories = new Set('L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So C Cc Cf Co Cn'.split(' '))
const nameStarts = ':A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}'
/** What \s, \i, \c, \d and \w stand for (XML Schema part 2, appendix G). */
const contents: Record<string, string> = {
  s: '[ \\t\\n\\r]',
  i: `[${nameStarts}]`,
  c: `[${nameStarts}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040]`,
  d: '[\\p{Nd}]',
  w: '[^\\p{P}\\p{Z}\\p{C}]',
}
const complement = (set: string): string => (set.startsWith('[^') ? `[${set.slice(2)}` : set.startsWith('[[') ? `[^${set}]` : `[^${set.slice(1)}`)
const isDigit = (sign: string | undefined): boolean => sign !== undefined && /^[0-9]$/.test(sign)
const pointText = (point: number): string => (/[a-zA-Z0-9]/.test(String.fromCodePoint(point)) ? String.fromCodePoint(point) : `\\u{${point.toString(16)}}`)

/** Signs that are variants of one another by case, for the few thousand that have any. */
let variants: Map<number, number[]> | null = null
function variantsOfAll(): Map<number, number[]> {
  if (variants) return variants
  const groups = new Map<string, number[]>()
  for (let point = 0x41; point < 0x1e944; point++) {
    if (point === 0x3000) point = 0xa640
    if (point === 0xac00) point = 0xff21
    if (point === 0xff5b) point = 0x10400
    const sign = String.fromCodePoint(point)
    const folded = sign.toUpperCase().toLowerCase()
    if (folded.length > 2 || ([...folded].length > 1) || (folded === sign && sign.toUpperCase() === sign)) continue
    groups.set(folded, [...(groups.get(folded) ?? []), point])
  }
  variants = new Map([...groups.values()].filter((group) => group.length > 1).flatMap((group) => group.map((point) => [point, group] as const)))
  return variants
}

/** Flag x takes white space out before anything else is read; only what stands in a class keeps its own. */
function withoutSpaces(pattern: string[]): string[] {
  let depth = 0
  let isEscaped = false
  return pattern.filter((sign) => {
    if (depth === 0 && ' \t\n\r'.includes(sign)) return false
    if (!isEscaped && sign === '[') depth++
    if (!isEscaped && sign === ']' && depth > 0) depth--
    isEscaped = !isEscaped && sign === '\\'
    return true
  })
}

class Translation {
  private at = 0
  private out = ''
  private readonly closed: boolean[] = []
  hasReferences = false
  /** Repetition within repetition: JavaScript may try for years, and knows no limit. */
  isRisky = false
  private repeats = 0

  constructor(
    private readonly pattern: string[],
    private readonly flags: PatternFlags,
  ) {}

  result(): string {
    this.expression(0)
    if (this.at < this.pattern.length) this.fail()
    return this.out
  }
  private fail(): never {
    throw new NoPattern()
  }
  private peek(ahead = 0): string | undefined {
    return this.pattern[this.at + ahead]
  }
  private take(): string {
    return this.pattern[this.at++] ?? this.fail()
  }
  private accept(sign: string): boolean {
    if (this.peek() !== sign) return false
    this.at++
    return true
  }
  private expression(depth: number): void {
    if (depth > 200) this.fail()
    for (let next = this.peek(); next !== undefined && next !== ')'; next = this.peek()) {
      if (this.accept('|')) this.out += '|'
      else this.piece(depth)
    }
  }
  private piece(depth: number): void {
    const before = this.repeats
    this.atom(depth)
    const next = this.peek()
    if (next === undefined || !'?*+{'.includes(next)) return
    if (next !== '?' && this.repeats > before) this.isRisky = true
    if (next !== '?') this.repeats++
    if (next === '{') this.repetition()
    else this.out += this.take()
    if (this.accept('?')) this.out += '?'
  }
  /** {3}, {3,} or {3,5} */
  private repetition(): void {
    const number = (): number => {
      let digits = ''
      while (isDigit(this.peek())) digits += this.take()
      return digits === '' || digits.length > 6 ? this.fail() : Number(digits)
    }
    this.at++
    const least = number()
    this.out += `{${least}`
    if (this.accept(',')) {
      this.out += ','
      if (this.peek() !== '}') {
        const most = number()
        if (most < least) this.fail()
        this.out += most
      }
    }
    if (!this.accept('}')) this.fail()
    this.out += '}'
  }
  private atom(depth: number): void {
    const sign = this.take()
    const { multiline, dotMatchesAll } = this.flags
    switch (sign) {
      case '(': return this.group(depth)
      case '[': return void (this.out += this.charClass(depth))
      case '.': return void (this.out += dotMatchesAll ? '[\\u{0}-\\u{10FFFF}]' : '[^\\n\\r]')
      case '^': return void (this.out += multiline ? '(?:^|(?<=\\n)(?!$))' : '^')
      case '$': return void (this.out += multiline ? '(?:(?=\\n)|$)' : '$')
      case '\\': return this.escapeOutside()
    }
    if ('?*+{}])'.includes(sign)) this.fail()
    const point = sign.codePointAt(0)!
    this.out += this.flags.ignoresCase ? `[${this.range(point, point)}]` : pointText(point)
  }
  private group(depth: number): void {
    const captures = this.peek() !== '?'
    if (!captures && this.peek(1) !== ':') this.fail()
    if (!captures) this.at += 2
    const number = captures ? this.closed.push(false) : 0
    this.out += captures ? '(' : '(?:'
    this.expression(depth + 1)
    if (!this.accept(')')) this.fail()
    if (captures) this.closed[number - 1] = true
    this.out += ')'
  }
  private escapeOutside(): void {
    if (!isDigit(this.peek())) return void (this.out += this.escapedSet())
    // As many digits as there are groups for; the group must be closed already.
    let number = 0
    if (this.peek() === '0') this.fail()
    while (isDigit(this.peek()) && number * 10 + Number(this.peek()) <= this.closed.length) number = number * 10 + Number(this.take())
    if (number === 0 || !this.closed[number - 1]) this.fail()
    this.hasReferences = true
    this.out += `(?:\\${number})`
  }
  /** What stands behind a backslash, as a set of characters. */
  private escapedSet(): string {
    const sign = this.take()
    const single = this.singleEscape(sign)
    if (single !== null) return `[${this.range(single, single)}]`
    if ('sicdw'.includes(sign)) return contents[sign]!
    if ('SICDW'.includes(sign)) return complement(contents[sign.toLowerCase()]!)
    if (sign === 'p') return this.property()
    return sign === 'P' ? complement(this.property()) : this.fail()
  }
  private singleEscape(sign: string | undefined): number | null {
    const at = sign === undefined ? -1 : 'nrt'.indexOf(sign)
    if (at >= 0) return [10, 13, 9][at]!
    return sign !== undefined && '\\|.?*+(){}-[]^$'.includes(sign) ? sign.charCodeAt(0) : null
  }
  /** {Lu} or {IsBasicLatin} */
  private property(): string {
    let name = ''
    if (!this.accept('{')) this.fail()
    while (this.peek() !== undefined && this.peek() !== '}') name += this.take()
    if (!this.accept('}')) this.fail()
    if (categories.has(name)) return `[\\p{${name}}]`
    const block = name.startsWith('Is') ? blocks[name.slice(2).toLowerCase().replaceAll('-', '')] : undefined
    return block ? `[\\u{${block[0].toString(16)}}-\\u{${block[1].toString(16)}}]` : this.fail()
  }
  private range(first: number, last: number): string {
    let text = first === last ? pointText(first) : `${pointText(first)}-${pointText(last)}`
    if (!this.flags.ignoresCase) return text
    const known = new Set<number>()
    for (const [point, group] of variantsOfAll()) {
      if (point < first || point > last) continue
      for (const other of group) if ((other < first || other > last) && !known.has(other)) known.add(other)
    }
    for (const other of known) text += pointText(other)
    return text
  }
  /** A class behind its [, with what is taken away from it: [a-z-[aeiou]]. */
  private charClass(depth: number): string {
    if (depth > 200) this.fail()
    const isNegated = this.accept('^')
    let set = ''
    while (this.peek() !== undefined && this.peek() !== ']') {
      if (set !== '' && this.peek() === '-' && this.peek(1) === '[') {
        this.at += 2
        const less = this.charClass(depth + 1)
        if (!this.accept(']')) this.fail()
        return `[[${isNegated ? '^' : ''}${set}]--${less}]`
      }
      set += this.member()
    }
    if (!this.accept(']') || set === '') this.fail()
    return `[${isNegated ? '^' : ''}${set}]`
  }
  private member(): string {
    const sign = this.take()
    if (sign === '[') this.fail()
    let first = sign.codePointAt(0)!
    if (sign === '\\') {
      const single = this.singleEscape(this.peek())
      if (single === null) return this.escapedSet()
      this.at++
      first = single
    }
    let last = first
    const next = this.peek(1)
    if (this.peek() === '-' && next !== undefined && next !== '[' && next !== ']') {
      this.at++
      const end = this.take()
      last = end === '\\' ? (this.singleEscape(this.take()) ?? this.fail()) : end.codePointAt(0)!
    }
    return last < first ? this.fail() : this.range(first, last)
  }
}

/**
 * A pattern of XPath written as JavaScript reads it with flag v; null when it is none. JavaScript understands more (\b, look-around,
 * names of groups) and some signs otherwise (\w, \s, \p with flag i): all of that is refused or spelled out, as the server does.
 * The sets hold their case variants; JavaScript's flag i is needed for references to groups only.
 */
export function translatedPattern(pattern: string, flags: PatternFlags): { source: string; needsCaseFlag: boolean; isRisky: boolean } | null {
  const signs = [...pattern]
  const translation = new Translation(flags.ignoresSpace ? withoutSpaces(signs) : signs, flags)
  try {
    const source = translation.result()
    return { source, needsCaseFlag: flags.ignoresCase && translation.hasReferences, isRisky: translation.isRisky || translation.hasReferences }
  } catch (error) {
    if (error instanceof NoPattern) return null
    throw error
  }
}
