import { join } from 'node:path'

/** What tests need that hold the browser's engines against the program's. YIMEN_PROGRAM names the program, YIMEN_SEED and YIMEN_CASES choose other and more cases. */
export const program = process.env.YIMEN_PROGRAM ?? join(import.meta.dirname, '../../../build/release/bin/yimen')
export const casesOr = (usual: number): number => Number(process.env.YIMEN_CASES ?? usual)

let state = Number(process.env.YIMEN_SEED ?? 20260301)
/** 0 ≤ result < below; xorshift, so that a seed names its cases. */
export function random(below: number): number {
  state ^= state << 13
  state ^= state >>> 17
  state ^= state << 5
  return (state >>> 0) % below
}
export const pick = <T>(list: readonly T[]): T => list[random(list.length)]!
