/** The offset a time carries: none, seconds east of UTC, or an IANA name. */
export type Zone = null | number | string

const formats = new Map<string, Intl.DateTimeFormat | null>()

function formatOf(name: string): Intl.DateTimeFormat | null {
  const known = formats.get(name)
  if (known !== undefined) return known
  let format: Intl.DateTimeFormat | null = null
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name, hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    })
    const found = format.resolvedOptions().timeZone
    if (!/^[A-Za-z]/.test(name) || /^GMT[+-]/.test(name) || (found !== name && found.toLowerCase() === name.toLowerCase())) format = null
  } catch {
    format = null
  }
  formats.set(name, format)
  return format
}

/** undefined when nobody knows the name. */
export const zoneNamed = (name: string): Zone | undefined => (name && formatOf(name) ? name : undefined)

export function offsetAtUtc(zone: Zone, seconds: number): number {
  if (typeof zone !== 'string') return zone ?? 0
  const format = formatOf(zone)
  if (!format || Math.abs(seconds) > 8.64e12) return 0
  const parts = Object.fromEntries(format.formatToParts(seconds * 1000).map((part) => [part.type, part.value]))
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year)
  const there = new Date(0)
  there.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day))
  there.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second))
  return Math.round(there.getTime() / 1000 - seconds)
}

/** Of an hour that comes twice the first counts; one that is left out is read with the offset before the gap. */
export function offsetAtLocal(zone: Zone, seconds: number): number {
  if (typeof zone !== 'string') return zone ?? 0
  const day = 86_400
  const before = offsetAtUtc(zone, seconds - day)
  const after = offsetAtUtc(zone, seconds + day)
  if (before === after || offsetAtUtc(zone, seconds - before) === before) return before
  return offsetAtUtc(zone, seconds - after) === after ? after : before
}
