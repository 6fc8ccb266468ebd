import { nextTick, onMounted, useTemplateRef, watch, type Ref } from 'vue'

/** The panel of this name, below the drawing, comes into sight when it is opened and when its answer is there. */
export function useSight(name: string, answer: Ref<unknown>): void {
  const panel = useTemplateRef<HTMLElement>(name)
  const show = async () => {
    await nextTick()
    const head = panel.value?.querySelector('[data-sight]') ?? panel.value?.firstElementChild
    head?.scrollIntoView({ block: 'nearest' }) // the drawing stays in sight above it as far as it can
  }
  onMounted(show)
  watch(answer, (now) => void (now && show()))
}
