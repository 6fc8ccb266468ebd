import { textOf } from '@/shared/http'
import { parse } from './xml'

/** A rule in a file of any tool; null when it is none. */
export function ruleIn(bytes: Uint8Array): string | null {
  const text = textOf(bytes)
  const document = text === null ? null : parse(text)
  // Chromium keeps what it could read of a broken text, with its complaint inside.
  const isWhole = document !== null && document.getElementsByTagName('parsererror').length === 0
  return isWhole && /\/DMN\//i.test(document.documentElement.namespaceURI ?? '') ? text : null
}
