import { computed } from 'vue'
import { collect } from '@/shared/app/collect'
import type { MenuGroup } from '@/shared/app/feature'
import { useSession } from '@/shared/auth'

const order: MenuGroup[] = ['work', 'cases', 'matters', 'hall', 'supervision', 'statistics', 'administration', 'system']

/** The entries that the current post may open, in their groups. */
export function useMenu() {
  const session = useSession()
  const all = collect('workbench').menu
  const allowed = computed(() => all.filter((entry) => session.may(entry.permission)))
  const groups = computed(() =>
    order.map((name) => ({ name, entries: allowed.value.filter((entry) => entry.group === name) })).filter((group) => group.entries.length),
  )
  return { allowed, groups }
}
