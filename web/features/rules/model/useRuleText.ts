import { computed, shallowRef } from 'vue'
import type { RuleSample } from '../api'
import { read } from './text'

const mostSteps = 200
interface State {
  xml: string
  samples: RuleSample[]
}

/** The text of the page and its kept examples with their undo and redo, whoever changes them: table, drawing or an imported file. */
export function useRuleText() {
  const state = shallowRef<State>({ xml: '', samples: [] })
  const past = shallowRef<State[]>([])
  const future = shallowRef<State[]>([])
  const xml = computed(() => state.value.xml)
  const parsed = computed(() => (xml.value ? read(xml.value) : null))

  function open(text: string, samples: RuleSample[]): void {
    state.value = { xml: text, samples }
    past.value = future.value = []
  }
  function put(next: State): void {
    past.value = [...past.value.slice(-mostSteps), state.value]
    future.value = []
    state.value = next
  }
  const set = (next: string, samples = state.value.samples) => void (next !== xml.value && put({ xml: next, samples }))
  const samples = computed({ get: () => state.value.samples, set: (next) => put({ xml: xml.value, samples: next }) })
  function undo(): void {
    const before = past.value.at(-1)
    if (!before) return
    past.value = past.value.slice(0, -1)
    future.value = [...future.value, state.value]
    state.value = before
  }
  function redo(): void {
    const after = future.value.at(-1)
    if (!after) return
    future.value = future.value.slice(0, -1)
    past.value = [...past.value, state.value]
    state.value = after
  }
  return { xml, samples, parsed, open, set, undo, redo, canUndo: computed(() => past.value.length > 0), canRedo: computed(() => future.value.length > 0) }
}
