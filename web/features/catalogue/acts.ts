import type { Matter } from './useMatter'

export type ActName = 'submit' | 'publish' | 'return' | 'suspend' | 'resume' | 'cancel' | 'transfer' | 'discard'
export interface Act {
  name: ActName
  isMain?: boolean
  isDangerous?: boolean
  needsReason?: boolean
}

/** What the state of the draft and of the matter allow; the server decides again. */
export function actsFor(state: { stage: string; status: string; isPublished: boolean; mayEdit: boolean; mayPublish: boolean }): Act[] {
  const { stage, status, isPublished, mayEdit, mayPublish } = state
  if (status === 'cancelled') return []
  const acts: Act[] = []
  if (stage === 'draft' && mayEdit) {
    acts.push({ name: 'submit', isMain: true })
    if (isPublished) acts.push({ name: 'discard', isDangerous: true })
  }
  if (stage === 'in_review' && mayPublish) acts.push({ name: 'publish', isMain: true }, { name: 'return', needsReason: true })
  if (mayPublish) {
    acts.push(status === 'suspended' ? { name: 'resume', needsReason: true } : { name: 'suspend', needsReason: true, isDangerous: true })
    acts.push({ name: 'cancel', needsReason: true, isDangerous: true }, { name: 'transfer', needsReason: true })
  }
  return acts
}

export function runAct(matter: Matter, name: ActName, order: { reason: string; effective_on: string; category: string }): Promise<boolean> {
  const { reason } = order
  switch (name) {
    case 'submit': return matter.post('submission')
    case 'publish': return matter.post('publication', order.effective_on ? { effective_on: order.effective_on } : {})
    case 'return': return matter.post('return', { reason })
    case 'suspend': return matter.write('status', { status: 'suspended', reason })
    case 'resume': return matter.write('status', { status: 'in_force', reason })
    case 'cancel': return matter.write('status', { status: 'cancelled', reason })
    case 'transfer': return matter.write('department', { category: order.category, reason })
    case 'discard': return matter.discard()
  }
}
