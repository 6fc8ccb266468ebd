import { find as findBuiltin } from './builtins'
import { isName } from './names'
import { usesIn } from './uses'

/** Where a text says a name. */
export interface Spot {
  at: number
  end: number
}
/** The text with other words at these places, which stand in its order. */
export const renamedAt = (text: string, changes: readonly (Spot & { to: string })[]): string => changes.reduceRight((sum, one) => sum.slice(0, one.at) + one.to + sum.slice(one.end), text)

/** Also no word of the language, such as null. */
export const isNameOfFeel = (name: string): boolean => isName(name) && usesIn(name, [{ name }])?.names[0]?.end === name.length

/**
 * After a change of names: what every name means now, against what it meant (`kept`). A name that meant nothing before may have
 * found what was renamed, but for names of functions, which meant them; any other difference changes what is worked out.
 */
export function meansTheSame<T>(kept: readonly T[], now: readonly T[], target: T, name: string): boolean {
  let at = 0
  for (const one of now) {
    if (one === kept[at]) at++
    else if (one !== target || findBuiltin(name)) return false
  }
  return at === kept.length
}
