/** Names as people bear them; the server refuses by the same rules (server/kernel/party). */
const han = '\\u3005\\u3007\\u2E80-\\u2FDF\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFAFF\\u{20000}-\\u{323AF}\\u{E0100}-\\u{E01EF}'
const letters =
  'A-Za-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u024F\\u0300-\\u036F\\u0370-\\u03FF\\u0400-\\u052F\\u0620-\\u065F\\u066E-\\u06D3\\u06D5-\\u06DC\\u0750-\\u077F' +
  '\\u0900-\\u097F\\u0E01-\\u0E4E\\u0F40-\\u0FBC\\u1100-\\u11FF\\u1800-\\u180E\\u1820-\\u18AA\\u1950-\\u1974\\u1980-\\u19DF\\u1E00-\\u1EFF\\u3041-\\u30FA\\u30FC-\\u30FF\\uA000-\\uA48C\\uAC00-\\uD7A3'
const person = new RegExp(`^[${han}${letters}\\u00B7 \\-'’.]+$`, 'u')
const organisation = new RegExp(`^[${han}${letters}\\u00B7 \\-'’.,&+/（）、—“”《》0-9]+$`, 'u')
const stopBetweenHan = new RegExp(`(?<=[${han}])\\.(?=[${han}])`, 'gu')

/** Half-width, one dot for all its look-alikes, single blanks. */
function tidy(text: string): string {
  return text
    .trim()
    .replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCodePoint(sign.codePointAt(0)! - 0xfee0))
    .replace(/[\u3000\u00A0]/g, ' ')
    .replace(/[\u2022\u2027\u2219\u22C5\u30FB\uFF65\u2024]/g, '\u00B7')
    .replace(/ {2,}/g, ' ')
    .replace(stopBetweenHan, '\u00B7')
}
export function isPersonName(text: string): boolean {
  const name = tidy(text)
  const length = [...name].length
  return length >= 1 && length <= 50 && person.test(name) && !/^[\u00B7\-' ]|[\u00B7\-' ]$|\u00B7\u00B7/.test(name)
}
export function isOrganisationName(text: string): boolean {
  const name = tidy(text).replaceAll('(', '（').replaceAll(')', '）')
  const length = [...name].length
  return length >= 2 && length <= 120 && organisation.test(name)
}
