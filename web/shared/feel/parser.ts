import { call as callBuiltin, callNamed as callBuiltinNamed } from './builtins'
import { Decimal } from './decimal'
import { filter, loop, quantified, type Iterator } from './iteration'
import { Lambda } from './lambda'
import { skipSpaces } from './names'
import type { Node, Run } from './node'
import { arithmetic, between, comparison, condition, interval, junction, negation, runTests } from './operators'
import { parseDate, parseDateTime, parseDaysDuration, parseMonthsDuration, parseTime } from './temporal'
import { anything, boolean, commonType, contextOf, elementOf, functionOf, isInstance, listOf, rangeOf, type Type } from './types'
import { TypeReading } from './type-reading'
import { FeelRange, type FeelContext, type RangeForm } from './value'

const signs: RangeForm[] = ['<=', '>=', '!=', '<', '>', '=']
const mostChained = 500
type Level = 'sum' | 'product' | 'power'
const operatorsOf: Record<Level, string[]> = { sum: ['+', '-'], product: ['*', '/'], power: ['**'] }

/** Reads a text by recursive descent, straight into closures. */
export class Parser extends TypeReading {
  private isInIntervalEnd = false
  private isInputUsed = false

  parseExpression(): Node {
    if (this.isAtEnd()) this.fail('the expression is empty')
    const node = this.expression()
    if (!this.isAtEnd()) this.fail(`“${this.text.slice(this.at, this.at + 1)}” does not fit here`)
    return node
  }
  /** Tests of a decision table's cell; the input is local 0. */
  parseUnaryTests(inputType: Type): Run {
    this.bind('?', inputType)
    if (this.isAtEnd() || (this.accept('-') && this.isAtEnd())) return () => true
    this.at = 0
    if (this.acceptWord('not') && this.accept('(')) {
      const tests = this.tests()
      if (this.accept(')') && this.isAtEnd())
        return (frame) => {
          const result = runTests(tests, frame.locals[0]!, frame)
          return result === null ? null : !result
        }
    }
    this.at = 0 // not(a) and b is an ordinary expression
    const tests = this.tests()
    if (!this.isAtEnd()) this.fail('a test does not end here')
    return (frame) => runTests(tests, frame.locals[0]!, frame)
  }

  protected expression(): Node {
    return this.nested(() => {
      const outer = this.isInIntervalEnd
      this.isInIntervalEnd = false
      const node = this.junctionOf('or')
      this.isInIntervalEnd = outer
      return node
    })
  }
  private junctionOf(word: 'or' | 'and'): Node {
    const operand = () => (word === 'or' ? this.junctionOf('and') : this.comparison())
    const parts = [operand()]
    while (this.acceptWord(word)) parts.push(operand())
    return parts.length === 1 ? parts[0]! : { run: junction(parts, word === 'or'), type: boolean, at: parts[0]!.at }
  }
  private comparison(): Node {
    let left = this.binary('sum')
    for (;;) {
      const next = this.comparisonTail(left)
      if (!next) return left
      left = next
    }
  }
  private comparisonTail(left: Node): Node | null {
    this.skip()
    const { at } = this
    for (const sign of signs) {
      if (!this.accept(sign)) continue
      return { run: comparison(sign, left, this.binary('sum'), at), type: boolean, at }
    }
    if (this.acceptWord('between')) {
      const low = this.binary('sum')
      this.expectWord('and')
      return { run: between(left, low, this.binary('sum'), at), type: boolean, at }
    }
    return this.acceptWord('in') ? this.in(left) : null
  }
  /** x in test, x in (test, test): behind `in`. */
  private in(value: Node): Node {
    this.skip()
    const { at } = this
    const place = this.unit.bindings.length
    const { local } = this.bind('?', value.type)
    const tests = this.testsOfIn(at)
    this.unit.bindings.length = place
    const run: Run = (frame) => {
      const input = value.run(frame)
      frame.locals[local] = input
      return runTests(tests, input, frame) ?? frame.session.warn('feel/in-unknown', at)
    }
    return { run, type: boolean, at }
  }
  private testsOfIn(at: number): Node[] {
    if (!this.accept('(')) return [this.test(() => this.binary('sum'))]
    const tests = [this.test(() => this.expression())]
    if (this.accept('..')) return [this.interval(tests[0]!, false, at)]
    while (this.accept(',')) tests.push(this.test(() => this.expression()))
    this.expect(')')
    return tests
  }

  private binary(level: Level): Node {
    const operand = () => (level === 'sum' ? this.binary('product') : level === 'product' ? this.binary('power') : this.unary())
    let left = operand()
    for (let count = 0; ; count++) {
      this.skip()
      const { at } = this
      const sign = operatorsOf[level].find((one) => this.accept(one))
      if (!sign) return left
      if (count > mostChained) this.fail('too long a chain of operations')
      const right = operand()
      left = this.folded({ run: arithmetic(sign, left, right, at), type: anything, at }, [left, right])
    }
  }
  private unary(): Node {
    return this.nested(() => {
      this.skip()
      const { at } = this
      if (!this.accept('-')) return this.postfix(this.primary())
      const operand = this.unary()
      return this.folded({ run: negation(operand, at), type: operand.type, at }, [operand])
    })
  }
  private postfix(base: Node): Node {
    for (let count = 0; ; count++) {
      if (count > mostChained) this.fail('too long a chain of operations')
      this.skip()
      const before = this.at
      if (this.accept('.')) {
        base = this.path(base)
      } else if (this.accept('[')) {
        if (this.isInIntervalEnd && !this.isAtExpression()) {
          this.at = before
          return base
        }
        base = this.filter(base)
      } else if (this.accept('(')) {
        base = this.call(base)
      } else if (this.acceptWord('instance')) {
        this.expectWord('of')
        base = this.instanceOf(base, before)
      } else {
        return base
      }
    }
  }
  private instanceOf(value: Node, at: number): Node {
    this.skip()
    const type = this.wantedType()
    const run: Run = (frame) => (type ? isInstance(value.run(frame), type) : frame.session.warn('feel/unknown-type', at))
    return { run, type: boolean, at }
  }
  /** list[condition] behind its bracket. */
  private filter(base: Node): Node {
    const { at } = this
    const itemType = base.type.kind === 'list' ? elementOf(base.type) : base.type
    for (const [name] of itemType.members ?? []) this.knownNames.add(name)
    const place = this.unit.bindings.length
    const binding = this.bind('', itemType, true)
    const wanted = this.expression()
    this.expect(']')
    this.unit.bindings.length = place
    const type = wanted.constant?.value instanceof Decimal ? itemType : base.type.kind === 'list' ? base.type : listOf(itemType)
    return { run: filter(base, wanted, binding.local, binding.isUsed, at), type, at }
  }
  /** f(arguments) behind its parenthesis. */
  private call(callee: Node): Node {
    const { at, builtin } = callee
    const type = callee.type.result ?? anything
    const names: string[] = []
    const values: Node[] = []
    const first = this.takeArgumentName()
    if (first !== null || !this.accept(')')) {
      if (first !== null) names.push(first)
      values.push(this.expression())
      while (this.accept(',')) {
        const name = first === null ? null : (this.takeArgumentName() ?? this.fail('earlier arguments have names, so this one needs one'))
        if (name !== null) names.push(name)
        values.push(this.expression())
      }
      this.expect(')')
    }
    const run: Run = (frame) => {
      const { session } = frame
      const target = builtin ? null : callee.run(frame)
      if (!builtin && target === null && callee.isUnknown) return null // it has been said
      const given = values.map((value) => value.run(frame))
      session.place = at
      if (!session.step()) return null
      if (builtin) return first === null ? callBuiltin(builtin, given, session) : callBuiltinNamed(builtin, names, given, session)
      if (target === null || typeof target !== 'object' || !('call' in target)) return session.warn('feel/no-function')
      return first === null ? target.call(given, session) : target.callNamed(names, given, session)
    }
    const node: Node = { run, type, at }
    return builtin && first === null && builtin.isPure !== false ? this.folded(node, values) : node
  }

  private primary(): Node {
    this.skip()
    const { at } = this
    const sign = this.text[at]
    if (sign === undefined) this.fail('the expression ends where a value is expected')
    if (this.isDigit(at) || (sign === '.' && this.isDigit(at + 1))) return this.number()
    if ('"@([]{'.includes(sign)) {
      this.at++
      switch (sign) {
        case '"': return this.constant(this.takeString(), at)
        case '@': return this.moment()
        case '(': return this.parenthesis()
        case '[': return this.bracket()
        case '{': return this.nested(() => this.context())
      }
      const start = this.binary('sum')
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
  private number(): Node {
    const { at } = this
    const [digits] = /^(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/.exec(this.text.slice(at, at + 4000))!
    this.at += digits.length
    return this.constant(Decimal.parse(digits) ?? this.fail('the number is out of range', at), at)
  }
  /** @"2024-01-01" behind its sign. */
  private moment(): Node {
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
      const node = this.unaryRange(form, this.binary('sum'), at)
      this.expect(')')
      return node
    }
    const inner = this.expression()
    if (this.accept('..')) return this.interval(inner, false, at)
    this.expect(')')
    return inner
  }
  private unaryRange(form: RangeForm, bound: Node, at: number): Node {
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
    return this.folded({ run: (frame) => items.map((item) => item.run(frame)), type: listOf(commonType(items.map((item) => item.type))), at }, items)
  }
  /** An interval behind its two dots. */
  private interval(start: Node, isStartIncluded: boolean, at: number): Node {
    const outer = this.isInIntervalEnd
    this.isInIntervalEnd = true
    const end = this.binary('sum')
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
        entries.push({ name, value, local: this.bind(name, value.type).local })
      } while (this.accept(','))
      this.expect('}')
    }
    this.unit.bindings.length = outer
    const run: Run = (frame) => {
      const context: FeelContext = new Map()
      for (const { name, value, local } of entries) context.set(name, (frame.locals[local] = value.run(frame)))
      return context
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
      iterators.push({ local: this.bind(variable, last ? first.type : hasItems ? elementOf(first.type) : anything).local, first, last })
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

  /** One positive unary test: < 5, [1..3], an expression. */
  private test(read: () => Node): Node {
    this.skip()
    const { at } = this
    const outer = this.isInputUsed
    this.isInputUsed = false
    const form = signs.find((sign) => this.accept(sign))
    const node = form ? this.unaryRange(form, this.binary('sum'), at) : { ...read(), usesInput: this.isInputUsed }
    this.isInputUsed ||= outer
    return node
  }
  private tests(): Node[] {
    const tests: Node[] = []
    do tests.push(this.test(() => this.expression()))
    while (this.accept(','))
    return tests
  }
}
