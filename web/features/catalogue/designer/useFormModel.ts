import { computed, ref, shallowRef } from 'vue'
import { componentsOf, type FormSchema } from '@/shared/forms'
import { find, withIds, type Drawn } from './tree'

const most = 200

/** The form as it is drawn, with everything that was done to it: what is taken back can be done again. */
export function useFormModel() {
  const components = shallowRef<Drawn[]>([])
  const title = ref('')
  const chosenId = ref('')
  /** Grows with every change. */
  const edits = ref(0)
  let rest: Record<string, unknown> = {}
  const past = shallowRef<{ components: Drawn[]; title: string; mark: string }[]>([])
  const future = shallowRef<{ components: Drawn[]; title: string; mark: string }[]>([])
  let mark = ''

  function open(schema: FormSchema | undefined): void {
    const { title: name, components: _, fields: __, ...others } = (schema ?? {}) as FormSchema & Record<string, unknown>
    rest = others
    components.value = withIds(componentsOf(schema))
    title.value = name ?? ''
    past.value = []
    future.value = []
    mark = ''
    if (!find(components.value, chosenId.value)) chosenId.value = ''
  }
  /** `as`: changes of one name that follow each other are one step, as typing into a field is. */
  function change(next: Drawn[], as = '', name = title.value): void {
    if (next === components.value && name === title.value) return
    if (!as || as !== mark) past.value = [...past.value.slice(-most), { components: components.value, title: title.value, mark }]
    mark = as
    future.value = []
    components.value = next
    title.value = name
    edits.value++
    if (chosenId.value && !find(next, chosenId.value)) chosenId.value = ''
  }
  function step(from: typeof past, to: typeof past): void {
    const last = from.value.at(-1)
    if (!last) return
    from.value = from.value.slice(0, -1)
    to.value = [...to.value, { components: components.value, title: title.value, mark }]
    components.value = last.components
    title.value = last.title
    mark = ''
    edits.value++
    if (chosenId.value && !find(components.value, chosenId.value)) chosenId.value = ''
  }
  return {
    components, title, chosenId, edits, open, change,
    chosen: computed(() => find(components.value, chosenId.value)),
    schema: computed<FormSchema>(() => ({ ...rest, ...(title.value ? { title: title.value } : {}), components: components.value })),
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    undo: () => step(past, future),
    redo: () => step(future, past),
    /** Ends a run of changes of one name. */
    settle: () => void (mark = ''),
  }
}
export type FormModel = ReturnType<typeof useFormModel>
