/** The requirements graph without drawing it: decisions, inputs and knowledge models are added, named, connected and taken out; the drawing follows. */
import { drawEdge, drawShape } from './drawing'
import { boxesIn } from './boxes'
import { change, kids, kid, type Edit } from './xml'

export interface InputData {
  id: string
  name: string
  type: string
  source: string
}
const requirementOf: Record<string, readonly [string, string]> = {
  inputData: ['informationRequirement', 'requiredInput'],
  decision: ['informationRequirement', 'requiredDecision'],
  businessKnowledgeModel: ['knowledgeRequirement', 'requiredKnowledge'],
}
export const knowledgeOf = (edit: Edit) => kids(edit.root, 'businessKnowledgeModel')
/** Ids of what a decision or knowledge model takes: inputs, decisions, knowledge models. */
export const needsOf = (of: Element): string[] =>
  [...kids(of, 'informationRequirement'), ...kids(of, 'knowledgeRequirement')].flatMap((one) => [...one.children]).map((one) => one.getAttribute('href') ?? '').filter((href) => href.startsWith('#')).map((href) => href.slice(1))

/** `of` takes `target` from now on. */
function require(edit: Edit, of: Element, target: Element): void {
  const [name, inner] = requirementOf[target.localName]!
  const requirement = edit.make(name, 'requirement')
  const href = edit.make(inner)
  href.setAttribute('href', `#${target.id}`)
  requirement.append(href)
  const before = name === 'knowledgeRequirement' ? kids(of, 'informationRequirement') : []
  const last = kids(of, name).at(-1) ?? before.at(-1) ?? kid(of, 'encapsulatedLogic') ?? kid(of, 'variable')
  if (last) last.after(requirement)
  else of.insertBefore(requirement, boxesIn(of)[0] ?? null)
  drawEdge(edit, requirement.id, of.id, target.id)
}
export function requireKnowledge(edit: Edit, of: Element, target: Element): void {
  if (!needsOf(of).includes(target.id)) require(edit, of, target)
}
const undraw = (edit: Edit, gone: Set<string>) => edit.all().forEach((one) => gone.has(one.getAttribute('dmnElementRef') ?? '-') && one.remove())

/** What it takes, and nothing else; what other files give stays. */
export const setNeeds = (xml: string, id: string, needs: string[]) =>
  change(xml, (edit) => {
    const of = edit.by(id)
    const before = needsOf(of)
    const gone = new Set<string>()
    for (const one of [...kids(of, 'informationRequirement'), ...kids(of, 'knowledgeRequirement')]) {
      const href = one.firstElementChild?.getAttribute('href') ?? ''
      if (!href.startsWith('#') || needs.includes(href.slice(1))) continue
      gone.add(one.id)
      one.remove()
    }
    undraw(edit, gone)
    for (const one of needs) if (!before.includes(one)) require(edit, of, edit.by(one))
  })

function variableOf(edit: Edit, name: string, type = ''): Element {
  const variable = edit.named('variable', 'variable', name)
  if (type) variable.setAttribute('typeRef', type)
  return variable
}
/** A new element that `user` takes, beside it in the text, with its place on the drawing. */
function add(edit: Edit, user: string, kind: 'inputData' | 'decision' | 'businessKnowledgeModel', name: string, ...content: Element[]): Element {
  const of = edit.named(kind, { inputData: 'input', decision: 'decision', businessKnowledgeModel: 'knowledge' }[kind], name)
  of.append(...content)
  const target = user ? edit.by(user) : kids(edit.root, 'decision')[0]
  if (target) target.before(of)
  else edit.root.append(of)
  drawShape(edit, of.id, kind)
  if (target) require(edit, target, of)
  return of
}
export const addInput = (xml: string, user: string, name: string) => change(xml, (edit) => void add(edit, user, 'inputData', name, variableOf(edit, name, 'string')))
/** What its logic is, the person says next. */
export const addDecision = (xml: string, user: string, name: string) => change(xml, (edit) => void add(edit, user, 'decision', name, variableOf(edit, name)))
export const addKnowledge = (xml: string, user: string, name: string, parameter: string) =>
  change(xml, (edit) => {
    const logic = edit.make('encapsulatedLogic', 'logic')
    logic.append(edit.named('formalParameter', 'parameter', parameter), edit.entry('literalExpression', 'null'))
    add(edit, user, 'businessKnowledgeModel', name, variableOf(edit, name), logic)
  })

/** With everything that refers to it. */
export const removeElement = (xml: string, id: string) =>
  change(xml, (edit) => {
    const gone = new Set([id])
    for (const one of edit.all()) {
      if (one.getAttribute('href') !== `#${id}`) continue
      const whole = one.localName.startsWith('required') ? one.parentElement! : one
      gone.add(whole.id)
      whole.remove()
    }
    edit.by(id).remove()
    undraw(edit, gone)
  })
