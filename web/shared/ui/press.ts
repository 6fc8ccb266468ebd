// A field left by a press of the pointer says what is wrong only after the click: words that appear between press and
// release move the page, the release finds another element under the pointer, and the browser drops the click.
let isPressed = false
const waiting: (() => void)[] = []

function release(): void {
  isPressed = false
  for (const act of waiting.splice(0)) act()
}

if (typeof document !== 'undefined') {
  const asCapture = { capture: true, passive: true }
  document.addEventListener('pointerdown', () => (isPressed = true), asCapture)
  // The click is sent right after the release; a timer comes after both.
  for (const end of ['pointerup', 'pointercancel']) document.addEventListener(end, () => setTimeout(release), asCapture)
}

/** Runs `act` now, or after the click while the pointer is pressed. */
export function afterPress(act: () => void): void {
  if (isPressed) waiting.push(act)
  else act()
}
