import { inject, type InjectionKey, type Ref } from 'vue'
import type { Choice } from './shown'

/** What tables at any depth are helped with while they are written. Without it boxes are only read. */
export interface RuleAids {
  /** Rows named by problems, by table. */
  faulty: Record<string, number[]>
  /** What inputs may be, by their names. */
  choices: Record<string, Choice[]>
}
export const aidsKey: InjectionKey<Ref<RuleAids>> = Symbol('rule aids')
/** Gives what stands at a place another name, with every reference to it. @returns whether it was done. */
export const renameKey: InjectionKey<(place: string, name: string) => Promise<boolean>> = Symbol('rename')
/** For fields of names: an empty name and one that was refused are put back. */
export function useNames() {
  const rename = inject(renameKey, null)
  return async (place: string, before: string, event: Event): Promise<void> => {
    const field = event.target as HTMLInputElement
    const name = field.value.trim()
    if (name === before || !name || !(await rename?.(place, name))) field.value = before
  }
}
