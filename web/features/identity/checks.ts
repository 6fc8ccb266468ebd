import { translate } from '@/shared/i18n'
import { isCreditCode, isIdNumber, isMobile, isStrongPassword } from '@/shared/format/numbers'

export type Check = (value: string) => string

const checkWith = (isRight: (value: string) => boolean, words: string, label: string): Check => (value) =>
  !value.trim() ? translate('shared.field.missing', { label: translate(label) }) : isRight(value) ? '' : translate(words, { label: translate(label) })

/** Each takes the text key of its field's label, so that the problem names the field with the field's own words. */
export const required = (label: string): Check => checkWith(() => true, '', label)
export const phone = (label: string): Check => checkWith(isMobile, 'identity.check.phone', label)
export const code = (label: string): Check => checkWith((value) => /^\d{6}$/.test(value.trim()), 'identity.check.code', label)
export const idNumber = (label: string): Check => checkWith((value) => isIdNumber(value), 'identity.check.id_number', label)
export const creditCode = (label: string): Check => checkWith(isCreditCode, 'identity.check.credit_code', label)
export const password = (label: string): Check => checkWith(isStrongPassword, 'identity.check.password', label)
export const login = (label: string): Check =>
  checkWith((value) => /^[A-Za-z][A-Za-z0-9_.-]{3,31}$/.test(value), 'identity.check.login', label)
