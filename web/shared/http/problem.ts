/** RFC 9457 problem as the server sends it; status 0 means that no answer came. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  trace_id: string
  errors: FieldError[]
}

/** `field` is a JSON Pointer into the body that was sent. */
export interface FieldError {
  field: string
  detail: string
}

export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail)
    this.name = 'ProblemError'
  }
}

/** The stable last words of `type`: "urn:yimen:problem:cases/changed-meanwhile" has the slug "cases/changed-meanwhile". */
export function hasSlug(problem: Problem | null | undefined, slug: string): boolean {
  return !!problem && (problem.type === slug || problem.type.endsWith(`:${slug}`) || problem.type.endsWith(`/${slug}`))
}

export function problemOf(status: number, body: unknown, fallback: { title: string; detail: string }): Problem {
  const told = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const text = (name: string, otherwise: string) => (typeof told[name] === 'string' ? (told[name] as string) : otherwise)
  const errors = Array.isArray(told.errors) ? told.errors : []
  return {
    type: text('type', 'about:blank'),
    title: text('title', fallback.title),
    status,
    detail: text('detail', fallback.detail),
    trace_id: text('trace_id', ''),
    errors: errors.filter((e): e is FieldError => typeof e?.field === 'string' && typeof e?.detail === 'string'),
  }
}

/** "/legal_person/name" and "legal_person.name" both become the id of the form field they mean. */
export function fieldId(pointer: string): string {
  return `field-${pointer.replace(/^[/#]+/, '').replaceAll(/[/.]/g, '-')}`
}
