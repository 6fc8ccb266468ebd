import { useI18n } from 'vue-i18n'
import { toast } from '@/shared/ui'
import type { KeyRenaming, Said } from './designer/rename'

const mostNamed = 4

/** What changed with a key and what did not, in words. */
export function useRenameWords() {
  const { t } = useI18n()
  const place = (one: Said) => t('catalogue.rename.place', { label: one.label, part: t(`catalogue.rename.part.${one.part}`, { number: one.number }) })
  const places = (list: Said[]) => list.slice(0, mostNamed).map(place).join(t('shared.form.comma')) + (list.length > mostNamed ? t('catalogue.rename.and_more') : '')
  const title = ({ before, key }: KeyRenaming) => t(`catalogue.rename.${!before ? 'first' : key ? 'title' : 'gone'}`, { before, key })
  /** Nothing is said of a key that nobody reads. */
  function tell(plan: KeyRenaming, undo: () => void): void {
    const said = (name: 'done' | 'stayed', list: Said[]) => (list.length ? t(`catalogue.rename.${name}`, { count: list.length, places: places(list) }, list.length) : '')
    const words = said('done', plan.followed) + said('stayed', plan.left)
    if (words) toast(title(plan) + words, undo)
  }
  return { place, tell, title }
}
