import type { Value } from '../value'
import { builtin, number, whole, type Builtin, type Outcome } from './builtin'

function substring([text, position, length]: Value[]): Outcome {
  const start = whole(position)
  if (typeof text !== 'string' || !start) return undefined
  const points = [...text]
  if (start > points.length || start < -points.length) return undefined
  const first = start > 0 ? start - 1 : points.length + start
  if (length === undefined) return points.slice(first).join('')
  const count = whole(length)
  if (count === null || count < 1) return undefined
  return points.slice(first, first + count).join('')
}
function join([list, delimiter = null]: Value[]): Outcome {
  if (delimiter !== null && typeof delimiter !== 'string') return undefined
  if (typeof list === 'string') return list
  if (!Array.isArray(list)) return undefined
  const texts = list.filter((item) => item !== null)
  return texts.every((item) => typeof item === 'string') ? texts.join(delimiter ?? '') : undefined
}
const ofText = (name: string, work: (text: string) => Value): Builtin => builtin(name, ['string'], ([text]) => (typeof text === 'string' ? work(text) : undefined))
const ofTexts = (name: string, work: (text: string, match: string) => Value): Builtin =>
  builtin(name, ['string', 'match'], ([text, match]) => (typeof text === 'string' && typeof match === 'string' ? work(text, match) : undefined))

export const strings: Builtin[] = [
  builtin('substring', ['string', 'start position', 'length'], substring, 2),
  ofText('string length', (text) => number([...text].length)),
  ofText('upper case', (text) => text.toUpperCase()),
  ofText('lower case', (text) => text.toLowerCase()),
  ofTexts('substring before', (text, match) => text.slice(0, Math.max(0, text.indexOf(match)))),
  ofTexts('substring after', (text, match) => (text.includes(match) ? text.slice(text.indexOf(match) + match.length) : '')),
  ofTexts('contains', (text, match) => text.includes(match)),
  ofTexts('starts with', (text, match) => text.startsWith(match)),
  ofTexts('ends with', (text, match) => text.endsWith(match)),
  builtin('string join', ['list', 'delimiter'], join, 1),
]
