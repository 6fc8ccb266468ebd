import { readBox, type Box } from './boxes'
import { table, type Table } from './tables'
import { change, kid, kids, ourSpace, parse, sourceOf, words, type Edit } from './xml'

/**
 * A rule as people read and write it beside the drawing: the XML is the one truth, each change is made in it and the rest of the text
 * stays. Whatever this page does not know (other boxes, other tools' extensions) is left as it is.
 */
export interface Decision {
  id: string
  name: string
  table: Table | null
  /** Of a literal expression. */
  literal: string | null
  /** Of every other box (boxes.ts); null when the decision holds nothing. */
  box: Box | null
}
export interface InputData {
  id: string
  name: string
  type: string
  source: string
}
export interface RuleText {
  decisions: Decision[]
  /** Functions that decisions call (business knowledge models). */
  functions: { id: string; name: string; box: Box }[]
  inputs: InputData[]
}

export function read(xml: string): RuleText | null {
  const root = parse(xml)?.documentElement
  if (!root) return null
  return {
    decisions: kids(root, 'decision').map((one) => {
      const box = kid(one, 'decisionTable')
      const literal = kid(one, 'literalExpression')
      return { id: one.id, name: one.getAttribute('name') ?? '', table: box ? table(box) : null, literal: literal ? words(literal) : null, box: box || literal ? null : readBox(one) }
    }),
    functions: kids(root, 'businessKnowledgeModel').flatMap((one) => {
      const logic = readBox(one)
      return logic ? [{ id: one.id, name: one.getAttribute('name') ?? '', box: logic }] : []
    }),
    inputs: kids(root, 'inputData').map((one) => ({
      id: one.id, name: one.getAttribute('name') ?? '', type: kid(one, 'variable')?.getAttribute('typeRef') ?? '', source: sourceOf(one)?.value ?? '',
    })),
  }
}

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
