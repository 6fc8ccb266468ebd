/** 审批决定、审核上报、组织协调、审批专用章: the chief representative's four. The window's seven follow. */
export const chiefPowers = ['decide', 'report_up', 'organise', 'use_seal'] as const
export const windowPowers = ['accept', 'review', 'coordinate', 'deliver', 'litigate', 'make_certificate', 'approve'] as const
export type Grantee = 'post' | 'window' | 'center'

/** A window and a hall get the seven; a post also the four. */
export const powersFor = (grantee: Grantee | ''): readonly string[] => (grantee === 'post' ? [...chiefPowers, ...windowPowers] : grantee ? windowPowers : [])

export type Standing = 'revoked' | 'expired' | 'ending' | 'in_force' | 'coming'
/** Where a letter stands today; one that ends within thirty days wants renewing. */
export function standingOf(letter: { valid_from: string; valid_to: string; revoked_at: string | null }, today: string): Standing {
  if (letter.revoked_at) return 'revoked'
  if (letter.valid_to < today) return 'expired'
  if (letter.valid_from > today) return 'coming'
  const days = (Date.parse(letter.valid_to) - Date.parse(today)) / 86_400_000
  return days <= 30 ? 'ending' : 'in_force'
}
