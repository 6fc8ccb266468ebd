import { reactive } from 'vue'
import { ProblemError } from '@/shared/http'
import { loadRegion, shortCode, type RegionDetail } from './api'

/** Asked once per division and page load: lists repeat the same few places. */
const known = reactive(new Map<string, string>())
const asked = new Set<string>()

/** 玉州区大塘镇: without the province and, below the prefecture, without the city that everybody here knows. */
export function placeName({ name, path }: Pick<RegionDetail, 'name' | 'path'>): string {
  const names = path.map((one) => one.name)
  return names.length > 2 ? names.slice(2).join('') : (names.at(-1) ?? name)
}

async function ask(code: string): Promise<void> {
  try {
    known.set(code, placeName((await loadRegion(code)).value))
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error // the code stays: better than nothing
    if (error.problem.status !== 404) asked.delete(code)
  }
}
/** The name of a division, its digits until it has come. */
export function regionName(code: string): string {
  if (!asked.has(code)) {
    asked.add(code)
    void ask(code)
  }
  return known.get(code) ?? shortCode(code)
}
