import { computed, provide, type Ref } from 'vue'
import { useTask } from '@/shared/async'
import { listSources } from './api'
import { choicesKey } from './model/aids'
import type { RuleText } from './model/text'

/** Inputs whose answers are given by the form: what each may be. Tables within the page show them and offer them. */
export function useChoices(ruleKey: string, text: Ref<RuleText | null>) {
  const sources = useTask(() => listSources(ruleKey))
  void sources.run()
  const choices = computed(() => Object.fromEntries((text.value?.inputs ?? []).flatMap((one) => {
    const found = sources.result.value?.find((other) => other.source === one.source)?.choices ?? []
    return found.length ? [[one.name, found]] : []
  })))
  provide(choicesKey, choices)
  return { sources, choices }
}
