import { call as callBuiltin, callNamed as callBuiltinNamed } from './builtins'
import { Decimal } from './decimal'
import { filter } from './iteration'
import type { Node, Run } from './node'
import { arithmetic, between, comparison, junction, negation, runTests, signs } from './operators'
import { RangeReading } from './range-reading'
import { anything, boolean, elementOf, isInstance, listOf, type Type } from './types'

const mostChained = 500
type Level = 'sum' | 'product' | 'power'
const operatorsOf: Record<Level, string[]> = { sum: ['+', '-'], product: ['*', '/'], power: ['**'] }

/** Reads a text by recursive descent, straight into closures: operators and tests here, what they work on in OperandReading. */
export class Parser extends RangeReading {
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
    let left = this.sum()
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
      return { run: comparison(sign, left, this.sum(), at), type: boolean, at }
    }
    if (this.acceptWord('between')) {
      const low = this.sum()
      this.expectWord('and')
      return { run: between(left, low, this.sum(), at), type: boolean, at }
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
    if (!this.accept('(')) return [this.test(() => this.sum())]
    const tests = [this.test(() => this.expression())]
    if (this.accept('..')) return [this.interval(tests[0]!, false, at)]
    while (this.accept(',')) tests.push(this.test(() => this.expression()))
    this.expect(')')
    return tests
  }

  protected sum(): Node {
    return this.binary('sum')
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
  protected postfix(base: Node): Node {
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
    const binding = this.bind('', itemType, true, base.origin)
    const wanted = this.expression()
    this.expect(']')
    this.unit.bindings.length = place
    const type = wanted.constant?.value instanceof Decimal ? itemType : base.type.kind === 'list' ? base.type : listOf(itemType)
    return { run: filter(base, wanted, binding.local, binding.isUsed, at), type, at, origin: base.origin }
  }
  private argumentName(callee: Node): string | null {
    this.skip()
    const { at } = this
    const name = this.takeArgumentName()
    if (name !== null && callee.slot !== undefined) this.argumentUses.set(at, { slot: callee.slot, name, at, end: at + this.text.slice(at, this.at - 1).trimEnd().length })
    return name
  }
  /** f(arguments) behind its parenthesis. */
  private call(callee: Node): Node {
    const { at, builtin } = callee
    const type = callee.type.result ?? anything
    const names: string[] = []
    const values: Node[] = []
    const first = this.argumentName(callee)
    if (first !== null || !this.accept(')')) {
      if (first !== null) names.push(first)
      values.push(this.expression())
      while (this.accept(',')) {
        const name = first === null ? null : (this.argumentName(callee) ?? this.fail('earlier arguments have names, so this one needs one'))
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
    const node: Node = { run, type, at, origin: callee.slot === undefined ? undefined : { slot: callee.slot, isCalled: true, path: [] } }
    return builtin && first === null && builtin.isPure !== false ? this.folded(node, values) : node
  }

  /** One positive unary test: < 5, [1..3], an expression. */
  private test(read: () => Node): Node {
    this.skip()
    const { at } = this
    const outer = this.isInputUsed
    this.isInputUsed = false
    const form = signs.find((sign) => this.accept(sign))
    const node = form ? this.unaryRange(form, this.sum(), at) : { ...read(), usesInput: this.isInputUsed }
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
