import type { Api } from '@/shared/http'

export type BenchmarkProposal = Api['BenchmarkProposal']
export type BenchmarkBand = Api['BenchmarkBand']
export type DiscretionRecord = Api['DiscretionRecord']

/** What who decides states and chooses, as it is sent. */
export interface DiscretionChoice {
  stated: Record<string, unknown>
  chosen: Record<string, unknown>
  reason: string
  approved_by_way: '' | 'head' | 'collective'
  approval_record: string
}
export const noChoice = (): DiscretionChoice => ({ stated: {}, chosen: {}, reason: '', approved_by_way: '', approval_record: '' })

/** An answer in the words of the form rather than its code. */
export function answerWords(source: string, value: unknown, schema: unknown): string {
  const fields = ((schema as { fields?: { key?: string; values?: { value: unknown; label: string }[] }[] } | null)?.fields ?? [])
  const field = source.startsWith('form:') ? fields.find((one) => one.key === source.slice(5)) : undefined
  return field?.values?.find((one) => one.value === value)?.label ?? String(value)
}

/** Numbers stay numbers; the server holds the choice against the band once more. */
export const chosenFrom = (band: BenchmarkBand, text: string): unknown =>
  (band.kind === 'range' || typeof band.proposed === 'number') && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text.trim()

const range = /^([[(\]])\s*(-?[\d.]+)\.\.(-?[\d.]+)\s*([\])[])$/

export function isWithin(band: BenchmarkBand, chosen: unknown): boolean {
  if (band.kind === 'list') return band.choices.some((one) => one === chosen)
  if (band.kind !== 'range') return band.proposed === chosen
  const found = range.exec(String(band.proposed))
  if (!found || typeof chosen !== 'number') return !found
  const [, opens, from, to, closes] = found
  return (opens === '[' ? chosen >= Number(from) : chosen > Number(from)) && (closes === ']' ? chosen <= Number(to) : chosen < Number(to))
}
export const departures = (bands: BenchmarkBand[], chosen: Record<string, unknown>): string[] =>
  bands.filter((band) => chosen[band.name] !== undefined && chosen[band.name] !== '' && !isWithin(band, chosen[band.name])).map((band) => band.name)
