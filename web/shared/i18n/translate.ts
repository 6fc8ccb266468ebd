import { createI18n } from 'vue-i18n'
import zh from './locales/zh-CN.json'

export type Language = 'zh-CN' | 'en'
type Messages = Record<string, string>

/** Keys are flat words with dots: "cases.acceptance.title". */
export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN' as Language,
  fallbackLocale: 'zh-CN',
  flatJson: true,
  missingWarn: false,
  fallbackWarn: false,
  messages: { 'zh-CN': zh as Messages, en: {} as Messages },
})

/** For code outside components. */
export function translate(key: string, named: Record<string, unknown> = {}): string {
  return i18n.global.t(key, named)
}
