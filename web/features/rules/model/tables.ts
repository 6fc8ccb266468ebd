import { change, kid, kids, placeOf, words } from './xml'

export interface Column {
  /** Where it is found again (xml.ts). */
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
function column(of: Element, outer: string): Column {
  const expression = kid(of, 'inputExpression')
  const values = words(kid(of, of.localName === 'input' ? 'inputValues' : 'outputValues'))
  const id = placeOf(of, outer)
  return expression
    ? { id, label: of.getAttribute('label') ?? '', text: words(expression), type: expression.getAttribute('typeRef') ?? '', values }
    : { id, label: of.getAttribute('label') ?? '', text: of.getAttribute('name') ?? '', type: of.getAttribute('typeRef') ?? '', values }
}

export function table(of: Element, id: string): Table {
  return {
    id,
    hitPolicy: of.getAttribute('hitPolicy') ?? 'UNIQUE',
    aggregation: of.getAttribute('aggregation') ?? '',
    inputs: kids(of, 'input').map((one) => column(one, id)),
    outputs: kids(of, 'output').map((one) => column(one, id)),
    rows: kids(of, 'rule').map((one) => ({
      id: placeOf(one, id), inputs: kids(one, 'inputEntry').map(words), outputs: kids(one, 'outputEntry').map(words), note: (kid(one, 'description')?.textContent ?? '').trim(),
    })),
  }
}

const rulesOf = (of: Element) => kids(of, 'rule')

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
    const of = edit.by(table)
    const rule = edit.make('rule', 'row')
    kids(of, 'input').forEach(() => rule.append(edit.entry('inputEntry', '-')))
    kids(of, 'output').forEach(() => rule.append(edit.entry('outputEntry', '')))
    const rules = rulesOf(of)
    const before = after < 0 ? null : (rules[after + 1] ?? null)
    if (before) of.insertBefore(rule, before)
    else (rules.at(-1) ?? of.lastElementChild!).after(rule)
  })
export const removeRow = (xml: string, row: string) => change(xml, (edit) => edit.by(row).remove())
export const moveRow = (xml: string, table: string, at: number, by: -1 | 1) =>
  change(xml, (edit) => {
    const rules = rulesOf(edit.by(table))
    const [one, other] = [rules[at], rules[at + by]]
    if (!one || !other) return
    if (by < 0) other.before(one)
    else other.after(one)
  })

export const setHitPolicy = (xml: string, table: string, policy: string) =>
  change(xml, (edit) => {
    edit.by(table).setAttribute('hitPolicy', policy)
    edit.by(table).removeAttribute('aggregation')
  })

/** Of COLLECT: what is made of the answers of all rows; '' lists them. */
export const setAggregation = (xml: string, table: string, aggregation: string) =>
  change(xml, (edit) => (aggregation ? edit.by(table).setAttribute('aggregation', aggregation) : edit.by(table).removeAttribute('aggregation')))

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
    const of = edit.by(table)
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
    const at = kids(edit.by(table), column.localName).indexOf(column)
    for (const rule of rulesOf(edit.by(table))) kids(rule, kind)[at]?.remove()
    column.remove()
  })
