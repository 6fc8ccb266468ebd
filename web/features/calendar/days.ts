import type { CalendarDay } from './api'

export interface ShownDay {
  date: string
  day: number
  /** Weekday or weekend without a rule, off by a rule, worked by a rule. */
  kind: 'work' | 'rest' | 'off' | 'make_up'
  rule: CalendarDay | null
}
export interface Month {
  number: number
  /** Blank cells before the first, Monday first. */
  blanks: number
  days: ShownDay[]
}

const utc = (date: string) => new Date(`${date}T00:00:00Z`)
export const iso = (date: Date): string => date.toISOString().slice(0, 10)
const weekday = (date: string) => (utc(date).getUTCDay() + 6) % 7 // Monday is 0
const two = (value: number) => String(value).padStart(2, '0')

/** The twelve months of a year with the rules that stand on their days. */
export function monthsOf(year: number, rules: CalendarDay[]): Month[] {
  const byDay = new Map(rules.map((rule) => [rule.day, rule]))
  return Array.from({ length: 12 }, (_, at) => {
    const number = at + 1
    const count = new Date(Date.UTC(year, number, 0)).getUTCDate()
    const days = Array.from({ length: count }, (_unused, day): ShownDay => {
      const date = `${year}-${two(number)}-${two(day + 1)}`
      const rule = byDay.get(date) ?? null
      return { date, day: day + 1, rule, kind: rule ? (rule.kind === 'off' ? 'off' : 'make_up') : weekday(date) > 4 ? 'rest' : 'work' }
    })
    return { number, blanks: weekday(days[0]!.date), days }
  })
}

/** Rules of one name that follow each other are one line: 国庆节 10-01 – 10-07. Made-up days stand alone. */
export interface Span {
  name: string
  kind: 'off' | 'work'
  from: string
  until: string
  source: string
  is_own: boolean
}
export function spansOf(rules: CalendarDay[]): Span[] {
  const spans: Span[] = []
  for (const rule of [...rules].sort((a, b) => a.day.localeCompare(b.day))) {
    const last = spans.at(-1)
    const follows = last && last.kind === rule.kind && last.name === rule.name && last.is_own === rule.is_own && moved(last.until, 1) === rule.day
    if (follows) last.until = rule.day
    else spans.push({ name: rule.name, kind: rule.kind, from: rule.day, until: rule.day, source: rule.source, is_own: rule.is_own })
  }
  return spans
}
export function moved(date: string, by: number): string {
  const moving = utc(date)
  moving.setUTCDate(moving.getUTCDate() + by)
  return iso(moving)
}
/** Where the arrow keys lead inside a year; null where they lead out of it. */
export function keyTarget(date: string, key: string): string | null {
  const by: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, PageUp: -28, PageDown: 28 }
  if (!(key in by)) return null
  const to = moved(date, by[key]!)
  return to.slice(0, 4) === date.slice(0, 4) ? to : null
}
