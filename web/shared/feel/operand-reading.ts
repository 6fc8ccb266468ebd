import { Decimal } from './decimal'
import { loop, quantified, type Iterator } from './iteration'
import { Lambda } from './lambda'
import { skipSpaces } from './names'
import type { Node, Run } from './node'
import { condition, interval, signs } from './operators'
import { parseDate, parseDateTime, parseDaysDuration, parseMonthsDuration, parseTime } from './temporal'
import { anything, boolean, commonType, contextOf, elementOf, functionOf, listOf, rangeOf, type Type } from './types'
import { TypeReading } from './type-reading'
import { FeelRange, type FeelContext, type RangeForm } from './value'
import { kept } from './weight'

/** What operators work on: literals, ranges, lists and contexts, names, and the forms that begin with a word. */
export abstract class OperandReading extends TypeReading {
  protected isInIntervalEnd = false
  protected isInputUsed = false
  /** Operators that bind as tightly as + and -, without comparisons. */
  protected abstract sum(): Node
  protected abstract postfix(base: Node): Node

  protected primary(): Node {
    this.skip()
    const { at } = this
    const sign = this.text[at]
    if (sign === undefined) this.fail('the expression ends where a value is expected')
    if (this.isAtNumber()) return this.number()
    if ('"@([]{'.includes(sign)) {
      this.at++
      switch (sign) {
        case '"': return this.quoted(at)
        case '@': return this.moment()
        case '(': return this.parenthesis()
        case '[': return this.bracket()
        case '{': return this.nested(() => this.context())
      }
      const start = this.sum()
      this.expect('..')
      return this.interval(start, false, at)
    }
    if (sign === '?') {
      this.isInputUsed = true
      const input = this.resolve('?') ?? this.fail('“?” may only be used in unary tests or behind “in”')
      this.at++
      return input
    }
    if (!this.isAtName()) this.fail(`“${sign}” does not fit here, a value is expected`)
    return this.keyword() ?? this.name()
  }
  private quoted(at: number): Node {
    const text = this.takeString()
    this.textUses.set(at, { text, at, end: this.at })
    return this.constant(text, at)
  }
  private keyword(): Node | null {
    const { at } = this
    if (this.knownNames.match(this.text, at)) return null // a name may begin with a keyword
    if (this.acceptWord('if')) return this.condition(at)
    if (this.acceptWord('for')) return this.iteration('for', at)
    if (this.acceptWord('some')) return this.iteration('some', at)
    if (this.acceptWord('every')) return this.iteration('every', at)
    if (this.isAtWord('function') && this.text[skipSpaces(this.text, at + 8)] === '(') return this.lambda('')
    if (this.acceptWord('true')) return this.constant(true, at)
    if (this.acceptWord('false')) return this.constant(false, at)
    return this.acceptWord('null') ? this.constant(null, at) : null
  }
  protected isAtNumber(): boolean {
    this.skip()
    return this.isDigit(this.at) || (this.text[this.at] === '.' && this.isDigit(this.at + 1))
  }
  protected number(): Node {
    const { at } = this
    const [digits] = /^(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/.exec(this.text.slice(at, at + 4000))!
    this.at += digits.length
    return this.constant(Decimal.parse(digits) ?? this.fail('the number is out of range', at), at)
  }
  /** @"2024-01-01" behind its sign. */
  protected moment(): Node {
    const at = this.at - 1
    this.expect('"')
    const text = this.takeString()
    const value = parseDate(text) ?? parseDateTime(text) ?? parseTime(text) ?? parseDaysDuration(text) ?? parseMonthsDuration(text)
    return this.constant(value ?? this.fail(`“${text}” is no date, time or duration`, at), at)
  }
  private parenthesis(): Node {
    const at = this.at - 1
    const form = signs.find((sign) => this.accept(sign))
    if (form) {
      const node = this.unaryRange(form, this.sum(), at)
      this.expect(')')
      return node
    }
    const inner = this.expression()
    if (this.accept('..')) return this.interval(inner, false, at)
    this.expect(')')
    return inner
  }
  protected unaryRange(form: RangeForm, bound: Node, at: number): Node {
    return { run: (frame) => FeelRange.unary(form, bound.run(frame)), type: rangeOf(bound.type), at, test: { form, bound } }
  }
  /** [items] or [a..b]: behind the opening bracket. */
  private bracket(): Node {
    const at = this.at - 1
    if (this.accept(']')) return this.constant([], at)
    const items = [this.expression()]
    if (this.accept('..')) return this.interval(items[0]!, true, at)
    while (this.accept(',')) items.push(this.expression())
    this.expect(']')
    return this.folded({ run: (frame) => kept(items.map((item) => item.run(frame)), frame.session), type: listOf(commonType(items.map((item) => item.type))), at }, items)
  }
  /** An interval behind its two dots. */
  protected interval(start: Node, isStartIncluded: boolean, at: number): Node {
    const outer = this.isInIntervalEnd
    this.isInIntervalEnd = true
    const end = this.sum()
    this.isInIntervalEnd = outer
    const isEndIncluded = this.accept(']')
    if (!isEndIncluded && !this.accept(')') && !this.accept('[')) this.fail('the range lacks its closing ] or )')
    return this.folded({ run: interval(start, end, isStartIncluded, isEndIncluded, at), type: rangeOf(start.type), at }, [start, end])
  }
  /** {key: value, …} behind the opening brace; later values see earlier keys. */
  private context(): Node {
    const at = this.at - 1
    const outer = this.unit.bindings.length
    const entries: { name: string; value: Node; local: number }[] = []
    if (!this.accept('}')) {
      do {
        this.skip()
        const start = this.at
        const name = this.accept('"') ? this.takeString() : this.takeLabel()
        this.expect(':')
        this.skip()
        const value = this.isAtWord('function') ? this.postfix(this.lambda(name)) : this.expression()
        this.memberNames.add(name)
        if (entries.some((entry) => entry.name === name)) this.fail(`the key “${name}” is given twice`, start)
        entries.push({ name, value, local: this.bind(name, value.type, false, value.origin).local })
      } while (this.accept(','))
      this.expect('}')
    }
    this.unit.bindings.length = outer
    const run: Run = (frame) => {
      const context: FeelContext = new Map()
      for (const { name, value, local } of entries) context.set(name, (frame.locals[local] = value.run(frame)))
      return kept(context, frame.session)
    }
    return this.folded({ run, type: contextOf(entries.map((entry) => [entry.name, entry.value.type] as const)), at }, entries.map((entry) => entry.value))
  }
  private condition(at: number): Node {
    const test = this.expression()
    this.expectWord('then')
    const yes = this.expression()
    this.expectWord('else')
    const no = this.expression()
    return { run: condition(test, yes, no, at), type: commonType([yes.type, no.type]), at }
  }
  /** for x in a, y in b return …; some/every x in a satisfies …, behind the first word. */
  private iteration(word: 'for' | 'some' | 'every', at: number): Node {
    const outer = this.unit.bindings.length
    const iterators: Iterator[] = []
    do {
      const variable = this.takeLabel('in')
      this.expectWord('in')
      const first = this.expression()
      const last = this.accept('..') ? this.expression() : null
      const hasItems = first.type.kind === 'list' || first.type.kind === 'range'
      iterators.push({ local: this.bind(variable, last ? first.type : hasItems ? elementOf(first.type) : anything, false, last ? undefined : first.origin).local, first, last })
    } while (this.accept(','))
    const partial = word === 'for' ? this.bind('partial', { kind: 'list' }) : null
    this.expectWord(word === 'for' ? 'return' : 'satisfies')
    const body = this.expression()
    this.unit.bindings.length = outer
    if (partial) return { run: loop(iterators, body, partial.isUsed ? partial.local : null), type: listOf(body.type), at }
    return { run: quantified(iterators, body, word === 'some'), type: boolean, at }
  }
  /** function(a, b: number) body. `selfName`: the key it is given to, by which it may call itself. */
  private lambda(selfName: string): Node {
    return this.nested(() => {
      const { at } = this
      this.acceptWord('function')
      this.expect('(')
      const parameters: { name: string; type: Type }[] = []
      if (!this.accept(')')) {
        do {
          const name = this.takeLabel()
          parameters.push({ name, type: this.accept(':') ? this.type() : anything })
        } while (this.accept(','))
        this.expect(')')
      }
      if (this.acceptWord('external')) this.fail('external (Java) functions are not supported')
      if (selfName) this.knownNames.add(selfName)
      const unit = { bindings: [], captures: [], selfName, locals: 0 }
      this.units.push(unit)
      for (const parameter of parameters) this.bind(parameter.name, parameter.type)
      const body = this.expression()
      const { captures, locals } = this.units.pop()!
      const captured = captures.map((one) => this.refer(one.owner, one.source, one.index, one.type))
      const run: Run = (frame) => new Lambda(parameters, body, locals, captured.map((one) => one.run(frame)))
      return { run, type: functionOf(parameters.map((one) => one.type), body.type), at }
    })
  }
}
