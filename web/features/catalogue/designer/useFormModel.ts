import { computed, ref, shallowRef } from 'vue'
import { componentsOf, keyOf, type Answers, type FormSchema } from '@/shared/forms'
import { answersWith, planKey, type KeyRenaming } from './rename'
import { find, withIds, type Drawn } from './tree'

/** Answers kept to try the form with. */
export interface Sample {
  name: string
  kind: 'person' | 'enterprise'
  answers: Answers
}
interface State {
  components: Drawn[]
  title: string
  samples: Sample[]
  /** The key that was changed last: it goes and comes with its step. */
  renamed: KeyRenaming | null
}

const most = 200

/** The form as it is drawn, with everything that was done to it: what is taken back can be done again. */
export function useFormModel() {
  const state = shallowRef<State>({ components: [], title: '', samples: [], renamed: null })
  const components = computed(() => state.value.components)
  const chosenId = ref('')
  /** Grows with every change. */
  const edits = ref(0)
  let rest: Record<string, unknown> = {}
  const past = shallowRef<(State & { mark: string })[]>([])
  const future = shallowRef<(State & { mark: string })[]>([])
  const lookedAt = shallowRef(new Set<KeyRenaming>())
  /** The key that was changed last, until what it left has been looked at. */
  const renamed = computed(() => (state.value.renamed && !lookedAt.value.has(state.value.renamed) ? state.value.renamed : null))
  const undoing = new WeakMap<KeyRenaming, () => void>()
  let mark = ''

  function open(schema: (FormSchema & { samples?: Sample[] }) | undefined): void {
    const { title, components: _, fields: __, samples, ...others } = (schema ?? {}) as FormSchema & { samples?: Sample[] } & Record<string, unknown>
    rest = others
    state.value = { components: withIds(componentsOf(schema)), title: title ?? '', samples: samples ?? [], renamed: null }
    past.value = []
    future.value = []
    mark = ''
    if (!find(components.value, chosenId.value)) chosenId.value = ''
  }
  /** `as`: changes of one name that follow each other are one step, as typing into a field is. */
  function change(next: Drawn[], as = '', more: Partial<Omit<State, 'components'>> = {}): void {
    const after = { ...state.value, ...more, components: next }
    if ((Object.keys(after) as (keyof State)[]).every((name) => after[name] === state.value[name])) return
    if (!as || as !== mark) past.value = [...past.value.slice(-most), { ...state.value, mark }]
    mark = as
    future.value = []
    state.value = after
    edits.value++
    if (chosenId.value && !find(next, chosenId.value)) chosenId.value = ''
  }
  function step(from: typeof past, to: typeof past): void {
    const last = from.value.at(-1)
    if (!last) return
    from.value = from.value.slice(0, -1)
    to.value = [...to.value, { ...state.value, mark }]
    const { mark: _, ...before } = last
    state.value = before
    mark = ''
    edits.value++
    if (chosenId.value && !find(components.value, chosenId.value)) chosenId.value = ''
  }
  /** What reads the key follows in the same step, and so do the answers kept to try the form with. */
  function rename(id: string, key: string): KeyRenaming | null {
    const field = find(components.value, id)
    const plan = field && planKey(components.value, field, key)
    if (!plan || plan.problem || plan.key === plan.before) return plan ?? null
    change(plan.components, '', { samples: state.value.samples.map((one) => ({ ...one, answers: answersWith(components.value, field, plan.key, one.answers) })), renamed: plan })
    const after = state.value
    undoing.set(plan, () => {
      const now = find(components.value, id)
      if (state.value === after) step(past, future)
      else if (now && keyOf(now) === plan.key) rename(id, plan.before)
    })
    return plan
  }
  return {
    components, chosenId, edits, renamed, open, change, rename,
    looked: () => void (renamed.value && (lookedAt.value = new Set([...lookedAt.value, renamed.value]))),
    /** Takes back this change of a key and nothing that was done since. */
    unrename: (plan: KeyRenaming) => undoing.get(plan)?.(),
    keyProblem: (id: string, key: string) => (find(components.value, id) ? planKey(components.value, find(components.value, id)!, key).problem : ''),
    title: computed({ get: () => state.value.title, set: (title) => change(components.value, 'title', { title }) }),
    samples: computed({ get: () => state.value.samples, set: (samples) => change(components.value, '', { samples }) }),
    chosen: computed(() => find(components.value, chosenId.value)),
    schema: computed<FormSchema>(() => ({ ...rest, ...(state.value.title ? { title: state.value.title } : {}), components: components.value })),
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    undo: () => step(past, future),
    redo: () => step(future, past),
    /** Ends a run of changes of one name. */
    settle: () => void (mark = ''),
  }
}
export type FormModel = ReturnType<typeof useFormModel>
