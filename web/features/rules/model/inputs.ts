/** What an input is: its type, which the columns that ask it share, and where a case has it from. Its name is changed in rename.ts. */
import { usesIn } from '@/shared/feel'
import type { InputData } from './graph'
import { visitExpressions } from './names'
import { change, kid, ourSpace, sourceOf, type Edit } from './xml'

/** Columns of tables that ask just this input. */
function columnsOf(edit: Edit, input: Element): Element[] {
  const columns: Element[] = []
  visitExpressions(edit, ({ text, env }) => {
    const holder = text.parentElement!
    if (holder.localName !== 'inputExpression') return
    const uses = usesIn(text.textContent ?? '', env)?.names ?? []
    const [only] = uses
    if (uses.length === 1 && env[only!.slot]!.of === input && only!.end - only!.at === (text.textContent ?? '').trim().length) columns.push(holder)
  })
  return columns
}
export const setInput = (xml: string, id: string, next: Pick<InputData, 'type' | 'source'>) =>
  change(xml, (edit) => {
    const of = edit.by(id)
    let variable = kid(of, 'variable')
    if (!variable) of.prepend((variable = edit.named('variable', 'variable', of.getAttribute('name') ?? '')))
    if (next.type) for (const one of [variable, ...columnsOf(edit, of)]) one.setAttribute('typeRef', next.type)
    else variable.removeAttribute('typeRef')
    if (next.source) of.setAttributeNS(ourSpace, 'y:source', next.source)
    else if (sourceOf(of)) of.removeAttribute(sourceOf(of)!.name)
  })
