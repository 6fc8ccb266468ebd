import type { Session } from '../session'
import { civilFromDays, daysFromCivil, FeelDate, FeelDateTime, fromUtc, weekday } from '../temporal'
import type { Value } from '../value'
import { zoneNamed } from '../zone'
import { builtin, number, type Builtin } from './builtin'

function momentOf(session: Session): FeelDateTime {
  const seconds = Math.floor(session.now / 1000)
  return fromUtc(seconds, (session.now - seconds * 1000) * 1_000_000, zoneNamed(session.zone) ?? 0)
}
const dayNumber = (date: FeelDate) => daysFromCivil(date) - daysFromCivil(new FeelDate(date.year, 1, 1)) + 1
/** ISO 8601: the week that holds the year's first Thursday is the first. */
function week(date: FeelDate): number {
  const thursday = civilFromDays(daysFromCivil(date) - weekday(date) + 4)
  return Math.floor((dayNumber(thursday) - 1) / 7) + 1
}
const ofDate = (name: string, work: (date: FeelDate) => Value): Builtin =>
  builtin(name, ['date'], ([value]) => {
    const date = value instanceof FeelDateTime ? value.date : value
    return date instanceof FeelDate ? work(date) : undefined
  })
const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

export const dates: Builtin[] = [
  { ...builtin('now', [], (_, session) => momentOf(session)), isPure: false },
  { ...builtin('today', [], (_, session) => momentOf(session).date), isPure: false },
  ofDate('day of year', (date) => number(dayNumber(date))),
  ofDate('day of week', (date) => days[weekday(date) - 1]!),
  ofDate('month of year', (date) => months[date.month - 1]!),
  ofDate('week of year', (date) => number(week(date))),
]
