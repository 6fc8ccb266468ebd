import { ref, watch, type ModelRef } from 'vue'
import { useTask } from '@/shared/async'
import { newKey } from '@/shared/http'
import { toast, useJudge } from '@/shared/ui'
import { useCase } from '../useCase'

interface Words {
  isOpen: ModelRef<boolean>
  /** Below /cases/{id}. */
  path: string
  /** What is told beside the words. */
  body: () => Record<string, unknown>
  /** Whether the words must be judged before they are sent. */
  isNeeded?: () => boolean
  done: () => string
}

/** A dialog in which words are written that an act of the case takes along; the same words are sent under the same key. */
export function useWords({ isOpen, path, body, isNeeded = () => true, done }: Words) {
  const { shown, tell, reload } = useCase()
  const { add, judge, errors } = useJudge()
  const words = ref('')
  let key = newKey()
  watch(words, () => (key = newKey()))
  const doing = useTask(async () => {
    await tell(`/cases/${shown.value.id}/${path}`, { ...body(), words: words.value.trim() }, key)
    return true
  })
  async function submit(): Promise<void> {
    if (isNeeded() && !judge(['words'])) return
    if (!(await doing.run())) return
    isOpen.value = false
    words.value = ''
    toast(done())
    await reload()
  }
  return { words, add, errors, doing, submit }
}
