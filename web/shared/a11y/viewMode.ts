/**
 * 长者版 and 无障碍: words on <html data-view>, kept in a cookie (the server repeats it on its own pages) and in
 * localStorage. No framework: the public pages use it too.
 */
export type ViewWord = 'elder' | 'tools' | 'contrast' | 'pointer'

const storageKey = 'yimen_view'
const known = /^(elder|tools|contrast|pointer|s(18|20|22|24|26|28|30))$/
export const sizes = [18, 20, 22, 24, 26, 28, 30]

export function viewWords(): string[] {
  const cookie = /(?:^|; )yimen_view=([^;]*)/.exec(document.cookie)?.[1]
  const text = cookie ?? readStorage() ?? ''
  return text.split('.').filter((word) => known.test(word))
}

function readStorage(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null // storage switched off: the cookie alone must do
  }
}

function keep(words: string[]): void {
  const text = words.join('.')
  document.cookie = `yimen_view=${text}; path=/; max-age=31536000; samesite=lax`
  try {
    localStorage.setItem(storageKey, text)
  } catch {
    // the cookie is enough
  }
  showView(words)
}

export function showView(words = viewWords()): void {
  if (words.length) document.documentElement.dataset.view = words.join(' ')
  else delete document.documentElement.dataset.view
  document.dispatchEvent(new CustomEvent('yimen-view', { detail: words }))
}

export const hasView = (word: ViewWord): boolean => viewWords().includes(word)

export function toggleView(word: ViewWord): boolean {
  const words = viewWords()
  const isOn = !words.includes(word)
  keep(isOn ? [...words, word] : words.filter((other) => other !== word))
  return isOn
}

export function leaveView(): void {
  keep([])
}

/** One step larger (+1) or smaller (-1); the base sizes are 16 px and, for elders, 20 px. */
export function changeSize(step: 1 | -1): void {
  const words = viewWords()
  const now = Number(words.find((word) => /^s\d/.test(word))?.slice(1) ?? (words.includes('elder') ? 20 : 16))
  const at = sizes.findIndex((size) => size >= now)
  const next = step === 1 ? (sizes.find((size) => size > now) ?? now) : (sizes[at - 1] ?? 0)
  keep([...words.filter((word) => !/^s\d/.test(word)), ...(next ? [`s${next}`] : [])])
}

let isReading = false
/** Reads the main part, or what is selected, in the page's language. @returns whether it reads now. */
export function toggleReading(): boolean {
  if (!('speechSynthesis' in window)) return false
  speechSynthesis.cancel()
  isReading = !isReading
  if (!isReading) return false
  const selected = String(getSelection() ?? '').trim()
  const words = selected || (document.querySelector<HTMLElement>('main')?.innerText ?? '')
  const speech = new SpeechSynthesisUtterance(words.slice(0, 4000))
  speech.lang = document.documentElement.lang
  speech.onend = () => (isReading = false)
  speechSynthesis.speak(speech)
  return true
}
