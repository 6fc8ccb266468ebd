import type { DiscretionChoice } from '../benchmark'

export interface DecisionWords {
  decision: 'granted' | 'refused'
  grounds: string
  clause: string
  conditions: string
  validity: string
  /** Where the matter has a benchmark. */
  discretion: DiscretionChoice | null
}
export interface DeliveryWords {
  way: 'window' | 'express' | 'online'
  recipient_name: string
  recipient_id_no: string
  is_proxy: boolean
  tracking_no: string
  note: string
}
export const noDecision = (decision: DecisionWords['decision']): DecisionWords => ({ decision, grounds: '', clause: '', conditions: '', validity: '', discretion: null })
export const noDelivery = (): DeliveryWords => ({ way: 'window', recipient_name: '', recipient_id_no: '', is_proxy: false, tracking_no: '', note: '' })

/** What goes to the server: a grant needs no grounds, a refusal has no conditions. */
export function sentDecision(words: DecisionWords): Record<string, unknown> {
  const told: Record<string, string> = words.decision === 'granted' ? { conditions: words.conditions, validity: words.validity } : { grounds: words.grounds, clause: words.clause }
  const discretion = words.discretion ? { discretion: words.discretion } : {}
  return { decision: words.decision, ...trimmed(told), ...discretion }
}
export function sentDelivery(words: DeliveryWords): Record<string, string | boolean> {
  const told: Record<string, string> = words.way === 'window' ? { recipient_name: words.recipient_name, recipient_id_no: words.recipient_id_no } : words.way === 'express' ? { tracking_no: words.tracking_no, recipient_name: words.recipient_name } : {}
  return { way: words.way, ...(words.way === 'window' && words.is_proxy ? { is_proxy: true } : {}), ...trimmed({ ...told, note: words.note }) }
}
function trimmed(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text.trim()]).filter(([, text]) => text))
}

export const decisionFields = (words: DecisionWords): string[] => (words.decision === 'refused' ? ['grounds', 'clause'] : [])
export const deliveryFields = (words: DeliveryWords): string[] => (words.way === 'window' ? ['recipient_name', ...(words.is_proxy || words.recipient_id_no ? ['recipient_id_no'] : [])] : words.way === 'express' ? ['tracking_no'] : [])
