import { onBeforeUnmount, onMounted, shallowReactive } from 'vue'

export interface Hotkey {
  /** "Alt+S", "Ctrl+Enter", "F8", "Shift+F8", "Alt+ArrowDown" */
  keys: string
  /** Text key of what it does, for the overlay of Alt+/. */
  label: string
  act: (event: KeyboardEvent) => void
}

/** Everything that is active now, the newest last: a page's key wins over the shell's. */
export const activeHotkeys = shallowReactive<Hotkey[]>([])

export function keysOf(event: KeyboardEvent): string {
  const plain = event.code.startsWith('Digit') ? event.code.slice(5) : event.code.startsWith('Key') ? event.code.slice(3) : event.key
  const name = event.code === 'Slash' ? '/' : plain
  return [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : '', event.shiftKey ? 'Shift' : '', name]
    .filter(Boolean)
    .join('+')
}

function onKey(event: KeyboardEvent): void {
  if (event.isComposing) return // an input method is choosing characters
  const pressed = keysOf(event)
  const hotkey = activeHotkeys.findLast((candidate) => candidate.keys === pressed)
  if (!hotkey) return
  event.preventDefault()
  hotkey.act(event)
}

export function useHotkeys(hotkeys: Hotkey[]): void {
  onMounted(() => {
    if (!activeHotkeys.length) window.addEventListener('keydown', onKey)
    activeHotkeys.push(...hotkeys)
  })
  onBeforeUnmount(() => {
    for (const hotkey of hotkeys) activeHotkeys.splice(activeHotkeys.indexOf(hotkey), 1)
    if (!activeHotkeys.length) window.removeEventListener('keydown', onKey)
  })
}
