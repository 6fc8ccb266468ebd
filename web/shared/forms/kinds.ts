import { bankCardDigits, isCreditCode, isIdNumber, isMobile, normalNumber, plainPhone } from '@/shared/format/numbers'
import { isOrganisationName, isPersonName } from '@/shared/format/names'
import { isObject, trimmed, type Answer, type FormField } from './schema'

/** What an answer is made of (server/engine/form, Shape). */
export type Shape =
  | 'text' | 'number' | 'date' | 'time' | 'date_time' | 'period' | 'choice' | 'choices' | 'yes_no' | 'object' | 'computed' | 'group' | 'repeated' | 'display'

const shapes: Record<string, Shape> = {
  textfield: 'text', textarea: 'text', number: 'number', date: 'date', time: 'time', datetime: 'date_time', period: 'period', radio: 'choice', select: 'choice',
  checklist: 'choices', taglist: 'choices', checkbox: 'yes_no', expression: 'computed', group: 'group', dynamiclist: 'repeated',
  text: 'display', separator: 'display', spacer: 'display', image: 'display',
  // of government forms
  phone: 'text', id_number: 'text', uscc: 'text', bank_card: 'text', region: 'text', money: 'number', address: 'object', party: 'object', material: 'object', signature: 'object',
}
export const knownTypes = Object.keys(shapes)

export function shapeOf(field: FormField): Shape {
  if (field.type === 'datetime' && (field.subtype === 'date' || field.subtype === 'time')) return field.subtype
  return shapes[field.type] ?? 'text'
}
export const hasFields = (shape: Shape): boolean => shape === 'group' || shape === 'repeated'
/** Where the answer stands: groups have a path. */
export const keyOf = (field: FormField): string => (hasFields(shapeOf(field)) ? (field.path ?? '') : (field.key ?? ''))

const textOf = (answer: Answer) => (typeof answer === 'string' ? trimmed(answer) : '')
const member = (answer: Answer, name: string) => (isObject(answer) && typeof answer[name] === 'string' ? (answer[name] as string) : '')

/** 12–19 digits with the check digit of ISO/IEC 7812-1 Annex B. */
export function isBankCard(text: string): boolean {
  const digits = bankCardDigits(text)
  if (!/^\d{12,19}$/.test(digits)) return false
  const sum = [...digits].reverse().reduce((total, sign, at) => {
    const digit = Number(sign)
    return total + (at % 2 ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit)
  }, 0)
  return sum % 10 === 0
}
/** People born before 1900 and numbers of no province are no applicants. */
function isPlausibleId(text: string, now: number): boolean {
  const province = Number(text.slice(0, 2))
  const ranges = [[11, 15], [21, 23], [31, 37], [41, 46], [50, 54], [61, 65], [71, 71], [81, 82]]
  return Number(text.slice(6, 10)) >= 1900 && ranges.some(([from, to]) => province >= from! && province <= to!) && isIdNumber(text, new Date(now))
}
function addressProblem(answer: Answer): string {
  if (typeof answer === 'string') return [...textOf(answer)].length <= 200 ? '' : 'address_long'
  if (!isObject(answer)) return 'address'
  const region = member(answer, 'region')
  if (region && !/^\d{12}$/.test(region)) return 'address_region'
  const length = [...member(answer, 'detail')].length
  if (!length) return 'address_detail'
  return length <= 200 ? '' : 'address_long'
}
/** Persons may have a passport or another document; the card of foreign permanent residents looks like that of residents and begins with 9. */
function partyNumberProblem(typed: string, isPerson: boolean, now: number): string {
  const number = normalNumber(typed)
  if (!number) return ''
  if (!isPerson) return isCreditCode(number) ? '' : 'party_uscc'
  if (/^[0-8]\d{16}[\dX]$/.test(number)) return isPlausibleId(number, now) ? '' : 'party_id'
  return /^[0-9A-Z()-]{5,30}$/.test(number) ? '' : 'party_number'
}
function partyProblem(answer: Answer, now: number): string {
  if (!isObject(answer)) return 'party'
  const isPerson = (member(answer, 'kind') || 'person') === 'person'
  if (!(isPerson ? isPersonName : isOrganisationName)(member(answer, 'name'))) return 'party_name'
  return partyNumberProblem(member(answer, 'id_no'), isPerson, now)
}
const fileProblem = (answer: Answer) => (typeof answer === 'string' || member(answer, 'file_id') ? '' : 'material')

type Check = (answer: Answer, now: number) => string
const checks: Record<string, Check> = {
  phone: (answer) => (isMobile(plainPhone(textOf(answer))) ? '' : 'phone'),
  id_number: (answer, now) => (isPlausibleId(normalNumber(textOf(answer)), now) ? '' : 'id_number'),
  uscc: (answer) => (isCreditCode(normalNumber(textOf(answer))) ? '' : 'uscc'),
  bank_card: (answer) => (isBankCard(textOf(answer)) ? '' : 'bank_card'),
  address: addressProblem,
  party: partyProblem,
  material: fileProblem,
  signature: fileProblem,
}
/** What is wrong with an answer of a kind of government forms: the last part of a text key, empty when it will do. */
export const kindProblem = (type: string, answer: Answer, now: number): string => checks[type]?.(answer, now) ?? ''
