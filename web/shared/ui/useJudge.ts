import { shallowRef } from 'vue'
import type { FieldError } from '@/shared/http/problem'

interface Judged {
  judge: () => string
  name: string
}

/** Collects the fields of a form by `:ref="fields.add"` and judges them together on submit. */
export function useJudge() {
  const fields = new Map<string, Judged>()
  const errors = shallowRef<FieldError[]>([])

  function add(field: unknown): void {
    const one = field as Judged | null
    if (one?.name) fields.set(one.name, one)
  }
  /** @param present names of the fields shown now, in reading order */
  function judge(present: string[]): boolean {
    errors.value = present.flatMap((name) => {
      const detail = fields.get(name)?.judge() ?? ''
      return detail ? [{ field: `/${name}`, detail }] : []
    })
    return errors.value.length === 0
  }
  return { add, judge, errors }
}
