import { computed, type Ref } from 'vue'
import type { Problem } from '@/shared/http'
import { translate } from '@/shared/i18n/translate'
import { useJudge } from '@/shared/ui'
import { pathOf, type OfferedAct, type TurnAway } from '../acts'
import { useCase } from '../useCase'

export const required = (label: string) => (value: string) => (value.trim() ? '' : translate('shared.field.missing', { label: translate(label) }))

/** What every act's dialog does alike: judge its fields, act, close when it is done or when somebody else was faster. */
export function useAct(offered: () => OfferedAct, isOpen: Ref<boolean>) {
  const { shown, acting } = useCase()
  const { add, judge, errors } = useJudge()

  /** @param fields names of the required fields, in reading order */
  async function run(body: object | undefined, fields: string[] = [], way: TurnAway = 'rejection'): Promise<void> {
    acting.problem.value = null
    if (!judge(fields)) return
    const done = await acting.run(pathOf(offered(), shown.value.id, way), body, offered().name)
    // A newer version closes the layer: the page says so, and what was typed is there when it is opened again.
    const failed = acting.problem.value as Problem | null
    if (done || failed?.status === 412) isOpen.value = false
  }
  return { file: shown, busy: acting.busy, problem: computed(() => acting.problem.value), errors, add, run, tell: (list: typeof errors.value) => (errors.value = list) }
}
