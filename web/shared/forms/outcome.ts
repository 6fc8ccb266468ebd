/** What is told of a form that has been kept up to date (sheet.ts). */
import { toJson } from '@/shared/feel'
import { valueIn, type Frame } from './frame'
import { unknownField } from './problem-of'
import type { Form } from './read'
import { trimmed, type Answer, type Answers } from './schema'
import { isAnswered } from './values'

export interface Problem {
  /** "/partners/0/name" */
  pointer: string
  detail: string
}

export interface Outcome {
  answers: Answers
  hidden: Answers
  hiddenFields: string[]
}

/** What is to mend, in the order of the page. */
export function problemsIn(form: Form, root: Frame, withUnknown: boolean): Problem[] {
  const found: Problem[] = []
  const tell = (pointer: string, detail: string | undefined) => detail && found.push({ pointer, detail })
  const walk = (frame: Frame): void => {
    const container = form.containers[frame.container]!
    tell(frame.pointer, frame.problems.get(-1))
    for (const index of container.members) {
      const { key } = form.fields[index]!
      tell(`${frame.pointer}/${key}`, frame.problems.get(index))
      tell(`${frame.pointer}/${key}`, frame.ruleProblems.get(index))
      const inner = frame.groups.get(index)
      for (const one of inner ? [inner] : (frame.rows.get(index) ?? [])) walk(one)
    }
    const own = new Set(container.names.slice(0, container.own))
    if (withUnknown) for (const key of Object.keys(frame.given)) if (!own.has(key)) tell(`${frame.pointer}/${key}`, unknownField())
  }
  walk(root)
  return found
}

/** Rules that answers break, whatever else is wrong. */
export function brokenRulesIn(form: Form, root: Frame): Problem[] {
  const found: Problem[] = []
  const walk = (frame: Frame): void => {
    for (const [index, detail] of frame.ruleProblems) found.push({ pointer: `${frame.pointer}/${form.fields[index]!.key}`, detail })
    for (const inner of [...frame.groups.values(), ...[...frame.rows.values()].flat()]) walk(inner)
  }
  walk(root)
  return found
}

/** What the server makes of the answers: those that show (computed ones filled in), those kept though they do not, and where those are. */
export function outcomeOf(form: Form, root: Frame): Outcome {
  const hiddenFields: string[] = []
  const walk = (frame: Frame): [Record<string, Answer>, Record<string, Answer>] => {
    const [answers, hidden]: [Record<string, Answer>, Record<string, Answer>] = [{}, {}]
    for (const index of form.containers[frame.container]!.members) {
      const field = form.fields[index]!
      const given = frame.given[field.key]
      if (!field.key) continue
      if (!frame.shown.has(index)) {
        hiddenFields.push(`${frame.pointer}/${field.key}`)
        if (field.shape !== 'computed' && isAnswered(field.shape, given)) hidden[field.key] = given
      } else if (field.shape === 'computed') {
        const value = valueIn(frame, field)
        if (value !== null) answers[field.key] = toJson(value) as Answer
      } else if (frame.groups.has(index)) {
        const [inner, innerHidden] = walk(frame.groups.get(index)!)
        if (Object.keys(inner).length) answers[field.key] = inner
        if (Object.keys(innerHidden).length) hidden[field.key] = innerHidden
      } else if (frame.rows.has(index)) {
        const parts = frame.rows.get(index)!.map(walk)
        if (parts.length) answers[field.key] = parts.map(([inner]) => inner)
        if (parts.some(([, kept]) => Object.keys(kept).length)) hidden[field.key] = parts.map(([, kept]) => kept)
      } else if (frame.isAnswered.has(index)) {
        answers[field.key] = typeof given === 'string' ? trimmed(given) : given!
      }
    }
    return [answers, hidden]
  }
  const [answers, hidden] = walk(root)
  return { answers, hidden, hiddenFields }
}
