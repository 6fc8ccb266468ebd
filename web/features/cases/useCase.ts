import { computed, inject, provide, reactive, ref, shallowRef, watch, type ComputedRef, type InjectionKey, type Ref, type ShallowRef } from 'vue'
import { useLatest, useTask, type Task } from '@/shared/async'
import { useSession } from '@/shared/auth'
import { newKey, ProblemError, type Problem } from '@/shared/http'
import { act, listTasks, loadCase, loadMatterWords } from './api'
import { actsFor, stepOfSamePerson, type ActName, type OfferedAct } from './acts'
import type { CaseFile, CaseTask, CheckMark, Done, MatterWords } from './types'
import { marksFor } from './work'

export interface CaseContext {
  file: ShallowRef<CaseFile | null>
  words: ShallowRef<MatterWords | null>
  busy: Ref<boolean>
  problem: ShallowRef<Problem | null>
  /** Open tasks of the case that this post may work on. */
  workable: ComputedRef<CaseTask[]>
  /** The one at hand: the chosen one, else the first that is a step. */
  task: ComputedRef<CaseTask | null>
  choose: (id: string) => void
  samePerson: ComputedRef<CaseTask | null>
  acts: ComputedRef<OfferedAct[]>
  /** What is typed while reviewing; it outlives a reload. `isSimple`: 简单件, told where the step asks (`simple_way`). */
  work: { opinion: string; checks: CheckMark[]; outcome: '' | 'agree' | 'disagree' | 'abstain'; isSimple: boolean }
  /** A verb on the version that is shown; the page reloads behind it. */
  tell: (path: string, body: object, key: string) => Promise<void>
  acting: Task<[path: string, body: object | undefined, name: ActName], Done>
  last: ShallowRef<{ name: ActName; done: Done } | null>
  reload: () => Promise<void>
}
const key: InjectionKey<CaseContext> = Symbol('case')

const noWork = (): CaseContext['work'] => ({ opinion: '', checks: [], outcome: '', isSimple: false })

/** The case a page shows, who may do what with it, and the one way to act on it. */
export function provideCase(id: () => string): CaseContext {
  const session = useSession()
  const file = shallowRef<CaseFile | null>(null)
  const words = shallowRef<MatterWords | null>(null)
  const mine = ref<string[]>([])
  const last = shallowRef<CaseContext['last']['value']>(null)
  const work = reactive(noWork())
  let etag = ''
  const opening = useLatest(async (signal) => {
    const opened = await loadCase(id(), signal)
    const tasks = await listTasks({ q: opened.value.case_no, limit: 20 }, signal)
    return { opened, mine: tasks.items.map((line) => line.task.id) }
  })

  const chosen = ref('')
  const rank = (task: CaseTask) => (task.id === chosen.value ? 0 : task.kind === 'choice' ? 2 : 1)
  const workable = computed(() => (file.value?.tasks ?? []).filter((task) => task.is_open && mine.value.includes(task.id)).sort((one, other) => rank(one) - rank(other)))
  const task = computed(() => workable.value[0] ?? null)
  const samePerson = computed(() => (file.value && task.value ? stepOfSamePerson(file.value, task.value, session.account?.id ?? '') : null))
  const acts = computed(() => (file.value ? actsFor(file.value, samePerson.value ? [] : workable.value, session.may) : []))

  async function reload(): Promise<void> {
    const result = await opening.run()
    if (!result) return
    file.value = result.opened.value
    etag = result.opened.etag
    mine.value = result.mine
    work.checks = marksFor(task.value, work.checks)
  }

  // One key per intent: the same path and body again is the same intent, changed words are another.
  let intent = { text: '', key: '' }
  const acting = useTask(async (path: string, body: object | undefined, name: ActName) => {
    const text = path + JSON.stringify(body) + etag
    if (intent.text !== text) intent = { text, key: newKey() }
    const { value } = await act(path, body, etag, intent.key)
    Object.assign(work, noWork())
    await reload()
    last.value = { name, done: value } // told when the page shows the new state
    return value
  })

  /** What was typed belongs to the step it was typed for. */
  function choose(id: string): void {
    if (id === task.value?.id) return
    chosen.value = id
    Object.assign(work, noWork(), { checks: marksFor(task.value, []) })
  }
  const tell: CaseContext['tell'] = async (path, body, key) => void (await act(path, body, etag, key))
  watch(id, () => {
    Object.assign(work, noWork())
    last.value = null
    file.value = null
    acting.problem.value = null
    void reload()
  })
  watch(() => file.value?.matter_id, async (matter) => {
    words.value = null
    if (!matter) return
    try {
      words.value = await loadMatterWords(matter)
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error // labels stay keys: a matter taken off line still has cases
    }
  })
  const context: CaseContext = { file, words, busy: opening.busy, problem: opening.problem, workable, task, choose, samePerson, acts, work, tell, acting, last, reload }
  provide(key, context)
  return context
}

/** For parts of a case page: the case is there before they are drawn. */
export function useCase(): CaseContext & { shown: ComputedRef<CaseFile> } {
  const context = inject(key)
  if (!context) throw new Error('useCase belongs inside a case page')
  return { ...context, shown: computed(() => context.file.value!) }
}
