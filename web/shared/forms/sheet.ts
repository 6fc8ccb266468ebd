import { Decimal, fromJson, Session, type Expression, type Value } from '@/shared/feel'
import { isSame, nothing, valueIn, type Frame } from './frame'
import { brokenRulesIn, outcomeOf, problemsIn, type Outcome, type Problem } from './outcome'
import { givenProblem, missingProblem, notGroup, notRows, rowsProblem } from './problem-of'
import { hostNames, readForm, type Container, type Field, type Form } from './read'
import { isObject, type Answer, type Answers, type FormHost, type FormSchema } from './schema'
import { isAnswered, valueOf } from './values'

/** A form with answers, kept up to date: a changed answer re-evaluates only what depends on it. */
export class Sheet {
  readonly form: Form
  readonly root: Frame
  /** How many expressions have been evaluated so far. */
  evaluations = 0
  private hostValues: Value[]
  private hostJson: unknown[]
  private readonly stale = new Map<Frame, Set<number>>() // whose rules are to be asked again
  private session = new Session()

  constructor(
    schema: FormSchema | undefined,
    answers: Answers = {},
    host: FormHost | Record<string, unknown> = {},
    private readonly names: string[] = hostNames,
  ) {
    this.form = readForm(schema, names)
    this.hostValues = names.map(() => null)
    this.hostJson = names.map(() => undefined)
    this.root = this.frame(0, null, '')
    this.refresh(answers, host)
  }

  /** Takes the answers as they are now; parts that changed are new objects. */
  refresh(answers: Answers, host: FormHost | Record<string, unknown> = {}): void {
    this.session = new Session(typeof host.now === 'number' ? host.now : Date.now())
    this.takeHost(host as Record<string, unknown>)
    this.give(this.root, answers)
    this.settle(this.root)
    this.askRules()
  }
  private takeHost(host: Record<string, unknown>): void {
    for (const [slot, name] of this.names.entries()) {
      const json = JSON.stringify(host[name])
      if (json === this.hostJson[slot]) continue
      this.hostJson[slot] = json
      this.hostValues[slot] = fromJson(host[name])
      const { own, outerSlots } = this.form.containers[0]!
      const place = outerSlots.indexOf(slot)
      if (place < 0) continue
      this.root.values[own + place] = this.hostValues[slot]!
      this.markDependents(this.root, own + place)
    }
  }

  private frame(container: number, outer: Frame | null, pointer: string): Frame {
    const { names, order } = this.form.containers[container]!
    return {
      container, outer, pointer, given: nothing, values: new Array(names.length).fill(null), shown: new Set(), isAnswered: new Set(), problems: new Map(),
      ruleProblems: new Map(), groups: new Map(), rows: new Map(), dirty: new Uint8Array(order.length).fill(1), firstDirty: 0, hasChanged: true,
    }
  }
  private give(frame: Frame, given: Record<string, Answer | undefined>): void {
    if (frame.given === given && frame !== this.root) return
    const container = this.form.containers[frame.container]!
    const before = frame.given
    for (const index of container.members) {
      const { key } = this.form.fields[index]!
      if (key && given[key] !== before[key]) this.mark(frame, index, frame)
    }
    frame.given = frame === this.root ? { ...given } : given // the form's answers may be changed in place
  }

  /** Also the groups around it, up to the frame that is being settled anyway. */
  private mark(frame: Frame, index: number, settling: Frame): void {
    const container = this.form.containers[frame.container]!
    const position = container.position.get(index)!
    frame.dirty[position] = 1
    frame.firstDirty = Math.min(frame.firstDirty, position)
    if (frame !== settling && frame.outer) this.mark(frame.outer, container.field, settling)
  }
  /** The frames of a container at or below a frame. */
  private framesBelow(frame: Frame, container: number): Frame[] {
    if (frame.container === container) return [frame]
    const path: number[] = []
    for (let at = container; at !== frame.container; at = this.form.containers[at]!.outer) {
      if (at <= 0) return []
      path.unshift(this.form.containers[at]!.field)
    }
    return path.reduce<Frame[]>((frames, field) => frames.flatMap((one) => (one.groups.has(field) ? [one.groups.get(field)!] : (one.rows.get(field) ?? []))), [frame])
  }
  private markDependents(frame: Frame, slot: number): void {
    const { dependents, ruleDependents } = this.form.containers[frame.container]!
    for (const index of dependents[slot] ?? [])
      for (const below of this.framesBelow(frame, this.form.fields[index]!.container)) this.mark(below, index, frame)
    for (const index of ruleDependents[slot] ?? [])
      for (const below of this.framesBelow(frame, this.form.fields[index]!.container)) this.markRules(below, index)
  }
  private markRules(frame: Frame, index: number): void {
    const known = this.stale.get(frame)
    if (known) known.add(index)
    else this.stale.set(frame, new Set([index]))
  }

  private settle(frame: Frame): void {
    const container = this.form.containers[frame.container]!
    this.fillOuter(frame, container)
    for (let position = frame.firstDirty; position < container.order.length; position++) {
      if (!frame.dirty[position]) continue
      frame.dirty[position] = 0
      this.decide(frame, this.form.fields[container.order[position]!]!)
    }
    frame.firstDirty = container.order.length
  }
  private fillOuter(frame: Frame, container: Container): void {
    const from = frame.outer ? frame.outer.values : this.hostValues
    for (const [at, slot] of container.outerSlots.entries()) frame.values[container.own + at] = from[slot]!
  }
  private evaluate(frame: Frame, expression: Expression): Value {
    this.evaluations++
    return expression.evaluate(frame.values, this.session)
  }

  private decide(frame: Frame, field: Field): void {
    const parent = field.parent >= 0 ? this.form.fields[field.parent]! : null
    const isInHidden = parent !== null && parent.opens < 0 && !frame.shown.has(field.parent)
    const isShown = !isInHidden && (!field.hide || this.evaluate(frame, field.hide) !== true)
    const hasTurned = isShown !== frame.shown.has(field.index)
    if (hasTurned) {
      if (isShown) frame.shown.add(field.index)
      else frame.shown.delete(field.index)
      frame.hasChanged = true
      if (field.opens < 0) for (const child of field.children) this.mark(frame, child, frame)
    }
    frame.problems.delete(field.index)
    frame.isAnswered.delete(field.index)
    this.markRules(frame, field.index)
    if (!field.key) return
    const before = field.slot >= 0 ? frame.values[field.slot]! : null
    const value = isShown ? this.take(frame, field) : this.leave(frame, field)
    if (field.slot < 0) return
    frame.values[field.slot] = value
    if (isSame(value, before)) return
    frame.hasChanged = true
    this.markDependents(frame, field.slot)
  }
  /** A hidden field is null to every other rule, whatever it holds. */
  private leave(frame: Frame, field: Field): Value {
    frame.groups.delete(field.index)
    frame.rows.delete(field.index)
    return null
  }
  private take(frame: Frame, field: Field): Value {
    const given = frame.given[field.key]
    switch (field.shape) {
      case 'display': return null
      case 'computed':
        frame.isAnswered.add(field.index)
        return field.compute ? this.evaluate(frame, field.compute) : null
      case 'group': return this.takeGroup(frame, field, given)
      case 'repeated': return this.takeRows(frame, field, given)
    }
    if (!isAnswered(field.shape, given)) {
      if (field.source.validate?.required) frame.problems.set(field.index, missingProblem(field.source))
      return field.shape === 'yes_no' ? false : null
    }
    frame.isAnswered.add(field.index)
    const words = givenProblem(field.source, given, this.session.now)
    if (words) frame.problems.set(field.index, words)
    return words ? null : valueOf(field.shape, given)
  }
  private takeGroup(frame: Frame, field: Field, given: Answer | undefined): Value {
    const pointer = `${frame.pointer}/${field.key}`
    const inner = frame.groups.get(field.index) ?? this.frame(field.opens, frame, pointer)
    frame.groups.set(field.index, inner)
    if (given !== null && given !== undefined && !isObject(given)) frame.problems.set(field.index, notGroup(field.source))
    this.give(inner, isObject(given) ? given : nothing)
    this.settle(inner)
    return this.seen(inner, field, frame)
  }
  private takeRows(frame: Frame, field: Field, given: Answer | undefined): Value {
    const pointer = `${frame.pointer}/${field.key}`
    const answers = Array.isArray(given) ? given : []
    const words = given !== null && given !== undefined && !Array.isArray(given) ? notRows(field.source) : rowsProblem(field.source, answers.length, field.leastRows, field.mostRows)
    if (words) frame.problems.set(field.index, words)
    const rows = frame.rows.get(field.index) ?? []
    frame.rows.set(field.index, rows)
    const container = this.form.containers[field.opens]!
    rows.length = Math.min(rows.length, answers.length > field.mostRows ? 0 : answers.length)
    if (answers.length > field.mostRows) return null
    for (const [at, answer] of answers.entries()) {
      const row = (rows[at] ??= this.frame(field.opens, frame, `${pointer}/${at}`))
      if (container.hasRow) row.values[container.own - 1] = Decimal.of(at + 1)
      if (!isObject(answer)) row.problems.set(-1, notGroup(field.source, at + 1))
      else row.problems.delete(-1)
      this.give(row, isObject(answer) ? answer : nothing)
      this.settle(row)
    }
    return rows.map((row) => this.seen(row, field, frame))
  }
  /** A scope as expressions outside see it: values with their types, not the JSON. */
  private seen(frame: Frame, field: Field, outer: Frame): Value {
    const container = this.form.containers[frame.container]!
    const before = outer.values[field.slot] ?? null
    const at = Array.isArray(before) ? before[(outer.rows.get(field.index) ?? []).indexOf(frame)] : before
    if (!frame.hasChanged && at instanceof Map) return at
    frame.hasChanged = false
    const count = container.own - (container.hasRow ? 1 : 0)
    return new Map(container.names.slice(0, count).map((name, slot) => [name, frame.values[slot]!]))
  }

  /** Validation rules read the final answers, so they may depend on what is computed from their own field. */
  private askRules(): void {
    for (const [frame, fields] of this.stale) {
      const container = this.form.containers[frame.container]!
      for (let at: Frame | null = frame; at; at = at.outer) if (at.outer) this.fillOuter(at, this.form.containers[at.container]!)
      this.fillOuter(frame, container)
      for (const index of fields) {
        frame.ruleProblems.delete(index)
        if (!frame.isAnswered.has(index)) continue
        const broken = this.form.fields[index]!.rules.find((rule) => this.evaluate(frame, rule.expression) === false)
        if (broken) frame.ruleProblems.set(index, broken.message)
      }
    }
    this.stale.clear()
  }

  valueOf(frame: Frame, field: Field): Value {
    return valueIn(frame, field)
  }
  problems({ withUnknown = true } = {}): Problem[] {
    return problemsIn(this.form, this.root, withUnknown)
  }
  brokenRules(): Problem[] {
    return brokenRulesIn(this.form, this.root)
  }
  outcome(): Outcome {
    return outcomeOf(this.form, this.root)
  }
}
