import type { CaseTask, CheckMark } from './types'

export const textOf = (asked: CaseTask['checks'][number]): string => (typeof asked === 'string' ? asked : (asked.text ?? ''))

/** The points a task asks to check, each once, with what was ticked before a reload kept. */
export function marksFor(task: CaseTask | null, before: CheckMark[]): CheckMark[] {
  const texts = [...new Set((task?.checks ?? []).map(textOf))]
  return texts.map((text) => before.find((mark) => mark.text === text) ?? { text, is_met: false, note: '' })
}

/** Every point ticked, or told why it is not met. */
export const isAnswered = (mark: CheckMark): boolean => mark.is_met || !!mark.note.trim()

/**
 * The case after `current` in the order the list had, skipping what is no longer there; past the end the first one.
 * @param remembered ids as the list showed them
 * @param fresh ids that are there now
 */
export function nextCase(remembered: string[], fresh: string[], current: string): string | null {
  const left = fresh.filter((id) => id !== current)
  const at = remembered.indexOf(current)
  const after = at < 0 ? [] : remembered.slice(at + 1)
  return after.find((id) => left.includes(id)) ?? left[0] ?? null
}

const place = 'yimen-bench-tasks'
interface Remembered {
  kind: string
  ids: string[]
}
export function rememberList(list: Remembered): void {
  sessionStorage.setItem(place, JSON.stringify(list))
}
export function rememberedList(): Remembered {
  try {
    return { kind: '', ids: [], ...(JSON.parse(sessionStorage.getItem(place) ?? '{}') as Partial<Remembered>) }
  } catch {
    return { kind: '', ids: [] }
  }
}
