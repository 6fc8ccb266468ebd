import type { InjectionKey, Ref } from 'vue'
import type { Choice } from './shown'

/** What tables at any depth are helped with while they are written. Without it boxes are only read. */
export interface RuleAids {
  /** Rows named by problems, by table. */
  faulty: Record<string, number[]>
  /** What inputs may be, by their names. */
  choices: Record<string, Choice[]>
}
export const aidsKey: InjectionKey<Ref<RuleAids>> = Symbol('rule aids')
