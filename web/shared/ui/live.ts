import { reactive } from 'vue'

/** One polite and one urgent live region per page; LiveRegion.vue draws them. */
export const spoken = reactive({ polite: '', urgent: '' })

let timer: ReturnType<typeof setTimeout> | undefined

export function announce(words: string, { isUrgent = false } = {}): void {
  const kind = isUrgent ? 'urgent' : 'polite'
  spoken[kind] = ''
  // Emptied first: the same words twice are then spoken twice.
  clearTimeout(timer)
  timer = setTimeout(() => (spoken[kind] = words), 50)
}
