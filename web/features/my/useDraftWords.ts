import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { ProblemError } from '@/shared/http'
import { listPrincipals, type DraftLine } from './api'

const steps = ['applicant', 'situation', 'tasks', 'form', 'materials', 'delivery', 'check']

/** What tells two drafts of one matter apart: for whom, and how far. */
export function useDraftWords() {
  const { t } = useI18n()
  const names = ref(new Map<string, string>())
  const ask = async () => {
    try {
      names.value = new Map((await listPrincipals()).map((one) => [one.party_id, one.name]))
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error // the names only help; the drafts are there without
    }
  }
  void ask()
  return computed(() => (draft: DraftLine): string => {
    const name = names.value.get(draft.party_id)
    const step = draft.step.split('/')[0]!
    return [name ? t('my.drafts.for', { name }) : '', steps.includes(step) ? t('my.drafts.reached', { step: t(`my.drafts.step_${step}`) }) : ''].filter(Boolean).join(' · ')
  })
}
