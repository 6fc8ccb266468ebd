import { i18n } from '@/shared/i18n/translate'

const zone = 'Asia/Shanghai'
const isEnglish = () => i18n.global.locale.value === 'en'

function partsOf(instant: string | number | Date) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  })
  const parts = Object.fromEntries(format.formatToParts(new Date(instant)).map((part) => [part.type, part.value]))
  return { year: parts.year!, month: Number(parts.month), day: Number(parts.day), time: `${parts.hour}:${parts.minute}` }
}
const months = 'January February March April May June July August September October November December'.split(' ')

/** "2025-06-02" → 2025年6月2日 / 2 June 2025. Dates have no zone. */
export function formatDate(date: string | null | undefined): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(date ?? '')
  if (!found) return ''
  const [, year, month, day] = found
  return isEnglish() ? `${Number(day)} ${months[Number(month) - 1]} ${year}` : `${year}年${Number(month)}月${Number(day)}日`
}

/** An instant → 2025年6月2日 14:03, in the time of the hall wherever the reader is. */
export function formatInstant(instant: string | number | Date | null | undefined): string {
  if (instant === null || instant === undefined || instant === '') return ''
  const { year, month, day, time } = partsOf(instant)
  return isEnglish() ? `${day} ${months[month - 1]} ${year}, ${time}` : `${year}年${month}月${day}日 ${time}`
}

/** For dense tables: 06-02 14:03; with the year when it is not this one. */
export function formatShort(instant: string | number | Date | null | undefined): string {
  if (instant === null || instant === undefined || instant === '') return ''
  const { year, month, day, time } = partsOf(instant)
  const two = (value: number) => String(value).padStart(2, '0')
  const date = `${two(month)}-${two(day)} ${time}`
  return year === String(partsOf(Date.now()).year) ? date : `${year}-${date}`
}

export const formatTime = (instant: string | number | Date): string => partsOf(instant).time

/** Integer fen → 1,234.50 元. */
export function formatMoney(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return ''
  const yuan = (Math.abs(fen) / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const sign = fen < 0 ? '−' : ''
  return isEnglish() ? `CNY ${sign}${yuan}` : `${sign}${yuan} 元`
}

/** 12345678 → 1,234.6万 / 12,345,678: what a person can read at a glance. */
export function formatCount(count: number | null | undefined, { short = false } = {}): string {
  if (count === null || count === undefined) return ''
  if (!short || isEnglish() || Math.abs(count) < 10_000) return count.toLocaleString('en-US')
  const [unit, word] = Math.abs(count) >= 1e8 ? [1e8, '亿'] : [1e4, '万']
  return `${(count / unit).toLocaleString('en-US', { maximumFractionDigits: 1 })}${word}`
}

/** "137" or "1000+" when the total is only a lower bound. */
export function formatTotal(total: number | null | undefined, isAtLeast = false): string {
  return total === null || total === undefined ? '' : `${formatCount(total)}${isAtLeast ? '+' : ''}`
}

const groups = (text: string, sizes: number[]) => {
  const words: string[] = []
  let rest = text
  for (const size of sizes) {
    if (rest) words.push(rest.slice(0, size))
    rest = rest.slice(size)
  }
  if (rest) words.push(rest)
  return words.join(' ')
}
export const withoutSpaces = (text: string): string => text.replaceAll(/[\s-]/g, '')
/** 138 0000 1234 */
export const formatPhone = (phone: string | null | undefined): string => groups(withoutSpaces(phone ?? ''), [3, 4, 4])
/** 450900 1990 0101 1234 */
export const formatIdNumber = (number: string | null | undefined): string => groups(withoutSpaces(number ?? ''), [6, 4, 4, 4])
/** 6222 0212 3456 7890 123: a bank card as it is embossed. */
export const formatBankCard = (number: string | null | undefined): string => withoutSpaces(number ?? '').replace(/(.{4})(?=.)/g, '$1 ')
/** 9145 0900 MA5K …: a credit code in groups of four. */
export const formatCreditCode = (code: string | null | undefined): string => groups(withoutSpaces(code ?? ''), [4, 4, 4, 4, 2])

const units = ['B', 'KB', 'MB', 'GB']
export function formatBytes(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  return `${(bytes / 1024 ** step).toLocaleString('en-US', { maximumFractionDigits: step ? 1 : 0 })} ${units[step]}`
}

/** ["广西壮族自治区", "玉林市", "北流市"] → 广西壮族自治区 玉林市 北流市; from the city on when the province is known. */
export function formatRegion(names: string[], { from = 0 } = {}): string {
  return names.slice(from).join(isEnglish() ? ', ' : ' ')
}

/** Parts said one after the other, each a sentence: 与营业执照一致。已按登记信息填好。 What was said already is not said again. */
export function asSentences(...parts: string[]): string {
  const bare = (part: string) => part.trim().replace(/[。.!！?？；;，,]+$/u, '')
  const said = [...new Map(parts.filter((part) => bare(part)).map((part) => [bare(part), part.trim()])).values()]
  if (said.length < 2) return said[0] ?? ''
  const closed = said.map((part) => (/[。.!！?？）)：:]$/u.test(part) ? part : bare(part) + (/[\p{Script=Han}]/u.test(part) ? '。' : '.')))
  return closed.reduce((text, part) => text + (/[。！？）：]$/u.test(text) ? '' : ' ') + part)
}
