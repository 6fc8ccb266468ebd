import { computed, type ComputedRef } from 'vue'
import { useRoute } from 'vue-router'
import { useSession } from '@/shared/auth'

/** True when the page that is open needs a permission the current post lacks. The server refuses in any case. */
export function useForbidden(): ComputedRef<boolean> {
  const route = useRoute()
  const session = useSession()
  return computed(() => !route.meta.isPublic && session.isKnown && !!session.account && !session.may(route.meta.permission))
}
