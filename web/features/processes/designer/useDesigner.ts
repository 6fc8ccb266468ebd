import { onBeforeUnmount, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { flowWords } from '@/shared/ui/flowWords'
import type { ProcessProblem } from '../api'
import descriptor from './moddle.json'
import { addTool, drawable, restricted } from './restrict'
import { inOrder } from './steps'
import type { Element, Modeler, Services } from './types'

const margin = 20

interface Step { place: HTMLElement; xml: string }

/** The modeler of a page: what is drawn, what is chosen, and whether it has changed. */
export function useDesigner() {
  const { locale, t } = useI18n()
  const modeler = shallowRef<Modeler | null>(null)
  const chosen = shallowRef<Element | null>(null)
  const elements = shallowRef<Element[]>([])
  /** Grows with every change of the drawing: what is shown of elements depends on it, since they change in place. */
  const edits = ref(0)
  const canUndo = ref(false)
  const canRedo = ref(false)
  const hasFailed = ref(false)
  /** What of the file cannot be drawn and would be lost with the first change. */
  const lost = ref<string[]>([])
  /** As it came in: while nothing is changed, this is the text, foreign parts and spaces included. */
  let source = ''
  let container: HTMLElement | null = null
  /** What stood here before files were brought in, the last one at the end. */
  const replaced = shallowRef<Step[]>([])
  /** What was taken back of them since the last edit. */
  const undone = shallowRef<Step[]>([])
  /** Words that are typed and not yet part of the drawing. */
  const pending = new Set<() => void>()
  let marked: string[] = []

  const service = <Name extends keyof Services>(name: Name) => modeler.value!.get(name)
  const services = () => new Proxy({} as Services, { get: (_, name) => service(name as keyof Services) })

  function follow(): void {
    elements.value = inOrder(service('elementRegistry').filter(() => true))
    canUndo.value = service('commandStack').canUndo() || replaced.value.length > 0
    canRedo.value = service('commandStack').canRedo() || undone.value.length > 0
  }
  /** What the palette covers: nothing on phones and in review, where there is none. */
  const paletteRoom = () => (container?.querySelector<HTMLElement>('.djs-palette')?.offsetWidth ? 150 : 0)
  /** The whole drawing, beside the palette rather than under it. */
  function fit(least = 0): void {
    const canvas = service('canvas')
    const { inner, outer } = canvas.viewbox(false)
    if (!inner.width || !outer.width) return
    const paletteWidth = paletteRoom()
    const scale = Math.max(least, Math.min(1, (outer.width - paletteWidth - 2 * margin) / inner.width, (outer.height - 2 * margin) / inner.height))
    const [width, height] = [outer.width / scale, outer.height / scale]
    // Small drawings stand in the middle of what the palette leaves free.
    const left = Math.max(margin / scale, (outer.width - paletteWidth) / scale / 2 - inner.width / 2)
    canvas.viewbox({ x: inner.x - paletteWidth / scale - left, y: inner.y + inner.height / 2 - height / 2, width, height })
  }
  /** @param isTried  What stands here stays, with its way back, unless the text can be drawn. @returns whether it could. */
  async function open(place: HTMLElement, xml: string, isTried = false): Promise<boolean> {
    let made: Modeler | null = null
    const put = (): void => {
      chosen.value = null
      modeler.value?.destroy()
      modeler.value = made
      replaced.value = []
      undone.value = []
      container = place
      source = xml // also what cannot be drawn is kept
    }
    try {
      const { default: Class } = await import('bpmn-js/lib/Modeler')
      const options = { container: place, moddleExtensions: { y: descriptor }, additionalModules: [restricted(locale.value === 'zh-CN')], textRenderer: flowWords }
      made = new Class(options as never) as unknown as Modeler
      const { warnings } = await made.importXML(xml)
      put()
      lost.value = warnings.map((one) => one.message)
      hasFailed.value = false
      fit(0.65) // so that its words can be read; the whole of a long one is a button away
      service('eventBus').on('selection.changed', ({ newSelection }) => (chosen.value = newSelection?.length === 1 ? (newSelection[0]!.labelTarget ?? newSelection[0]!) : null))
      service('eventBus').on('commandStack.changed', ({ trigger }) => {
        if (trigger === 'execute') undone.value = []
        edits.value++
        follow()
        if (chosen.value && !service('elementRegistry').get(chosen.value.id)) chosen.value = null
      })
      follow()
      return true
    } catch {
      if (isTried) made?.destroy()
      else {
        if (made && made !== modeler.value) put()
        hasFailed.value = true
      }
      return false
    }
  }
  /** A file takes the place of the drawing, until it is undone. @returns whether it could be drawn; else all is as before. */
  async function take(place: HTMLElement, xml: string): Promise<boolean> {
    const before = await text()
    // The edits of the drawing that goes are taken back in one step.
    const steps = [...replaced.value, ...(before === source ? [] : [{ place, xml: source }]), { place, xml: before }]
    if (!(await open(place, xml, true))) return false
    replaced.value = steps
    edits.value++
    follow()
    return true
  }
  async function undo(): Promise<void> {
    if (service('commandStack').canUndo()) return service('commandStack').undo()
    if (canUndo.value) await step(replaced, undone)
  }
  async function redo(): Promise<void> {
    if (service('commandStack').canRedo()) return service('commandStack').redo()
    if (canRedo.value) await step(undone, replaced)
  }
  /** From one drawing to another: what stands here now is as it came in. */
  async function step(from: typeof replaced, to: typeof replaced): Promise<void> {
    const next = from.value.at(-1)
    if (!next) return
    canUndo.value = canRedo.value = false // the other drawing is on its way: a second click asks for nothing
    const [rest, more] = [from.value.slice(0, -1), [...to.value, { place: container!, xml: source }]]
    await open(next.place, next.xml)
    from.value = rest
    to.value = more
    edits.value++
    follow()
  }
  /** Wholly within the drawing, beside the palette. */
  function isInSight(element: Element): boolean {
    const [box, paletteWidth] = [service('canvas').viewbox(), paletteRoom()]
    const points = element.waypoints ?? [{ x: element.x, y: element.y }, { x: element.x + element.width, y: element.y + element.height }]
    return points.every((one) => one.x >= box.x + paletteWidth / box.scale && one.x <= box.x + box.width && one.y >= box.y && one.y <= box.y + box.height)
  }
  function choose(id: string): void {
    const element = service('elementRegistry').get(id)
    if (!element) return
    service('selection').select(element)
    if (!isInSight(element)) service('canvas').scrollToElement(id, { top: 40, right: 40, bottom: 60, left: paletteRoom() + 20 })
  }
  function mark(problems: ProcessProblem[]): void {
    const known = (id: string) => service('elementRegistry').get(id)
    for (const id of marked.filter(known)) service('canvas').removeMarker(id, 'has-problem')
    marked = [...new Set(problems.map((one) => one.element))].filter((id) => id && known(id))
    for (const id of marked) service('canvas').addMarker(id, 'has-problem')
  }
  function add(key: string, after: Element): void {
    const tool = drawable.find((one) => one.key === key) ?? drawable[0]!
    const word = (name: string) => t(`processes.scope.${name}`)
    service('selection').select(addTool(services(), tool, after, { name: '', start: word('start'), step: word('step'), end: word('end') }))
  }
  function zoom(factor: number): void {
    const canvas = service('canvas')
    if (factor) canvas.zoom(canvas.zoom(undefined as never) * factor, 'auto')
    else fit()
    // What is offered beside the chosen element moves with it.
    if (chosen.value && service('contextPad').isOpen()) service('contextPad').open(chosen.value, true)
  }
  const settle = () => [...pending].forEach((act) => act())
  async function text(): Promise<string> {
    settle()
    if (!service('commandStack').canUndo()) return source
    return (await modeler.value!.saveXML({ format: true })).xml ?? ''
  }
  onBeforeUnmount(() => modeler.value?.destroy())

  return { chosen, elements, edits, canUndo, canRedo, hasFailed, lost, replaced, pending, settle, open, take, undo, redo, choose, mark, add, zoom, text, service, services }
}
export type Designer = ReturnType<typeof useDesigner>
