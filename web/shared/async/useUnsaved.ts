import { onBeforeUnmount, onMounted, watch, type Ref, type WatchSource } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'
import { sessionState } from '@/shared/auth'

export interface Unsaved {
  isDirty: Readonly<Ref<boolean>>
  /** Saves without being asked, where that is done; not while another person's copy is newer, nor what is locked, nor after the session has ended. */
  keep?: { act: () => void; may: () => boolean; everySeconds: number }
  /** What is asked before the page is left. */
  words: () => string
}

/** What is written and not yet saved: saved every while, and asked about before the page is left. */
export function useUnsaved({ isDirty, keep, words }: Unsaved): void {
  const timer = keep && window.setInterval(() => isDirty.value && sessionState.value !== 'ended' && keep.may() && keep.act(), keep.everySeconds * 1000)
  const ask = (event: BeforeUnloadEvent) => isDirty.value && event.preventDefault()
  onMounted(() => window.addEventListener('beforeunload', ask))
  onBeforeUnmount(() => {
    window.removeEventListener('beforeunload', ask)
    window.clearInterval(timer)
  })
  onBeforeRouteLeave(() => !isDirty.value || window.confirm(words()))
}

/** Acts once what is watched has been still for a moment. */
export function useStill(source: WatchSource | WatchSource[], act: () => void, milliseconds: number): void {
  let timer = 0
  watch(source, () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(act, milliseconds)
  })
  onBeforeUnmount(() => window.clearTimeout(timer))
}
