/** What we use of dmn-js. */
export interface View {
  id: string
  name?: string
  type: string
}
interface Inner {
  isFollowed?: boolean
  get(name: 'eventBus'): { on(events: string[], act: () => void): void }
  get(name: 'canvas'): { zoom(to: 'fit-viewport', at: 'auto'): void }
}
export interface Viewer {
  _viewers: Record<string, Inner | undefined>
  importXML(xml: string, options: { open: boolean }): Promise<{ warnings: unknown[] }>
  saveXML(options: { format: boolean }): Promise<{ xml: string }>
  getViews(): View[]
  open(view: View): Promise<unknown>
  getActiveViewer(): Inner | undefined
  destroy(): void
}
/** Boxes that dmn-js only shows. */
export const unsupported = ['boxedExpression']
