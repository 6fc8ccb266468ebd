import { endOfWord, isNamePart, isNameStart, isNameSymbol, isSpace, normalizedName, skipSpaces } from './names'

/** A text that is no FEEL: where, counted in characters from 0. */
export class FeelSyntaxError extends Error {
  constructor(
    readonly at: number,
    readonly reason: string,
  ) {
    super(`FEEL ${at + 1}: ${reason}`)
  }
}

const longestText = 1 << 20
const mostNesting = 120

/** Takes signs, words and texts off an expression. */
export class Reading {
  protected at = 0
  private nesting = 0
  constructor(protected readonly text: string) {
    if (text.length > longestText) throw new FeelSyntaxError(0, 'longer than 1 MB')
  }

  protected fail(reason: string, at = this.at): never {
    throw new FeelSyntaxError(Math.min(at, this.text.length), reason)
  }
  protected nested<T>(read: () => T): T {
    if (++this.nesting > mostNesting) this.fail('nested too deeply')
    const result = read()
    this.nesting--
    return result
  }

  protected skip(): void {
    for (;;) {
      this.at = skipSpaces(this.text, this.at)
      if (this.text.startsWith('//', this.at)) {
        const end = this.text.indexOf('\n', this.at)
        this.at = end < 0 ? this.text.length : end
      } else if (this.text.startsWith('/*', this.at)) {
        const end = this.text.indexOf('*/', this.at + 2)
        if (end < 0) this.fail('the comment has no closing */')
        this.at = end + 2
      } else {
        return
      }
    }
  }
  protected isAt(sign: string): boolean {
    this.skip()
    if (!this.text.startsWith(sign, this.at)) return false
    const next = this.text[this.at + sign.length]
    // A sign that begins a longer one is not meant: * of **, < of <=, . of ..
    if (sign === '*' || sign === '.') return next !== sign
    return sign === '<' || sign === '>' ? next !== '=' : true
  }
  protected accept(sign: string): boolean {
    if (!this.isAt(sign)) return false
    this.at += sign.length
    return true
  }
  protected isAtWord(word: string): boolean {
    this.skip()
    return this.text.startsWith(word, this.at) && !isNamePart(this.text, this.at + word.length)
  }
  protected acceptWord(word: string): boolean {
    if (!this.isAtWord(word)) return false
    this.at += word.length
    return true
  }
  protected expect(sign: string): void {
    if (!this.accept(sign)) this.fail(`“${sign}” expected`)
  }
  protected expectWord(word: string): void {
    if (!this.acceptWord(word)) this.fail(`“${word}” expected`)
  }
  protected isAtEnd(): boolean {
    this.skip()
    return this.at >= this.text.length
  }
  protected isAtName(): boolean {
    this.skip()
    return isNameStart(this.text, this.at)
  }
  protected isDigit(at: number): boolean {
    const sign = this.text[at]
    return sign !== undefined && sign >= '0' && sign <= '9'
  }
  /** Can what follows begin an operand? Decides whether [ behind an interval's end is a filter or the bracket that leaves the end out. */
  protected isAtExpression(): boolean {
    if (this.isAtEnd()) return false
    if (['and', 'or', 'then', 'else', 'return', 'satisfies', 'in', 'between', 'instance'].some((word) => this.isAtWord(word))) return false
    const sign = this.text[this.at]!
    if (sign === '.') return this.isDigit(this.at + 1)
    return this.isAtName() || this.isDigit(this.at) || '"@([{-?'.includes(sign)
  }

  private takeEscape(): string {
    const kind = this.text[this.at + 1]
    const simple = kind && { n: '\n', r: '\r', t: '\t', '"': '"', "'": "'", '\\': '\\' }[kind]
    if (simple) {
      this.at += 2
      return simple
    }
    const digits = kind === 'u' ? 4 : 6
    const hex = kind === 'u' || kind === 'U' ? this.text.slice(this.at + 2, this.at + 2 + digits) : ''
    if (hex.length !== digits || !/^[0-9a-f]+$/i.test(hex)) {
      this.at += 1 // "\d" keeps its backslash: patterns are written so
      return '\\'
    }
    this.at += 2 + digits
    let point = Number.parseInt(hex, 16)
    const low = /^\\u(d[c-f][0-9a-f]{2})/i.exec(this.text.slice(this.at, this.at + 6))
    if (point >= 0xd800 && point < 0xdc00 && low) {
      point = 0x10000 + ((point - 0xd800) << 10) + (Number.parseInt(low[1]!, 16) - 0xdc00)
      this.at += 6
    }
    return String.fromCodePoint(point <= 0x10ffff && (point < 0xd800 || point >= 0xe000) ? point : 0xfffd)
  }
  /** A string literal behind its opening quote. */
  protected takeString(): string {
    const start = this.at - 1
    let text = ''
    while (this.at < this.text.length && this.text[this.at] !== '"') text += this.text[this.at] === '\\' ? this.takeEscape() : this.text[this.at++]
    if (this.at >= this.text.length) this.fail('the text has no closing quote', start)
    this.at++
    return text
  }

  /** A name of any words and signs up to the sign or word that must follow: a key, a parameter, a loop's variable. */
  protected takeLabel(stopWord = ''): string {
    if (!this.isAtName()) this.fail('a name is expected')
    const start = this.at
    while (this.at < this.text.length) {
      if (isNamePart(this.text, this.at)) {
        if (stopWord && this.at > start && this.isAtWord(stopWord)) break
        this.at = endOfWord(this.text, this.at)
      } else if (isSpace(this.text, this.at)) {
        this.at = skipSpaces(this.text, this.at)
      } else if (isNameSymbol(this.text[this.at]) && !this.text.startsWith('//', this.at) && !this.text.startsWith('/*', this.at)) {
        this.at++
      } else {
        break
      }
    }
    return normalizedName(this.text.slice(start, this.at))
  }
  /** `name:` before an argument; the text stays where it was when there is none. */
  protected takeArgumentName(): string | null {
    if (!this.isAtName()) return null
    const start = this.at
    const name = this.takeLabel()
    if (this.accept(':')) return name
    this.at = start
    return null
  }
  /** Words in a row are one name, as far as no keyword stands between. */
  protected takeLooseName(): string {
    const words: string[] = []
    let last = this.at
    const isOperator = () =>
      ['and', 'or', 'in', 'between', 'then', 'else', 'return', 'satisfies'].some((word) => this.isAtWord(word)) ||
      (this.isAtWord('instance') && this.text.startsWith('of', skipSpaces(this.text, this.at + 8)))
    do {
      const end = endOfWord(this.text, this.at)
      words.push(this.text.slice(this.at, end))
      this.at = last = end
      this.skip()
    } while (isNamePart(this.text, this.at) && !isOperator())
    this.at = last
    return words.join(' ')
  }
}
