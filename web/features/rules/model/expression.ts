/** Boxes as the one expression of FEEL that means the same. */
import { boxesIn, isForeign, type BoxKind } from './boxes'
import { kid, kids, words } from './xml'

const key = (name: string) => (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : JSON.stringify(name))
function all(of: (Element | undefined)[]): string[] | null {
  const texts = of.map((one) => (one ? feelOf(one) : null))
  return texts.every((one) => one !== null) ? texts : null
}
const inner = (of: Element, name: string) => [kid(of, name)].flatMap((one) => (one ? boxesIn(one) : []))[0]
const nameIn = (of: Element, name: string) => kid(of, name)?.getAttribute('name') ?? ''
function contextText(of: Element): string | null {
  const entries = kids(of, 'contextEntry')
  const texts = all(entries.map((one) => boxesIn(one)[0]))
  const names = entries.map((one) => nameIn(one, 'variable'))
  if (!texts || names.slice(0, -1).includes('')) return null
  const result = 'result'
  const isResult = names.at(-1) === ''
  if (isResult && names.includes(result)) return null
  const text = `{${texts.map((one, at) => `${key(names[at] || result)}: ${one}`).join(', ')}}`
  return isResult ? `${text}.${result}` : text
}
function relationText(of: Element): string | null {
  const names = kids(of, 'column').map((one) => key(one.getAttribute('name') ?? ''))
  const rows = kids(of, 'row').map((row) => all(boxesIn(row)))
  return rows.every((row) => row !== null) ? `[${rows.map((row) => `{${row.map((one, at) => `${names[at]}: ${one}`).join(', ')}}`).join(', ')}]` : null
}
/** The same as one expression; null where FEEL has none, as for tables. */
export function feelOf(of: Element): string | null {
  if (isForeign(of)) return null
  const variable = key(of.getAttribute('iteratorVariable') ?? '')
  const parts = (...names: string[]) => all(names.map((one) => inner(of, one)))
  let found: string[] | null
  switch (of.localName as BoxKind) {
    case 'literalExpression': return words(of) || 'null'
    case 'context': return contextText(of)
    case 'relation': return relationText(of)
    case 'list': return (found = all(boxesIn(of))) && `[${found.join(', ')}]`
    case 'functionDefinition': return (found = all([boxesIn(of)[0]])) && `function(${kids(of, 'formalParameter').map((one) => one.getAttribute('name')).join(', ')}) ${found[0]}`
    case 'conditional': return (found = parts('if', 'then', 'else')) && `if ${found[0]} then ${found[1]} else ${found[2]}`
    case 'filter': return (found = parts('in', 'match')) && `(${found[0]})[${found[1]}]`
    case 'for': return (found = parts('in', 'return')) && `for ${variable} in ${found[0]} return ${found[1]}`
    case 'some': case 'every': return (found = parts('in', 'satisfies')) && `${of.localName} ${variable} in ${found[0]} satisfies ${found[1]}`
    case 'invocation': {
      found = all([boxesIn(of)[0], ...kids(of, 'binding').map((one) => boxesIn(one)[0])])
      const names = kids(of, 'binding').map((one) => nameIn(one, 'parameter'))
      return found && `${found[0]}(${found.slice(1).map((one, at) => `${names[at]}: ${one}`).join(', ')})`
    }
    default: return null
  }
}
