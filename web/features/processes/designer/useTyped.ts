import { computed, onBeforeUnmount, ref, watch } from 'vue'
import type { Element } from './types'
import type { Designer } from './useDesigner'

/**
 * Text that becomes one change of the drawing when typing pauses or the field is left, not one for each key: undo then takes back
 * what was meant as one thing. Lines are taken on leaving only, for an unfinished last line would lose its break.
 */
export function useTyped(designer: Designer, read: () => string, commit: (element: Element, text: string) => void, when: 'pause' | 'leave' = 'pause') {
  const typed = ref<string | null>(null)
  let on: Element | null = null
  let timer = 0
  function flush(): void {
    window.clearTimeout(timer)
    const text = typed.value
    typed.value = null
    designer.pending.delete(flush)
    if (text !== null && on && designer.service('elementRegistry').get(on.id)) commit(on, text)
  }
  const text = computed({
    get: () => typed.value ?? read(),
    set: (value) => {
      if (typed.value === null) on = designer.chosen.value
      typed.value = value
      designer.pending.add(flush)
      window.clearTimeout(timer)
      if (when === 'pause') timer = window.setTimeout(flush, 500)
    },
  })
  watch(designer.chosen, flush, { flush: 'sync' })
  onBeforeUnmount(() => window.clearTimeout(timer))
  return text
}
