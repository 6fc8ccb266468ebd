import { endOfWord, LongNames, skipSpaces } from './names'
import type { Node } from './node'
import { Scope } from './scope'
import { anything, contextOf, functionOf, hasDetails, listOf, rangeOf, typeNamed, type Type } from './types'

const longTypes = new LongNames(['date and time', 'days and time duration', 'years and months duration'])

/** Types as they stand behind `instance of` and in parameters. */
export abstract class TypeReading extends Scope {
  protected abstract expression(): Node

  protected type(): Type {
    this.skip()
    const start = this.at
    return this.optionalType() ?? this.fail(`there is no type “${this.text.slice(start, this.at)}”`, start)
  }
  /** Behind `instance of`; null when the name is no type's or lacks what belongs in angle brackets. */
  protected wantedType(): Type | null {
    const type = this.optionalType()
    const lacks = type && ['list', 'range', 'context', 'function'].includes(type.kind) && !hasDetails(type)
    return type && !lacks ? type : null
  }
  private optionalType(): Type | null {
    return this.nested(() => {
      if (!this.isAtName()) this.fail('a type is expected')
      if (this.takesAngle('list')) return listOf(this.element())
      if (this.takesAngle('range')) return rangeOf(this.element())
      if (this.takesAngle('context')) return this.contextType()
      if (this.takesAngle('function')) return this.functionType()
      const long = longTypes.match(this.text, this.at)
      const name = long?.name ?? this.text.slice(this.at, endOfWord(this.text, this.at))
      this.at = long?.end ?? this.at + name.length
      return typeNamed(name) ?? null
    })
  }
  private takesAngle(word: string): boolean {
    if (!this.isAtWord(word)) return false
    const next = skipSpaces(this.text, this.at + word.length)
    if (this.text[next] !== '<') return false
    this.at = next + 1
    return true
  }
  private element(): Type {
    const type = this.type()
    this.expect('>')
    return type
  }
  private contextType(): Type {
    const members: [string, Type][] = []
    if (this.accept('>')) return contextOf(members)
    do {
      const name = this.takeLabel()
      this.expect(':')
      members.push([name, this.type()])
    } while (this.accept(','))
    this.expect('>')
    return contextOf(members)
  }
  private functionType(): Type {
    const parameters: Type[] = []
    if (!this.accept('>')) {
      do parameters.push(this.type())
      while (this.accept(','))
      this.expect('>')
    }
    return functionOf(parameters, this.accept('->') ? this.type() : anything)
  }
}
