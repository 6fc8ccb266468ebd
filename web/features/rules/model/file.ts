import { documentOf, textOf } from '@/shared/http'

/** A rule in a file of any tool; null when it is none. */
export function ruleIn(bytes: Uint8Array): string | null {
  const text = textOf(bytes)
  const root = text === null ? null : documentOf(text)?.documentElement
  return root?.localName === 'definitions' && /\/DMN\//i.test(root.namespaceURI ?? '') ? text : null
}
