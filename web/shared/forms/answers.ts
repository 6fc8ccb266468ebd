import { toRaw } from 'vue'
import { Decimal, plainText, type Value } from '@/shared/feel'
import type { FieldError } from '@/shared/http/problem'
import { translate } from '@/shared/i18n/translate'
import { hasFields, keyOf, shapeOf } from './kinds'
import type { Field } from './read'
import { answerText, componentsOf, isObject, labelOf, type Answer, type Answers, type FormField, type FormHost, type FormSchema } from './schema'
import type { Frame } from './frame'
import { Sheet } from './sheet'
import { isAnswered, valueOf } from './values'

/** All fields that can be answered, those of groups without a path included; what stands in rows and groups with a path belongs to them. */
export function fieldsOf(schema: FormSchema | undefined): FormField[] {
  const flat = (components: FormField[]): FormField[] =>
    components.flatMap((field) => {
      if (keyOf(field)) return shapeOf(field) === 'display' ? [] : [{ ...field, key: keyOf(field) }]
      return flat(field.components ?? [])
    })
  return flat(componentsOf(schema))
}

/** The fields of the top level that show for these answers. What a hidden field holds counts for nothing. */
export function shownFields(schema: FormSchema | undefined, answers: Answers, host: FormHost = {}): FormField[] {
  const sheet = new Sheet(toRaw(schema), answers, host)
  const keys = new Set(sheet.form.containers[0]!.members.filter((index) => sheet.root.shown.has(index)).map((index) => sheet.form.fields[index]!.key))
  return fieldsOf(schema).filter((field) => keys.has(field.key))
}

/** `only`: keys of the top level, e.g. those a correction asks for. What the form does not have is not sent and needs no mending. */
export function problemsOf(schema: FormSchema | undefined, answers: Answers, { only, host = {} }: { only?: string[]; host?: FormHost } = {}): FieldError[] {
  return sheetProblems(new Sheet(toRaw(schema), answers, host), only)
}
export const sheetProblems = (sheet: Sheet, only?: string[]): FieldError[] =>
  sheet
    .problems({ withUnknown: false })
    .filter(({ pointer }) => !only || only.includes(pointer.split('/')[1]!))
    .map(({ pointer, detail }) => ({ field: `/form${pointer}`, detail }))

/** A number as the double that is exactly it, otherwise as it was typed. */
function sentNumber(answer: Answer): Answer {
  const value = valueOf('number', answer)
  if (!(value instanceof Decimal)) return answer
  const double = value.toNumber()
  return Decimal.fromDouble(double)?.stripped().text() === value.stripped().text() ? double : answerText(answer)
}
/** What goes to the server: given answers, numbers as numbers; also those of fields that do not show, which clerks may need to see. */
export function sentAnswers(schema: FormSchema | undefined, answers: Answers): Record<string, Answer> {
  const sentOf = (components: FormField[], given: Record<string, Answer | undefined>): Record<string, Answer> => {
    const sent: Record<string, Answer> = {}
    for (const field of components) {
      const shape = shapeOf(field)
      const key = keyOf(field)
      const answer = given[key]
      if (!key && shape === 'group') Object.assign(sent, sentOf(field.components ?? [], given))
      if (!key || shape === 'computed' || shape === 'display' || !isAnswered(shape, answer)) continue
      if (shape === 'group') sent[key] = isObject(answer) ? sentOf(field.components ?? [], answer) : answer
      else if (shape === 'repeated') sent[key] = Array.isArray(answer) ? answer.map((row) => (isObject(row) ? sentOf(field.components ?? [], row) : row)) : answer
      else if (shape === 'number') sent[key] = sentNumber(answer)
      else sent[key] = typeof answer === 'string' ? answerText(answer) : answer
    }
    return sent
  }
  return sentOf(componentsOf(schema), answers)
}

/** Answer in the words a person chose, for check pages and for what was sent. */
export function shownAnswer(field: FormField, answer: Answer | undefined): string {
  const label = (value: Answer) => field.values?.find((option) => option.value === value)?.label ?? String(value)
  const shape = shapeOf(field)
  if (typeof answer === 'boolean') return translate(answer ? 'shared.form.yes' : 'shared.form.no')
  if (Array.isArray(answer)) return answer.map((one) => (isObject(one) ? '' : label(one))).join(translate('shared.form.comma'))
  if (isObject(answer)) {
    const text = (name: string) => answerText(answer[name])
    if (shape === 'period') return text('from') || text('to') ? translate('shared.form.period_between', { from: text('from'), to: text('to') }) : ''
    if (field.type === 'party') return [text('name'), text('id_no')].filter(Boolean).join(' ')
    return text('detail') || text('name') || text('file_id')
  }
  const text = answerText(answer)
  if (!text) return ''
  if (field.type === 'money') return translate('shared.form.yuan', { amount: Number(text).toLocaleString('en-US', { maximumFractionDigits: 20 }) })
  return label(text)
}
/** A value as people read it: 是 and 否, lists by 、, members as “name：value” (platform/plain_words on the server). */
function plainWords(value: Value): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return translate(value ? 'shared.form.yes' : 'shared.form.no')
  if (Array.isArray(value)) return value.map(plainWords).join(translate('shared.form.comma'))
  if (value instanceof Map) return [...value].map(([label, member]) => translate('shared.form.named', { label, value: plainWords(member) })).join(translate('shared.form.semicolon'))
  return plainText(value instanceof Decimal ? value.stripped() : value)
}
/** What a computed field came to, with its unit. */
export function shownValue(field: FormField, value: Value): string {
  const text = plainWords(value)
  return text && typeof value !== 'boolean' && field.properties?.unit ? `${text} ${String(field.properties.unit)}` : text
}

/** An answer as it is read: rows one after the other, computed fields worked out, those that do not show marked. */
export interface AnswerLine {
  /** "/partners/0/name" */
  pointer: string
  /** The field of the top level it belongs to. */
  key: string
  label: string
  text: string
  type: string
  isHidden: boolean
  /** Number of the file the answer holds, empty for other answers. */
  file: string
  /** The line of the layout it stands in, empty where it has one of its own. */
  row: string
}
export const answerLines = (schema: FormSchema | undefined, answers: Answers, host: FormHost = {}): AnswerLine[] => sheetLines(new Sheet(toRaw(schema), answers, host))
export function sheetLines(sheet: Sheet): AnswerLine[] {
  const lines: AnswerLine[] = []
  const tell = (field: FormField, pointer: string, prefix: string, text: string, isHidden: boolean, answer?: Answer) => {
    const label = prefix ? translate('shared.form.of_row', { row: prefix, label: labelOf(field) }) : labelOf(field)
    lines.push({ pointer, key: pointer.split('/')[1]!, label, text, type: field.type, isHidden, file: isObject(answer) ? answerText(answer.file_id) : '', row: field.layout?.row ? `${pointer.slice(0, pointer.lastIndexOf('/'))}:${field.layout.row}` : '' })
  }
  const raw = (components: FormField[], given: Record<string, Answer | undefined>, pointer: string, prefix: string): void => {
    for (const field of components) {
      const key = keyOf(field)
      if (!key) raw(field.components ?? [], given, pointer, prefix)
      else one(field, given[key], `${pointer}/${key}`, prefix, true)
    }
  }
  const one = (field: FormField, answer: Answer | undefined, pointer: string, prefix: string, isHidden: boolean): void => {
    const shape = shapeOf(field)
    if (shape === 'display' || shape === 'computed') return
    if (!hasFields(shape)) return void tell(field, pointer, prefix, shownAnswer(field, answer), isHidden, answer)
    const rows = Array.isArray(answer) ? answer : [answer]
    rows.forEach((row, at) => {
      if (isObject(row)) raw(field.components ?? [], row, Array.isArray(answer) ? `${pointer}/${at}` : pointer, nameOf(field, prefix, Array.isArray(answer) ? at : undefined))
    })
  }
  const walk = (frame: Frame, prefix: string): void => {
    for (const index of sheet.form.containers[frame.container]!.members) line(frame, sheet.form.fields[index]!, prefix)
  }
  const line = (frame: Frame, field: Field, prefix: string): void => {
    const { source, index, key } = field
    const pointer = `${frame.pointer}/${key}`
    if (!key || field.shape === 'display') return
    if (!frame.shown.has(index)) return one(source, frame.given[key], pointer, prefix, true)
    if (field.shape === 'computed') return tell(source, pointer, prefix, shownValue(source, sheet.valueOf(frame, field)), false)
    const group = frame.groups.get(index)
    if (group) return walk(group, nameOf(source, prefix))
    const rows = frame.rows.get(index)
    if (rows) return rows.forEach((row, at) => walk(row, nameOf(source, prefix, at)))
    tell(source, pointer, prefix, shownAnswer(source, frame.given[key]), false, frame.given[key])
  }
  walk(sheet.root, '')
  return lines.filter((one) => !one.isHidden || one.text)
}
function nameOf(field: FormField, prefix: string, row?: number): string {
  const name = row === undefined ? labelOf(field) : translate('shared.form.row', { label: labelOf(field), number: row + 1 })
  return prefix && name ? translate('shared.form.of_row', { row: prefix, label: name }) : prefix || name
}
