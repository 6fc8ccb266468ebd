const marks: readonly [string, readonly number[]][] = [['utf-8', [0xef, 0xbb, 0xbf]], ['utf-16le', [0xff, 0xfe]], ['utf-16be', [0xfe, 0xff]]]

/** The text of an XML file in the encoding it says: by its mark, else by its declaration. From here on it is UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.slice(0, 200))
  const declared = /^[^>]*?\sencoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1]
  const marked = marks.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0]
  try {
    const text = new TextDecoder(marked ?? declared ?? 'utf-8', { fatal: true }).decode(bytes)
    return text.replace(/^(<\?xml[^>]*?\sencoding\s*=\s*)(["'])(?!utf-8\2)[\w.-]+\2/i, '$1$2UTF-8$2')
  } catch {
    return null
  }
}
