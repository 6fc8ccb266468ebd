const marks: readonly [string, readonly number[]][] = [['utf-8', [0xef, 0xbb, 0xbf]], ['utf-16le', [0xff, 0xfe]], ['utf-16be', [0xfe, 0xff]]]

/** The text of an XML file in the encoding it says: by its mark, else by its declaration. From here on it is UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.slice(0, 200))
  const declared = /^[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1]
  // Texts of 16 bits without a mark show no declaration to this reading: one that says so stands in single bytes.
  const said = /^(utf-?16|ucs-?2|unicode)/i.test(declared ?? '') ? undefined : declared
  const marked = marks.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0]
  try {
    const text = new TextDecoder(marked ?? said ?? 'utf-8', { fatal: true }).decode(bytes)
    return text.replace(/^(<\?xml[^>]*?\sencoding\s*=\s*)(["'])(?!utf-8\2)[\w.-]+\2/i, '$1$2UTF-8$2')
  } catch {
    return null
  }
}

/** The elements of a text that is XML to its end; null otherwise: Chromium keeps what it could read of a broken text, with its complaint inside. */
export function documentOf(xml: string): Document | null {
  const document = new DOMParser().parseFromString(xml, 'application/xml')
  return document.documentElement && document.getElementsByTagName('parsererror').length === 0 ? document : null
}
