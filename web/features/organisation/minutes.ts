/** 1050 ↔ "17:30": minutes since midnight as a clock shows them. */
export const timeOf = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
export function minutesOf(time: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(time.trim())
  const minute = found ? Number(found[1]) * 60 + Number(found[2]) : -1
  return minute >= 0 && minute <= 1440 && Number(found![2]) < 60 ? minute : null
}
