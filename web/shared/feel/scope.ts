import { all as allBuiltins, find as findBuiltin, functionOf as builtinFunction } from './builtins'
import { endOfWord, LongNames, normalizedName } from './names'
import type { Node, Origin, Run } from './node'
import { findProperty, isProperty } from './properties'
import { Reading } from './reading'
import { Session } from './session'
import { anything, elementOf, memberOf, typeOf, type Type } from './types'
import type { Value } from './value'

export interface Variable {
  name: string
  type?: Type
}
/** Where a text says the name of a variable. */
export interface NameUse {
  slot: number
  at: number
  end: number
  /** Inside list[…]: it may as well be a member of the items. */
  mayBeMember: boolean
}
/** Where a text names an argument of a variable that it calls: area of fee(area: 3). */
export interface ArgumentUse {
  /** Of the variable that is called. */
  slot: number
  name: string
  at: number
  end: number
}
/** Where a text names a member: .area, or area inside list[…]. */
export interface MemberUse {
  name: string
  at: number
  end: number
  /** Of what; undefined where that is not plain from the text. */
  origin: Origin | undefined
  /** Inside list[…]: of whose items it may be a member, the nearest first; of none of them it is what the name means outside. */
  items?: readonly (Origin | undefined)[]
}
/** A text in quotes. */
export interface TextUse {
  text: string
  at: number
  end: number
}
/** Variables prepared once for all expressions that may read them. */
export class Variables {
  readonly slots = new Map<string, number>()
  readonly longNames = new LongNames()
  readonly types: (Type | undefined)[]
  constructor(list: readonly Variable[]) {
    this.types = list.map((one) => one.type)
    for (const [slot, one] of list.entries()) {
      const name = normalizedName(one.name)
      this.slots.set(name, slot)
      this.longNames.add(name)
    }
  }
}
interface Binding {
  name: string
  local: number
  type: Type
  isFilter: boolean
  isUsed: boolean
  origin: Origin | undefined
}
type Source = 'local' | 'slot' | 'self'
interface Capture {
  owner: number
  source: Source
  index: number
  type: Type
}
/** A lambda being parsed, or the whole expression. */
interface Unit {
  bindings: Binding[]
  captures: Capture[]
  selfName: string
  locals: number
}
let builtinNames: LongNames | undefined // made when first asked for: the functions themselves read expressions
const longBuiltins = () => (builtinNames ??= new LongNames(allBuiltins.map((one) => one.name)))

const mayHaveMembers = (type: Type) => type.kind === 'any' || type.kind === 'context'
const mayHaveProperty = (type: Type, name: string) =>
  ['date', 'time', 'date_time', 'days_duration', 'months_duration', 'range'].includes(type.kind) && isProperty(name)

/** What names mean: where a FEEL name ends depends on what is known, so they are resolved while reading. */
export class Scope extends Reading {
  readonly unknownNames: string[] = []
  readonly usedSlots = new Set<number>()
  /** By where they begin: what is read a second time is the same use. */
  readonly nameUses = new Map<number, NameUse>()
  readonly argumentUses = new Map<number, ArgumentUse>()
  readonly memberUses = new Map<number, MemberUse>()
  readonly textUses = new Map<number, TextUse>()
  protected readonly units: Unit[] = [{ bindings: [], captures: [], selfName: '', locals: 0 }]
  protected readonly knownNames: LongNames
  protected readonly memberNames = new LongNames()
  constructor(
    text: string,
    protected readonly variables: Variables,
  ) {
    super(text)
    this.knownNames = new LongNames([], variables.longNames)
  }

  protected get unit(): Unit {
    return this.units.at(-1)!
  }
  get localCount(): number {
    return this.unit.locals
  }
  protected bind(name: string, type: Type, isFilter = false, origin?: Origin): Binding {
    if (!isFilter) this.knownNames.add(name)
    const binding = { name, local: this.unit.locals++, type, isFilter, isUsed: false, origin }
    this.unit.bindings.push(binding)
    return binding
  }

  /** Reads the source from the unit being parsed; from inside a lambda the value is captured when the lambda is made. */
  protected refer(owner: number, source: Source, index: number, type: Type): Node {
    if (source === 'slot') this.usedSlots.add(index)
    const at = this.at
    const slot = source === 'slot' ? index : undefined
    if (owner + 1 === this.units.length) {
      const run: Run =
        source === 'slot' ? (frame) => frame.variables[index] ?? null : source === 'self' ? (frame) => frame.self : (frame) => frame.locals[index]!
      return { run, type, at, slot, origin: slot === undefined ? undefined : { slot, isCalled: false, path: [] } }
    }
    const { captures } = this.unit
    let place = captures.findIndex((one) => one.owner === owner && one.source === source && one.index === index)
    if (place < 0) place = captures.push({ owner, source, index, type }) - 1
    return { run: (frame) => frame.captured[place]!, type, at, slot, origin: slot === undefined ? undefined : { slot, isCalled: false, path: [] } }
  }

  /** Inside list[…] a name may be a member of the item. */
  private resolveInFilter(binding: Binding, depth: number, name: string, items: Node[]): Node | null {
    const item = () => {
      binding.isUsed = true
      return { ...this.refer(depth, 'local', binding.local, binding.type), origin: binding.origin }
    }
    if (name === 'item') {
      if (mayHaveMembers(binding.type) || memberOf(binding.type, name)) items.push(item())
      return item()
    }
    const member = binding.type.kind === 'context' ? memberOf(binding.type, name) : undefined
    if (member) return this.member(item(), name, member, this.at)
    if (mayHaveMembers(binding.type) || mayHaveProperty(binding.type, name)) items.push(item())
    return null
  }
  private resolveOutside(name: string): Node | null {
    const slot = this.variables.slots.get(name)
    if (slot !== undefined) return this.refer(0, 'slot', slot, this.variables.types[slot] ?? anything)
    const builtin = findBuiltin(name)
    if (!builtin) return null
    return { run: () => builtinFunction(builtin), type: { kind: 'function' }, at: this.at, builtin }
  }
  protected resolve(name: string): Node | null {
    const items: Node[] = []
    let found: Node | null = null
    for (let depth = this.units.length; depth-- > 0 && !found; ) {
      const unit = this.units[depth]!
      for (let i = unit.bindings.length; i-- > 0 && !found; ) {
        const binding = unit.bindings[i]!
        if (binding.isFilter) {
          found = this.resolveInFilter(binding, depth, name, items)
        } else if (binding.name === name) {
          binding.isUsed = true
          found = { ...this.refer(depth, 'local', binding.local, binding.type), origin: binding.origin }
        }
      }
      if (!found && unit.selfName && unit.selfName === name) found = this.refer(depth, 'self', 0, { kind: 'function' })
    }
    found ??= this.resolveOutside(name)
    const [item, further] = items
    return item ? { ...this.memberOrElse(items, name, found), slot: found?.slot, isMember: true, items: items.map((one) => one.origin), origin: further || (found && name !== 'item') ? undefined : item.origin } : found
  }
  private use(node: Node, at: number, end: number): Node {
    const { slot, isMember: mayBeMember = false } = node
    if (slot !== undefined) this.nameUses.set(at, { slot, at, end, mayBeMember })
    else this.nameUses.delete(at)
    const name = normalizedName(this.text.slice(at, end))
    if (!mayBeMember || name === 'item') this.memberUses.delete(at)
    else this.memberUses.set(at, { name, at, end, origin: node.origin, ...(node.items ? { items: node.items } : {}) })
    return mayBeMember && name !== 'item' ? { ...node, origin: undefined } : node
  }
  /** Inside list[…]: the first item around that has the member, else what the name means outside. */
  private memberOrElse(items: Node[], name: string, outside: Node | null): Node {
    const run: Run = (frame) => {
      for (const item of items) {
        const value = item.run(frame)
        if (value instanceof Map && value.has(name)) return value.get(name)!
      }
      if (outside) return outside.run(frame)
      for (const item of items) {
        const property = findProperty(item.run(frame), name)
        if (property !== undefined) return property
      }
      return null // an item without the member: null is what FEEL asks for, not worth a warning
    }
    return { run, type: anything, at: this.at }
  }

  /** A name where an operand is expected: the longest known one that fits, otherwise all words in a row. */
  protected name(): Node {
    const start = this.at
    const own = this.knownNames.match(this.text, start)
    const builtin = longBuiltins().match(this.text, start)
    const longest = (own?.end ?? 0) >= (builtin?.end ?? 0) ? own : builtin
    const known = longest && this.resolve(longest.name)
    if (known) {
      this.at = longest.end
      return this.use(known, start, this.at)
    }
    const loose = this.takeLooseName()
    const end = this.at
    this.at = start // problems point at the name's beginning
    this.skip()
    const node = this.resolve(loose)
    const at = this.at
    this.at = end
    if (node) return this.use(node, start, end)
    if (!this.unknownNames.includes(loose)) this.unknownNames.push(loose)
    return { run: (frame) => frame.session.warn('feel/unknown-name', at), type: anything, at, isUnknown: true }
  }

  /** `.member` behind its dot. */
  protected path(base: Node): Node {
    if (!this.isAtName()) this.fail('a name is expected behind the dot')
    const at = this.at
    let type = base.type
    while (type.kind === 'list') type = elementOf(type)
    const word = this.text.slice(at, endOfWord(this.text, at))
    const match =
      new LongNames((type.members ?? []).map(([name]) => name)).match(this.text, at) ??
      (memberOf(type, word) ? { end: at + word.length, name: word } : this.memberNames.match(this.text, at))
    if (match) this.at = match.end
    const name = match?.name ?? this.takeLooseName()
    const member = memberOf(type, name)
    if (member) this.memberUses.delete(at)
    else this.memberUses.set(at, { name, at, end: at + this.text.slice(at, this.at).trimEnd().length, origin: base.origin })
    return this.member(base, name, member ? (base.type.kind === 'list' ? { kind: 'list', element: member } : member) : anything, at)
  }
  private member(base: Node, name: string, type: Type, at: number): Node {
    const memberOfItem = (item: Value): Value => (item instanceof Map ? item.get(name) : findProperty(item, name)) ?? null
    const run: Run = (frame) => {
      const known = frame.session.problems.length
      const value = base.run(frame)
      if (value instanceof Map && value.has(name)) return value.get(name)!
      if (Array.isArray(value)) return frame.session.step(value.length + 1) ? value.map(memberOfItem) : null
      const property = value instanceof Map ? undefined : findProperty(value, name)
      if (property !== undefined) return property
      const isFollowUp = value === null && frame.session.problems.length > known
      return isFollowUp ? null : frame.session.warn('feel/no-member', at)
    }
    return { run, type, at, origin: base.origin && { ...base.origin, path: [...base.origin.path, name] } }
  }

  protected constant(value: Value, at: number): Node {
    return { run: () => value, type: typeOf(value), at, constant: { value } }
  }
  /** What needs only constants is worked out while parsing, unless it warns. */
  protected folded(node: Node, parts: Node[]): Node {
    if (!parts.every((part) => part.constant)) return node
    const session = new Session(0, 'UTC', { steps: 20_000 })
    const value = node.run({ variables: [], locals: new Array(this.unit.locals).fill(null), captured: [], self: null, session })
    return session.problems.length ? node : this.constant(value, node.at)
  }
}
