import { call, find } from './builtins'
import type { Node } from './node'
import { OperandReading } from './operand-reading'
import { negation } from './operators'
import { anything } from './types'
import { compare, FeelRange } from './value'

/** Range literals: what the function range() takes. */
export abstract class RangeReading extends OperandReading {
  /** A range literal and nothing else (rules 66 to 68): its ends are literals, and an end without bound is open. null for any other text. */
  parseRangeLiteral(): FeelRange | null {
    const isStartIncluded = this.accept('[')
    if (!isStartIncluded && !this.accept('(') && !this.accept(']')) return null
    const start = isStartIncluded || !this.isAt('..') ? this.literalEnd().constant!.value : null
    this.expect('..')
    const end = start === null || !(this.isAt(')') || this.isAt('[')) ? this.literalEnd().constant!.value : null
    const isEndIncluded = this.accept(']')
    if ((!isEndIncluded && !this.accept(')') && !this.accept('[')) || !this.isAtEnd()) return null
    if (start === null) return FeelRange.unary(isEndIncluded ? '<=' : '<', end)
    if (end === null) return FeelRange.unary(isStartIncluded ? '>=' : '>', start)
    const order = compare(start, end)
    return order === -1 || order === 0 ? new FeelRange(start, end, isStartIncluded, isEndIncluded) : null
  }
  /** A number, a text, @"…" or a date, time or duration made of literals: always a constant. */
  private literalEnd(): Node {
    return this.nested(() => {
      this.skip()
      const { at } = this
      const isNegative = this.accept('-')
      if (this.isAtNumber()) {
        const number = this.number()
        return isNegative ? this.folded({ run: negation(number, at), type: number.type, at }, [number]) : number
      }
      if (!isNegative && this.accept('"')) return this.constant(this.takeString(), at)
      if (!isNegative && this.accept('@')) return this.moment()
      const name = isNegative ? undefined : ['date and time', 'date', 'time', 'duration'].find((one) => this.acceptWord(one))
      if (!name) this.fail('the end of a range is a number, text, date, time or duration')
      this.expect('(')
      const parts: Node[] = []
      do parts.push(this.literalEnd())
      while (this.accept(','))
      this.expect(')')
      const made = this.folded({ run: (frame) => call(find(name)!, parts.map((part) => part.run(frame)), frame.session), type: anything, at }, parts)
      return made.constant ? made : this.fail(`${name} cannot be made of this`, at)
    })
  }
}
