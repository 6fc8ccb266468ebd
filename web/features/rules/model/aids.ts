import { inject, type InjectionKey, type Ref } from 'vue'
import type { Choice } from './shown'

/** Rows named by problems, by table. Tables are written where this is provided, elsewhere only read. */
export const faultyKey: InjectionKey<Ref<Record<string, number[]>>> = Symbol('rows with problems')
/** What inputs may be, by their names. */
export const choicesKey: InjectionKey<Ref<Record<string, Choice[]>>> = Symbol('choices')
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
