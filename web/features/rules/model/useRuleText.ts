import { computed, ref, shallowRef } from 'vue'
import { read } from './text'

const mostSteps = 200

/** The text of the page with its undo and redo, whoever changes it: table, drawing or an imported file. */
export function useRuleText() {
  const xml = ref('')
  const past = shallowRef<string[]>([])
  const future = shallowRef<string[]>([])
  const parsed = computed(() => (xml.value ? read(xml.value) : null))

  function open(text: string): void {
    xml.value = text
    past.value = future.value = []
  }
  function set(next: string): void {
    if (next === xml.value) return
    past.value = [...past.value.slice(-mostSteps), xml.value]
    future.value = []
    xml.value = next
  }
  function undo(): void {
    const before = past.value.at(-1)
    if (before === undefined) return
    past.value = past.value.slice(0, -1)
    future.value = [...future.value, xml.value]
    xml.value = before
  }
  function redo(): void {
    const after = future.value.at(-1)
    if (after === undefined) return
    future.value = future.value.slice(0, -1)
    past.value = [...past.value, xml.value]
    xml.value = after
  }
  return { xml, parsed, open, set, undo, redo, canUndo: computed(() => past.value.length > 0), canRedo: computed(() => future.value.length > 0) }
}
