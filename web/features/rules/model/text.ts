/**
 * A rule as people read and write it beside the drawing: the XML is the one truth, each change is made in it and the rest of the text
 * stays. Whatever this page does not know (other boxes, other tools' extensions) is left as it is.
 */
export const ourSpace = 'https://yimen.org/dmn'

export interface Column {
  id: string
  label: string
  /** FEEL of an input; name of an output. */
  text: string
  type: string
  values: string
}
export interface Row {
  id: string
  inputs: string[]
  outputs: string[]
  note: string
}
export interface Table {
  id: string
  hitPolicy: string
  aggregation: string
  inputs: Column[]
  outputs: Column[]
  rows: Row[]
}
export interface Decision {
  id: string
  name: string
  table: Table | null
  /** Of a literal expression; null for other boxes, which only the drawing shows. */
  literal: string | null
}
export interface InputData {
  id: string
  name: string
  type: string
  source: string
}
export interface RuleText {
  decisions: Decision[]
  inputs: InputData[]
}

const kids = (of: Element, name: string) => [...of.children].filter((one) => one.localName === name)
const kid = (of: Element, name: string) => kids(of, name)[0]
const sourceOf = (of: Element) => [...of.attributes].find((one) => one.namespaceURI === ourSpace || one.name === 'y:source')
const words = (of: Element | undefined) => (of ? (kid(of, 'text')?.textContent ?? '').trim() : '')

export function parse(xml: string): Document | null {
  const document = new DOMParser().parseFromString(xml, 'application/xml')
  return document.documentElement?.localName === 'definitions' ? document : null
}

function column(of: Element): Column {
  const expression = kid(of, 'inputExpression')
  const values = words(kid(of, of.localName === 'input' ? 'inputValues' : 'outputValues'))
  return expression
    ? { id: of.id, label: of.getAttribute('label') ?? '', text: words(expression), type: expression.getAttribute('typeRef') ?? '', values }
    : { id: of.id, label: of.getAttribute('label') ?? '', text: of.getAttribute('name') ?? '', type: of.getAttribute('typeRef') ?? '', values }
}

function table(of: Element): Table {
  return {
    id: of.id,
    hitPolicy: of.getAttribute('hitPolicy') ?? 'UNIQUE',
    aggregation: of.getAttribute('aggregation') ?? '',
    inputs: kids(of, 'input').map(column),
    outputs: kids(of, 'output').map(column),
    rows: kids(of, 'rule').map((one) => ({
      id: one.id, inputs: kids(one, 'inputEntry').map(words), outputs: kids(one, 'outputEntry').map(words), note: (kid(one, 'description')?.textContent ?? '').trim(),
    })),
  }
}

export function read(xml: string): RuleText | null {
  const root = parse(xml)?.documentElement
  if (!root) return null
  return {
    decisions: kids(root, 'decision').map((one) => {
      const box = kid(one, 'decisionTable')
      const literal = kid(one, 'literalExpression')
      return { id: one.id, name: one.getAttribute('name') ?? '', table: box ? table(box) : null, literal: literal ? words(literal) : null }
    }),
    inputs: kids(root, 'inputData').map((one) => ({
      id: one.id, name: one.getAttribute('name') ?? '', type: kid(one, 'variable')?.getAttribute('typeRef') ?? '', source: sourceOf(one)?.value ?? '',
    })),
  }
}

/** Changes the text by its elements. */
export class Edit {
  readonly document: Document
  constructor(readonly xml: string) {
    this.document = parse(xml)!
  }
  get root() { return this.document.documentElement }
  text(): string {
    const out = new XMLSerializer().serializeToString(this.document)
    return this.xml.startsWith('<?xml') && !out.startsWith('<?xml') ? `<?xml version="1.0" encoding="UTF-8"?>\n${out}` : out
  }
  by(id: string): Element {
    return [...this.root.getElementsByTagName('*')].find((one) => one.getAttribute('id') === id)!
  }
  fresh(prefix: string): string {
    const taken = new Set([...this.root.getElementsByTagName('*')].map((one) => one.getAttribute('id')))
    for (let number = taken.size + 1; ; number++) if (!taken.has(`${prefix}_${number}`)) return `${prefix}_${number}`
  }
  make(name: string, prefix = ''): Element {
    const space = this.root.namespaceURI
    const element = this.document.createElementNS(space, this.root.prefix ? `${this.root.prefix}:${name}` : name)
    if (prefix) element.setAttribute('id', this.fresh(prefix))
    return element
  }
  write(of: Element, text: string): void {
    let holder = kid(of, 'text')
    if (!holder) of.append((holder = this.make('text')))
    holder.textContent = text
  }
  entry(name: 'inputEntry' | 'outputEntry', text: string): Element {
    const cell = this.make(name)
    this.write(cell, text)
    return cell
  }
}

const tableOf = (edit: Edit, id: string) => edit.by(id)
const rulesOf = (of: Element) => kids(of, 'rule')

export function change(xml: string, act: (edit: Edit) => void): string {
  const edit = new Edit(xml)
  act(edit)
  return edit.text()
}

export const setCell = (xml: string, row: string, kind: 'inputEntry' | 'outputEntry', at: number, text: string) =>
  change(xml, (edit) => edit.write(kids(edit.by(row), kind)[at]!, text.trim() || (kind === 'inputEntry' ? '-' : '')))

export const setNote = (xml: string, row: string, text: string) =>
  change(xml, (edit) => {
    const rule = edit.by(row)
    let note = kid(rule, 'description')
    if (!text.trim()) return note?.remove()
    if (!note) rule.prepend((note = edit.make('description')))
    note.textContent = text.trim()
  })

export const addRow = (xml: string, table: string, after = -1) =>
  change(xml, (edit) => {
    const of = tableOf(edit, table)
    const rule = edit.make('rule', 'row')
    const add = (name: 'inputEntry' | 'outputEntry', text: string) => {
      const cell = edit.entry(name, text)
      rule.append(cell)
      cell.setAttribute('id', `${rule.getAttribute('id')}_${rule.children.length}`)
    }
    kids(of, 'input').forEach(() => add('inputEntry', '-'))
    kids(of, 'output').forEach(() => add('outputEntry', ''))
    const rules = rulesOf(of)
    const before = after < 0 ? null : (rules[after + 1] ?? null)
    if (before) of.insertBefore(rule, before)
    else (rules.at(-1) ?? of.lastElementChild!).after(rule)
  })
export const removeRow = (xml: string, row: string) => change(xml, (edit) => edit.by(row).remove())
export const moveRow = (xml: string, table: string, at: number, by: -1 | 1) =>
  change(xml, (edit) => {
    const rules = rulesOf(tableOf(edit, table))
    const [one, other] = [rules[at], rules[at + by]]
    if (!one || !other) return
    if (by < 0) other.before(one)
    else other.after(one)
  })

export const setHitPolicy = (xml: string, table: string, policy: string) =>
  change(xml, (edit) => {
    tableOf(edit, table).setAttribute('hitPolicy', policy)
    tableOf(edit, table).removeAttribute('aggregation')
  })

export const setColumn = (xml: string, id: string, next: Column) =>
  change(xml, (edit) => {
    const of = edit.by(id)
    const isInput = of.localName === 'input'
    const expression = kid(of, 'inputExpression')
    const put = (on: Element, name: string, value: string) => (value ? on.setAttribute(name, value) : on.removeAttribute(name))
    put(of, 'label', next.label.trim())
    if (isInput && expression) {
      edit.write(expression, next.text.trim())
      put(expression, 'typeRef', next.type)
    } else {
      put(of, 'name', next.text.trim())
      put(of, 'typeRef', next.type)
    }
    const name = isInput ? 'inputValues' : 'outputValues'
    let values = kid(of, name)
    if (!next.values.trim()) return values?.remove()
    if (!values) {
      values = edit.make(name, 'values')
      if (expression) expression.after(values)
      else of.prepend(values)
    }
    edit.write(values, next.values.trim())
  })

export const addColumn = (xml: string, table: string, kind: 'input' | 'output', name: string, type: string) =>
  change(xml, (edit) => {
    const of = tableOf(edit, table)
    const column = edit.make(kind, 'column')
    column.setAttribute('label', name)
    const last = kids(of, kind).at(-1) ?? (kind === 'output' ? kids(of, 'input').at(-1) : undefined)
    if (last) last.after(column)
    else of.prepend(column)
    if (kind === 'input') {
      const expression = edit.make('inputExpression', 'expression')
      if (type) expression.setAttribute('typeRef', type)
      edit.write(expression, name)
      column.append(expression)
    } else {
      column.setAttribute('name', name)
      if (type) column.setAttribute('typeRef', type)
    }
    for (const rule of rulesOf(of)) {
      const cell = edit.entry(kind === 'input' ? 'inputEntry' : 'outputEntry', kind === 'input' ? '-' : '')
      cell.setAttribute('id', edit.fresh('cell'))
      const entries = kids(rule, kind === 'input' ? 'inputEntry' : 'outputEntry')
      const place = entries.at(-1) ?? (kind === 'output' ? kids(rule, 'inputEntry').at(-1) : kid(rule, 'description'))
      if (place) place.after(cell)
      else rule.prepend(cell)
    }
  })
export const removeColumn = (xml: string, table: string, id: string) =>
  change(xml, (edit) => {
    const column = edit.by(id)
    const kind = column.localName === 'input' ? 'inputEntry' : 'outputEntry'
    const at = kids(tableOf(edit, table), column.localName).indexOf(column)
    for (const rule of rulesOf(tableOf(edit, table))) kids(rule, kind)[at]?.remove()
    column.remove()
  })

export const setLiteral = (xml: string, decision: string, text: string) => change(xml, (edit) => edit.write(kid(edit.by(decision), 'literalExpression')!, text))

/** The name stands in the variable as well, and expressions of columns that are just this name follow. */
export const setInput = (xml: string, id: string, next: InputData) =>
  change(xml, (edit) => {
    const of = edit.by(id)
    const before = of.getAttribute('name') ?? ''
    of.setAttribute('name', next.name)
    let variable = kid(of, 'variable')
    if (!variable) of.append((variable = edit.make('variable', 'variable')))
    variable.setAttribute('name', next.name)
    if (next.type) variable.setAttribute('typeRef', next.type)
    else variable.removeAttribute('typeRef')
    if (next.source) of.setAttributeNS(ourSpace, 'y:source', next.source)
    else if (sourceOf(of)) of.removeAttribute(sourceOf(of)!.name)
    for (const expression of [...edit.root.getElementsByTagName('*')].filter((one) => one.localName === 'inputExpression' && words(one) === before)) {
      edit.write(expression, next.name)
      if (next.type) expression.setAttribute('typeRef', next.type)
    }
  })

/** A new input that the decision rests on, with its place on the drawing. */
export const addInput = (xml: string, decision: string, name: string) =>
  change(xml, (edit) => {
    const of = edit.make('inputData', 'input')
    of.setAttribute('name', name)
    const variable = edit.make('variable')
    variable.setAttribute('name', name)
    variable.setAttribute('typeRef', 'string')
    of.append(variable)
    const target = edit.by(decision)
    target.before(of)
    variable.setAttribute('id', edit.fresh('variable'))
    const requirement = edit.make('informationRequirement', 'requirement')
    const href = edit.make('requiredInput')
    href.setAttribute('href', `#${of.getAttribute('id')}`)
    requirement.append(href)
    const place = kids(target, 'informationRequirement').at(-1) ?? kid(target, 'variable')
    if (place) place.after(requirement)
    else target.prepend(requirement)
    draw(edit, of.getAttribute('id')!, requirement.getAttribute('id')!)
  })
export const removeInput = (xml: string, id: string) =>
  change(xml, (edit) => {
    const gone = new Set([id])
    for (const one of [...edit.root.getElementsByTagName('*')])
      if (one.localName === 'requiredInput' && one.getAttribute('href') === `#${id}`) {
        gone.add(one.parentElement!.getAttribute('id') ?? '')
        one.parentElement!.remove()
      }
    edit.by(id).remove()
    for (const one of [...edit.root.getElementsByTagName('*')]) if (gone.has(one.getAttribute('dmnElementRef') ?? '-')) one.remove()
  })

function draw(edit: Edit, input: string, requirement: string): void {
  const diagram = [...edit.root.getElementsByTagName('*')].find((one) => one.localName === 'DMNDiagram')
  const sample = diagram && [...diagram.children].find((one) => one.localName === 'DMNShape')
  const bounds = sample && [...sample.children].find((one) => one.localName === 'Bounds')
  if (!diagram || !sample || !bounds) return
  const shapes = [...diagram.children].filter((one) => one.localName === 'DMNShape')
  const rights = shapes.map((one) => [...one.children].find((inner) => inner.localName === 'Bounds')!).map((one) => Number(one.getAttribute('x')) + Number(one.getAttribute('width')))
  const shape = sample.cloneNode(false) as Element
  const at = bounds.cloneNode(false) as Element
  shape.setAttribute('id', edit.fresh('shape'))
  shape.setAttribute('dmnElementRef', input)
  const x = Math.max(...rights) + 40
  for (const [name, value] of [['x', x], ['y', 240], ['width', 125], ['height', 45]] as const) at.setAttribute(name, String(value))
  shape.append(at)
  diagram.append(shape)
  const edge = [...diagram.children].find((one) => one.localName === 'DMNEdge')?.cloneNode(true) as Element | undefined
  const points = edge ? [...edge.children].filter((one) => one.localName === 'waypoint') : []
  if (!edge || points.length < 2) return
  edge.setAttribute('id', edit.fresh('edge'))
  edge.setAttribute('dmnElementRef', requirement)
  points[0]!.setAttribute('x', String(x + 62))
  points[0]!.setAttribute('y', '240')
  diagram.append(edge)
}
