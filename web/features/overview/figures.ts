import type { Figures, ReviewSummary } from './api'

/** Share of a whole as whole percent; nothing when there is no whole. */
export const percent = (part: number, whole: number): number | null => (whole > 0 ? Math.round((part * 100) / whole) : null)
export const onTimeRate = (figures: Figures): number | null => percent(figures.on_time, figures.closed)
/** How much shorter than the statutory limit the promise is, and the work was. */
export function savedShare(statutory: string, other: string): number | null {
  const whole = Number(statutory)
  return whole > 0 ? Math.round(((whole - Number(other)) * 100) / whole) : null
}
/** Levels 1 to 3 (非常满意, 满意, 基本满意) count as satisfied. */
export function satisfaction(levels: ReviewSummary['levels']): { total: number; rate: number | null } {
  const total = levels.reduce((sum, one) => sum + one.count, 0)
  return { total, rate: percent(levels.filter((one) => one.level <= 3).reduce((sum, one) => sum + one.count, 0), total) }
}
export interface Bar {
  label: string
  value: number
  text: string
}
export const longest = (bars: Bar[]): number => Math.max(1, ...bars.map((bar) => bar.value))
