import { Parser } from './parser'
import { FeelSyntaxError } from './reading'
import { Variables, type ArgumentUse, type MemberUse, type NameUse, type TextUse, type Variable } from './scope'
import { anything } from './types'

export interface Uses {
  names: NameUse[]
  args: ArgumentUse[]
  members: MemberUse[]
  texts: TextUse[]
}
/** Where an expression, or the tests of a cell, say the names of variables, in the order of the text; null when it is no FEEL. */
export function usesIn(text: string, variables: readonly Variable[], isTests = false): Uses | null {
  const parser = new Parser(text, new Variables(variables))
  try {
    if (isTests) parser.parseUnaryTests(anything)
    else parser.parseExpression()
  } catch (error) {
    if (error instanceof FeelSyntaxError) return null
    throw error
  }
  const ordered = <T extends { at: number }>(uses: Map<number, T>) => [...uses.values()].sort((one, other) => one.at - other.at)
  return { names: ordered(parser.nameUses), args: ordered(parser.argumentUses), members: ordered(parser.memberUses), texts: ordered(parser.textUses) }
}
