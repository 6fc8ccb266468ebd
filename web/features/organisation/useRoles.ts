import { computed, shallowRef } from 'vue'
import { ProblemError } from '@/shared/http'
import { listRoles, type Role } from './api'

const roles = shallowRef<Role[]>([])

/** The roles and their titles; asked once. */
export function useRoles() {
  if (!roles.value.length)
    void listRoles().then(
      (list) => (roles.value = list),
      (error: unknown) => {
        if (!(error instanceof ProblemError)) throw error // names of roles then stand for their titles
      },
    )
  return {
    roles,
    options: computed(() => roles.value.map((role) => ({ value: role.name, label: role.title, note: role.description }))),
    title: (name: string) => roles.value.find((role) => role.name === name)?.title ?? name,
  }
}
