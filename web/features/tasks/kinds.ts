/** Kinds of tasks in the order of a case's way; "mine" cuts across them. */
export const taskKinds = ['acceptance', 'review', 'choice', 'approval', 'special', 'superior', 'suspension', 'certify', 'delivery'] as const
export type TaskTab = '' | (typeof taskKinds)[number] | 'mine'

export const allOf = (counts: Record<string, number>): number =>
  Object.entries(counts).reduce((sum, [kind, count]) => (kind === 'mine' ? sum : sum + count), 0)

/** Tabs that hold something, all and mine always, and the one that is open. */
export function tabsOf(counts: Record<string, number>, open: TaskTab): { value: TaskTab; count: number }[] {
  const kinds = taskKinds.filter((kind) => counts[kind] || kind === open)
  return [{ value: '', count: allOf(counts) }, ...kinds.map((value) => ({ value, count: counts[value] ?? 0 })), { value: 'mine', count: counts.mine ?? 0 }]
}

const countedUpTo = 1000
export const isAtLeast = (count: number): boolean => count >= countedUpTo
