import { onBeforeUnmount, onMounted } from 'vue'

/** Keys that follow each other faster than a person types, ended by Enter: a scanner gun. */
export const fastestTyping = 45 // milliseconds between two keys
/** Outside of fields nothing else takes digits, so a gun on a busy machine, or a person, may take longer. */
export const slowestScan = 1000
const caseNo = /^\d{20}$/

export function scannerBuffer() {
  let text = ''
  let last = 0
  /** @returns the number that was scanned, or empty */
  return function take(key: string, at: number, isInField = true): string {
    if (at - last > (isInField ? fastestTyping : slowestScan)) text = ''
    last = at
    if (key === 'Enter') {
      const found = caseNo.test(text) ? text : ''
      text = ''
      return found
    }
    text = key.length === 1 ? text + key : text
    return ''
  }
}

const takesText = (target: EventTarget | null) => target instanceof Element && target.matches('input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable]')

/** A receipt scanned anywhere on the page. */
export function useScanner(found: (caseNo: string) => void): void {
  const take = scannerBuffer()
  function onKey(event: KeyboardEvent): void {
    const number = take(event.key, event.timeStamp, takesText(event.target))
    if (!number) return
    event.preventDefault()
    event.stopPropagation()
    found(number)
  }
  onMounted(() => window.addEventListener('keydown', onKey, true))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey, true))
}
