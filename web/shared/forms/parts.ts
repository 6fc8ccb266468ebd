import { isObject, type Answer, type Answers, type FormField } from './schema'
import { keyOf, shapeOf } from './kinds'

/** The answer with one part changed; what does not change stays the same object. */
export function withPart(answer: Answer | undefined, path: string[], part: Answer | undefined): Answer | undefined {
  const [key, ...rest] = path
  if (key === undefined) return part
  if (Array.isArray(answer)) return answer.with(Number(key), withPart(answer[Number(key)], rest, part) ?? null)
  const given = isObject(answer) ? answer : {}
  return { ...given, [key]: withPart(given[key], rest, part) }
}
/** What fields start with. */
export function initialAnswers(components: FormField[]): Answers {
  const entries = components.flatMap((field): [string, Answer][] => {
    const key = keyOf(field)
    if (!key) return Object.entries(initialAnswers(field.components ?? [])) as [string, Answer][]
    return field.defaultValue === undefined || field.defaultValue === null || shapeOf(field) === 'computed' ? [] : [[key, field.defaultValue]]
  })
  return Object.fromEntries(entries)
}
