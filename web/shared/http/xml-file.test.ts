import { expect, test } from 'vitest'
import { textOf } from './xml-file'

const utf8 = (text: string) => new TextEncoder().encode(text)
const utf16 = (text: string) => new Uint8Array([0xff, 0xfe, ...[...text].flatMap((one) => [one.charCodeAt(0) & 255, one.charCodeAt(0) >> 8])])

test('other encodings become UTF-8, with the declaration', () => {
  const text = '<?xml version="1.0" encoding="UTF-16"?><a>取水</a>'
  expect(textOf(utf16(text))).toBe('<?xml version="1.0" encoding="UTF-8"?><a>取水</a>')
  const gbk = new Uint8Array([...utf8("<?xml version='1.0' encoding='GBK'?><a>"), 0xc8, 0xa1, 0xcb, 0xae, ...utf8('</a>')])
  expect(textOf(gbk)).toBe("<?xml version='1.0' encoding='UTF-8'?><a>取水</a>")
  for (const said of ['utf-16', 'UTF-16LE']) expect(textOf(utf8(`<?xml version="1.0" encoding="${said}"?><a>取水</a>`))).toBe('<?xml version="1.0" encoding="UTF-8"?><a>取水</a>') // as .NET writes it
  expect(textOf(utf8('\ufeff<a/>'))).toBe('<a/>')
})
