import type { CaseState } from './types'

export type Tone = 'blue' | 'ok' | 'warn' | 'bad' | ''
const tones: Partial<Record<CaseState, Tone>> = {
  correction: 'warn', pre_returned: 'warn', special: 'warn', reported_up: 'warn', suspended: 'warn',
  rejected: 'bad', not_needed: 'bad', closed: 'ok', withdrawn: '', withdrawn_deemed: '', voided: '',
}
export const stateTone = (state: CaseState): Tone => tones[state] ?? 'blue'

const materialTones: Record<string, Tone> = { fine: 'ok', wrong: 'bad', missing: 'bad', deferred: 'warn', waived: 'ok', unchecked: '' }
export const materialTone = (word: string): Tone => materialTones[word] ?? ''
