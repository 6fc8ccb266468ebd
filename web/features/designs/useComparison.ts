import { computed, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import { useTask } from '@/shared/async'
import type { Model } from './api'

/** Two texts of a process or rule held against each other: the versions to choose from, the pair chosen (kept in the address), what differs. */
export function useComparison<Result>(show: () => Promise<Model>, compare: (from: string, to: string) => Promise<Result>) {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()
  const from = ref(String(route.query.from ?? ''))
  const to = ref(String(route.query.to ?? ''))
  const opening = useTask(async () => {
    const model = await show()
    if (!to.value) to.value = model.draft ? 'draft' : String(model.versions[0]?.version ?? '')
    if (!from.value) from.value = String(model.versions.find((one) => String(one.version) !== to.value)?.version ?? model.current_version)
    return model
  })
  const comparing = useTask(compare)
  const model = opening.result
  const options = computed(() => [
    ...(model.value?.draft ? [{ value: 'draft', label: t('designs.state.draft') }] : []),
    ...(model.value?.versions ?? []).map((one) => ({ value: String(one.version), label: t('designs.version', { version: one.version }) })),
  ])
  const problem = computed(() => opening.problem.value ?? comparing.problem.value)
  watch([from, to], async () => {
    if (!from.value || !to.value) return
    await router.replace({ query: { from: from.value, to: to.value } })
    void comparing.run(from.value, to.value)
  })
  if (from.value && to.value) void comparing.run(from.value, to.value)
  void opening.run()
  return { from, to, options, model, result: comparing.result, problem, retry: () => opening.run() }
}
