import { useI18n } from 'vue-i18n'
import { elementNamed } from './elements'
import { valueText } from './shown'

/** Words of elements, members and coded values in the reader's language; what we do not know stays as it is. */
export function useWords() {
  const { t, te } = useI18n()
  const known = (key: string, otherwise: string) => (te(key, 'zh-CN') ? t(key) : otherwise)
  const element = (name: string) => known(`catalogue.element.${name}`, name)
  const member = (name: string) => known(`catalogue.member.${name}`, name)
  const text = (field: string, value: unknown) =>
    typeof value === 'string' || typeof value === 'number' ? known(`catalogue.option.${elementNamed(field)?.words ?? field}.${value}`, String(value)) : valueText(value)
  return { element, member, text }
}
