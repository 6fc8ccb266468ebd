/** The JSON schema of forms, that of form-js with what docs/form-schema.md adds. The server reads the same (server/engine/form). */
export interface FormOption {
  value: string
  label: string
}
export interface FormRule {
  expression: string
  message: string
}
export interface FormField {
  key: string
  type: string
  id?: string
  label?: string
  description?: string
  /** Of groups and repeated groups: the name their answers stand under. */
  path?: string
  components?: FormField[]
  values?: FormOption[]
  conditional?: { hide?: string }
  /** Of computed fields. */
  expression?: string
  /** Of notes. */
  text?: string
  subtype?: string
  defaultValue?: Answer
  properties?: Record<string, unknown>
  /** Fields of one row name stand beside each other on wide screens; columns of sixteen. */
  layout?: { row?: string; columns?: number | null }
  minRows?: number
  maxRows?: number
  validate?: {
    required?: boolean
    minLength?: number
    maxLength?: number
    pattern?: string
    patternErrorMessage?: string
    min?: number | string
    max?: number | string
    minRows?: number
    maxRows?: number
    rules?: FormRule[]
  }
}
export interface FormSchema {
  title?: string
  components?: FormField[]
  /** The name of schemas before form-js' was taken over. */
  fields?: FormField[]
}
export type Answer = string | number | boolean | null | Answer[] | { [key: string]: Answer | undefined }
export type Answers = Record<string, Answer | undefined>

/** What expressions may read besides the answers. */
export interface FormHost {
  applicant?: { kind: 'person' | 'enterprise' }
  situation?: Record<string, string | string[] | undefined>
  /** Milliseconds; otherwise now. */
  now?: number
}

export const componentsOf = (schema: FormSchema | undefined): FormField[] => schema?.components ?? schema?.fields ?? []
export const labelOf = (field: FormField): string => field.label || field.key || ''
export const isRequired = (field: FormField): boolean => field.validate?.required === true
export const isObject = (value: unknown): value is Record<string, Answer | undefined> => typeof value === 'object' && value !== null && !Array.isArray(value)

const blanks = '[ \\t\\r\\n\\v\\f\\u3000]+'
const around = new RegExp(`^${blanks}|${blanks}$`, 'g')
export const trimmed = (text: string): string => text.replace(around, '')

/** Texts as they count: trimmed; a ticked box "true", a filled list "list". */
export function answerText(answer: Answer | undefined): string {
  if (answer === null || answer === undefined || answer === false) return ''
  if (Array.isArray(answer)) return answer.length ? 'list' : ''
  if (typeof answer === 'object') return Object.values(answer).some((part) => answerText(part)) ? 'object' : ''
  return trimmed(String(answer))
}
