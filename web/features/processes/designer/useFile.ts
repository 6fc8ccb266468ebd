import { ref, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { saveText, textOf } from '@/shared/http'
import { arrange, hasPicture } from './arrange'
import type { Designer } from './useDesigner'

const mostBytes = 1 << 20

/** A drawing comes in from a file and goes out as one. `show` brings its place into sight. */
export function useFile(designer: Designer, key: string, show: () => Promise<HTMLElement>) {
  const { t } = useI18n()
  const input: Ref<HTMLInputElement | null> = ref(null)
  /** Why a file was not taken; the drawing stays as it was. */
  const refusal = ref('')
  /** What the one who brought it has to know. */
  const advice = ref('')
  watch(designer.replaced, () => (advice.value = ''), { flush: 'sync' }) // what it is about was undone
  watch(designer.edits, () => (refusal.value = ''), { flush: 'sync' }) // read, for one draws on

  async function bring(name: string, xml: string): Promise<void> {
    const arranged = hasPicture(xml) ? null : await arrange(xml)
    if (arranged && 'problem' in arranged) refusal.value = t(`processes.file.${arranged.problem}`, { name, element: arranged.element })
    else if (!(await designer.take(await show(), arranged?.xml ?? xml))) refusal.value = t('processes.file.unreadable', { name })
    else if (arranged) advice.value = t('processes.file.arranged') + (arranged.left.length ? t('processes.file.kept', { what: arranged.left.map((one) => t(`processes.undrawn.${one}`)).join(t('shared.form.comma')) }) : '')
  }
  async function take(event: Event): Promise<void> {
    const chosen = (event.target as HTMLInputElement).files?.[0]
    if (!chosen) return
    const { name, size } = chosen
    refusal.value = size > mostBytes ? t('processes.file.too_large', { name }) : ''
    const xml = refusal.value ? null : textOf(new Uint8Array(await chosen.arrayBuffer()))
    if (input.value) input.value.value = ''
    if (refusal.value) return
    advice.value = ''
    if (xml === null) refusal.value = t('processes.file.unreadable', { name })
    else await bring(name, xml)
  }
  /** The drawing anew, until it is undone. What would be lost from sight keeps it as it is. */
  async function rearrange(): Promise<void> {
    const arranged = await arrange(await designer.text())
    const isWhole = 'xml' in arranged && !arranged.left.length
    advice.value = ''
    refusal.value = isWhole && (await designer.take(await show(), arranged.xml)) ? '' : t('processes.rearrange.refused')
    if (!refusal.value) advice.value = t('processes.rearrange.done')
  }
  async function give(): Promise<void> {
    saveText(await designer.text(), `${key}.bpmn`, 'application/xml')
  }
  return { input, refusal, advice, take, rearrange, give }
}
