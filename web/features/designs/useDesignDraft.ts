import { computed, onBeforeUnmount, onMounted, ref, shallowRef, type WatchSource } from 'vue'
import { useI18n } from 'vue-i18n'
import { onBeforeRouteLeave, useRouter } from 'vue-router'
import { useLatest, useStill, useTask, useUnsaved } from '@/shared/async'
import type { Draft, Path } from './api'

export interface DraftWork<Found extends Draft, Verdict> {
  path: Path
  key: string
  load: () => Promise<Found>
  /** Puts what was loaded before the person. */
  show: (found: Found) => void | Promise<void>
  /** Two answers that are alike say that nothing was changed in between. */
  written: () => string
  save: (revision: number, words: { name: string; note: string }) => Promise<Draft>
  /** What changes the text; a moment afterwards it is judged anew. */
  changed: WatchSource | WatchSource[]
  judge: (signal: AbortSignal) => Promise<Verdict>
}

/** A draft of a process or rule that one person is writing: opened, judged while it changes, saved by hand and by itself, refused when another saved later. */
export function useDesignDraft<Found extends Draft, Verdict>(work: DraftWork<Found, Verdict>) {
  const { t } = useI18n()
  const router = useRouter()
  const draft = shallowRef<Draft | null>(null)
  const name = ref('')
  const note = ref('')
  const saved = ref('')
  const all = () => JSON.stringify([work.written(), name.value, note.value])
  const isLocked = computed(() => draft.value?.state === 'in_review')
  const isDirty = computed(() => draft.value !== null && all() !== saved.value)
  const judging = useLatest(work.judge)
  /** While it runs the page takes no typing: what comes would take it away. */
  const opening = useTask(async () => {
    const found = await work.load()
    draft.value = found
    name.value = found.name
    note.value = found.note
    await work.show(found)
    saved.value = all()
    return found
  })
  const saving = useTask(async () => {
    const before = all() // what is typed during the save belongs to the next one
    const done = await work.save(draft.value!.revision, { name: name.value.trim(), note: note.value.trim() })
    draft.value = done
    saved.value = before
    return done
  })
  const isConflict = computed(() => saving.problem.value?.status === 412)
  async function reopen(): Promise<void> {
    saving.problem.value = null
    if (await opening.run()) void judging.run()
  }
  async function acted(next: 'stay' | 'leave'): Promise<void> {
    saved.value = all()
    if (next === 'leave') await router.push(`/bench/${work.path}/${work.key}`)
    else await reopen()
  }
  /** Ctrl+S; answers whether the key was meant for it. */
  function savesBy(event: KeyboardEvent): boolean {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return false
    event.preventDefault()
    settle()
    if (!isLocked.value) void saving.run()
    return true
  }
  /** The field that is being typed in: some give their text away only when they are left, and a key or the Back of the browser leaves none. */
  let typing: EventTarget | null = null
  const follow = (event: Event) => void (typing = event.type === 'input' ? event.target : null)
  const settle = () => void (isLocked.value || typing?.dispatchEvent(new Event('change', { bubbles: true })))
  for (const kind of ['input', 'change']) document.addEventListener(kind, follow, true)
  window.addEventListener('beforeunload', settle)
  onBeforeRouteLeave(settle)
  onBeforeUnmount(() => {
    for (const kind of ['input', 'change']) document.removeEventListener(kind, follow, true)
    window.removeEventListener('beforeunload', settle)
  })
  useStill(work.changed, () => draft.value && void judging.run(), 600)
  useUnsaved({ isDirty, keep: { act: () => void saving.run(), may: () => !isLocked.value && !isConflict.value, everySeconds: 30 }, words: () => t('designs.designer.leave') })
  onMounted(() => void reopen())
  return { draft, name, note, isLocked, isDirty, isConflict, opening, saving, judging, reopen, acted, savesBy }
}
export type DesignDraft = ReturnType<typeof useDesignDraft>
