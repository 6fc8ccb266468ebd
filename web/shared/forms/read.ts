import { FeelSyntaxError, isName, parseExpression, type Expression, type Variable } from '@/shared/feel'
import { hasFields, keyOf, shapeOf, type Shape } from './kinds'
import { componentsOf, isRequired, type FormField, type FormSchema } from './schema'

/** A component that has been read; `parent` and `opens` as in server/engine/form. */
export interface Field {
  index: number
  source: FormField
  shape: Shape
  key: string
  /** Index of the group around it, or -1. */
  parent: number
  children: number[]
  /** Where its answer stands, and the container it opens, or -1. */
  container: number
  opens: number
  /** Among the names of its container, or -1. */
  slot: number
  leastRows: number
  mostRows: number
  hide: Expression | null
  compute: Expression | null
  rules: { expression: Expression; message: string }[]
}
/** A scope of answers: the form, a group with a path, one row of a repeated group. */
export interface Container {
  field: number
  outer: number
  members: number[]
  /** Its fields, each after what its expressions read. */
  order: number[]
  position: Map<number, number>
  /** By slot: own fields, `i` of rows, then those of the container around (of the form: the host's). */
  names: string[]
  own: number
  hasRow: boolean
  outerSlots: number[]
  /** By slot: fields whose condition or computation, and whose rules, read that name. */
  dependents: number[][]
  ruleDependents: number[][]
}
export interface Form {
  fields: Field[]
  containers: Container[]
  roots: number[]
  /** What the browser could not use; the server refuses such forms when they are designed. */
  problems: { field: string; rule: string }[]
}
/** Stands in expressions, in pointers and in the names of the page's elements: FEEL's further signs would part it. */
export const isKey = (key: string): boolean => isName(key) && !/[\s./\-'+*]/u.test(key)
export const hostNames = ['applicant', 'situation']

const feelTypes: Partial<Record<Shape, Variable['type']>> = {
  text: { kind: 'string' }, number: { kind: 'number' }, date: { kind: 'date' }, time: { kind: 'time' }, date_time: { kind: 'date_time' }, yes_no: { kind: 'boolean' },
}
const mostDepth = 8
const mostFields = 3000

class Reader {
  private readonly form: Form = { fields: [], containers: [], roots: [], problems: [] }
  /** What a field's condition and computation read, and what its rules read. */
  private readonly reads: [number, number][][] = []

  read(schema: FormSchema | undefined, hostNamesOfForm: string[]): Form {
    this.open(-1, -1)
    this.readComponents(componentsOf(schema), -1, 0, 1)
    for (const container of this.form.containers) this.nameSlots(container, hostNamesOfForm)
    for (const container of this.form.containers) this.compile(container)
    for (const [at, container] of this.form.containers.entries()) this.order(container, at)
    return this.form
  }
  private problem(field: FormField, rule: string): void {
    this.form.problems.push({ field: keyOf(field) || (field.id ?? ''), rule })
  }
  private open(field: number, outer: number): number {
    return this.form.containers.push({ field, outer, members: [], order: [], position: new Map(), names: [], own: 0, hasRow: false, outerSlots: [], dependents: [], ruleDependents: [] }) - 1
  }

  private readComponents(components: FormField[], parent: number, container: number, depth: number): void {
    for (const source of components) {
      if (this.form.fields.length >= mostFields || typeof source !== 'object' || source === null) continue
      const shape = shapeOf(source)
      const { validate = {} } = source
      const field: Field = {
        index: this.form.fields.length, source, shape, key: keyOf(source), parent, children: [], container, opens: -1, slot: -1,
        leastRows: Math.max(validate.minRows ?? source.minRows ?? 0, isRequired(source) ? 1 : 0), mostRows: validate.maxRows ?? source.maxRows ?? 200,
        hide: null, compute: null, rules: [],
      }
      this.form.fields.push(field)
      this.form.containers[container]!.members.push(field.index)
      if (parent < 0) this.form.roots.push(field.index)
      else this.form.fields[parent]!.children.push(field.index)
      if (!hasFields(shape) || depth >= mostDepth) continue
      if (field.key) field.opens = this.open(field.index, container)
      this.readComponents(source.components ?? [], field.index, field.key ? field.opens : container, depth + 1)
    }
  }

  /** Every container's own names, then those of the one around it that are not hidden by them. */
  private nameSlots(container: Container, hosts: string[]): void {
    const taken = new Set<string>()
    for (const index of container.members) {
      const field = this.form.fields[index]!
      if (!field.key) continue
      if (!isKey(field.key)) this.problem(field.source, 'field/key-unusable')
      if (taken.has(field.key)) {
        this.problem(field.source, 'field/key-doubled')
        continue
      }
      taken.add(field.key)
      field.slot = container.names.push(field.key) - 1
    }
    container.hasRow = container.field >= 0 && this.form.fields[container.field]!.shape === 'repeated' && !taken.has('i')
    if (container.hasRow) {
      container.names.push('i')
      taken.add('i')
    }
    container.own = container.names.length
    const outer = container.outer < 0 ? hosts : this.form.containers[container.outer]!.names
    for (const [slot, name] of outer.entries()) {
      if (taken.has(name)) continue
      container.names.push(name)
      container.outerSlots.push(slot)
    }
  }

  private compile(container: Container): void {
    const variables: Variable[] = container.names.map((name) => ({ name }))
    for (const index of container.members) {
      const { slot, shape } = this.form.fields[index]!
      const type = feelTypes[shape]
      if (slot >= 0 && type) variables[slot]!.type = type
    }
    for (const index of container.members) {
      const field = this.form.fields[index]!
      const { source } = field
      const read = (text: string | undefined) => this.expressionOf(source, text, variables)
      field.hide = read(source.conditional?.hide)
      if (field.shape === 'computed') field.compute = read(source.expression)
      for (const rule of source.validate?.rules ?? []) {
        const expression = read(rule.expression)
        if (expression) field.rules.push({ expression, message: rule.message })
      }
      this.reads[index] = [field.hide, field.compute].flatMap((one) => this.readsOf(field, one))
      for (const [where, slot] of this.reads[index]!) note(this.form.containers[where]!.dependents, slot, index)
      for (const [where, slot] of field.rules.flatMap((rule) => this.readsOf(field, rule.expression))) note(this.form.containers[where]!.ruleDependents, slot, index)
    }
  }
  private expressionOf(source: FormField, text: string | undefined, variables: Variable[]): Expression | null {
    const written = (text ?? '').replace(/^\s*=/, '')
    if (!written.trim()) return null
    try {
      const expression = parseExpression(written, variables)
      if (expression.unknownNames.length) this.problem(source, 'rule/name-unknown')
      return expression
    } catch (error) {
      if (!(error instanceof FeelSyntaxError)) throw error
      this.problem(source, 'rule/unreadable') // a rule nobody can read hides nothing
      return null
    }
  }
  /** Where the names an expression reads come from. */
  private readsOf(field: Field, expression: Expression | null): [number, number][] {
    return (expression?.usedSlots ?? []).map((used) => {
      let slot = used
      let at = field.container
      while (at > 0 && slot >= this.form.containers[at]!.own) {
        const container = this.form.containers[at]!
        slot = container.outerSlots[slot - container.own]!
        at = container.outer
      }
      return [at, slot]
    })
  }

  /** The member of the container that holds the field, or -1. */
  private memberOf(index: number, container: number): number {
    let home = this.form.fields[index]!.container
    while (home > container) {
      index = this.form.containers[home]!.field
      home = this.form.fields[index]!.container
    }
    return home === container ? index : -1
  }
  /** An order in which whatever an expression reads has been decided before; cycles, which no server publishes, come last. */
  private order(container: Container, at: number): void {
    const bySlot = new Map(container.members.map((index) => [this.form.fields[index]!.slot, index]))
    const edges = new Map<number, Set<number>>()
    const waits = new Map<number, number>()
    const join = (first: number, then: number) => {
      const known = edges.get(first) ?? new Set()
      if (known.has(then)) return
      edges.set(first, known.add(then))
      waits.set(then, (waits.get(then) ?? 0) + 1)
    }
    for (const field of this.form.fields) {
      const member = this.memberOf(field.index, at)
      if (member < 0) continue
      if (member === field.index && field.parent >= 0 && this.form.fields[field.parent]!.container === at) join(field.parent, member)
      for (const [from, slot] of this.reads[field.index]!) {
        const first = from === at ? bySlot.get(slot) : undefined
        if (first !== undefined) join(first, member)
      }
    }
    const ready = container.members.filter((index) => !waits.get(index))
    for (let next = 0; next < ready.length; next++) {
      for (const then of edges.get(ready[next]!) ?? []) {
        waits.set(then, waits.get(then)! - 1)
        if (!waits.get(then)) ready.push(then)
      }
    }
    const stuck = container.members.filter((index) => waits.get(index))
    if (stuck.length) this.problem(this.form.fields[stuck[0]!]!.source, 'rule/cycle')
    container.order = [...ready, ...stuck]
    for (const [position, index] of container.order.entries()) container.position.set(index, position)
  }
}
function note(bySlot: number[][], slot: number, index: number): void {
  const known = (bySlot[slot] ??= [])
  if (known.at(-1) !== index) known.push(index)
}

const known = new WeakMap<object, Form>()
const emptySchema: FormSchema = {}
/** Reads a schema once; the same object is not read again. */
export function readForm(schema: FormSchema | undefined, hosts = hostNames): Form {
  const key = schema ?? emptySchema
  const found = hosts === hostNames ? known.get(key) : undefined
  if (found) return found
  const form = new Reader().read(schema, hosts)
  if (hosts === hostNames) known.set(key, form)
  return form
}
