/** DMN has a name space for each version. A text says the version whose elements it uses; the drawing knows 1.3 alone. */
const spaces = {
  '1.2': 'http://www.omg.org/spec/DMN/20180521/',
  '1.3': 'https://www.omg.org/spec/DMN/20191111/',
  '1.4': 'https://www.omg.org/spec/DMN/20211108/',
  '1.5': 'https://www.omg.org/spec/DMN/20230324/',
} as const
type Version = keyof typeof spaces
const since14 = ['conditional', 'filter', 'for', 'every', 'some']
/** The language's name is written with and without its last stroke. */
const parts = ['MODEL/', 'FEEL/', 'FEEL', 'DMNDI/']

export const versionOf = (xml: string): Version | null => (Object.keys(spaces) as Version[]).find((one) => new RegExp(`xmlns(:\\w+)?=["']${spaces[one]}MODEL/["']`).test(xml)) ?? null
function written(xml: string, from: Version, to: Version): string {
  // Shapes of 1.4 have the name space of 1.3.
  const shapes: Version = to === '1.4' ? '1.3' : to
  return parts.reduce((text, part) => ['"', "'"].reduce((sum, mark) => sum.replaceAll(`${mark}${spaces[from]}${part}${mark}`, `${mark}${spaces[part === 'DMNDI/' ? shapes : to]}${part}${mark}`), text), xml)
}
/** As a text of 1.4 when it has elements that earlier versions lack. */
export function inItsVersion(root: Element, xml: string): string {
  const version = versionOf(xml)
  const isNewer = [...root.getElementsByTagName('*')].some((one) => one.namespaceURI === root.namespaceURI && since14.includes(one.localName))
  return isNewer && (version === '1.2' || version === '1.3') ? written(xml, version, '1.4') : xml
}
/** As the drawing reads it. */
export function forDrawing(xml: string): string {
  const version = versionOf(xml)
  return version === '1.4' || version === '1.5' ? written(written(xml, version, '1.3'), '1.4', '1.3') : xml
}
/** What the drawing wrote, in the version of the text that it was drawn from. */
export function fromDrawing(xml: string, before: string): string {
  const version = versionOf(before)
  return version === '1.4' || version === '1.5' ? written(xml, '1.3', version) : xml
}
