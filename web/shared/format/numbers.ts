/** Check digits of the two numbers everybody is known by. The server checks the same again. */

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const idChecks = '10X98765432'

function isRealDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** 公民身份号码: 17 digits and a check character (ISO 7064 MOD 11-2). Source: GB 11643-1999. */
export function isIdNumber(text: string, today = new Date()): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(text)) return false
  const [year, month, day] = [Number(text.slice(6, 10)), Number(text.slice(10, 12)), Number(text.slice(12, 14))]
  if (year < 1850 || !isRealDate(year, month, day) || Date.UTC(year, month - 1, day) > today.getTime()) return false
  const sum = idWeights.reduce((total, weight, i) => total + weight * Number(text[i]), 0)
  return idChecks[sum % 11] === text[17]
}

const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY' // no I, O, Z, S, V
const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** 统一社会信用代码: 17 characters and a check character (MOD 31). Source: GB 32100-2015. */
export function isCreditCode(text: string): boolean {
  if (!/^[1-9ANY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(text)) return false
  const sum = creditWeights.reduce((total, weight, i) => total + weight * creditAlphabet.indexOf(text[i]!), 0)
  return creditAlphabet[(31 - (sum % 31)) % 31] === text[17]
}

/** A number as typed to a number as checked: half-width, upper case, without blanks. */
export const normalNumber = (text: string): string =>
  text.replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCodePoint(sign.codePointAt(0)! - 0xfee0)).replace(/[ \t\u3000\u00A0\u200B-\u200D\uFEFF]/g, '').toUpperCase()
/** 11 digits: without blanks, hyphens, brackets and the code of the country. */
export const plainPhone = (text: string): string =>
  normalNumber(text).replace(/[-()]/g, '').replace(/^(?:\+86|86(?=.{11}$)|0086(?=.{11}$))/, '')
export const bankCardDigits = (text: string): string => text.replaceAll(' ', '')

export const isMobile = (text: string): boolean => /^1[3-9]\d{9}$/.test(text)

/** Eight characters, three of four classes: what the server asks at least. */
export function isStrongPassword(text: string): boolean {
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((one) => one.test(text)).length
  return text.length >= 8 && classes >= 3
}
