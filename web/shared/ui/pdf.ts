/**
 * Reads PDF files in every browser alike: what a clerk judges may not depend on a viewer that a browser has or lacks.
 * The reader is fetched when the first file is shown.
 */
import type { PDFDocumentProxy } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'

declare const __PDFJS_VERSION__: string

/** Where the build puts character maps and fonts for files that do not embed theirs; see vite.config.ts. */
const folder = `/assets/pdf-${__PDFJS_VERSION__}`

async function reader() {
  const pdfjs = await import('pdfjs-dist')
  pdfjs.GlobalWorkerOptions.workerSrc = workerUrl
  return pdfjs
}

/** An open file. Close it when nobody looks at it any more. */
export interface OpenPdf {
  pages: number
  /** Height of a page divided by its width. */
  shape(page: number): Promise<number>
  /** Draws the page as wide as `width` CSS pixels, its text as elements over the picture. A later call ends an earlier one. */
  draw(page: number, width: number, canvas: HTMLCanvasElement, text: HTMLElement): Promise<void>
  close(): void
}

/** @throws what pdf.js says of a file it cannot read: damaged, or locked by a password. */
export async function openPdf(url: string): Promise<OpenPdf> {
  const pdfjs = await reader()
  const task = pdfjs.getDocument({ url, cMapUrl: `${folder}/cmaps/`, cMapPacked: true, standardFontDataUrl: `${folder}/standard_fonts/`, useWasm: false, isEvalSupported: false })
  const file: PDFDocumentProxy = await task.promise
  const drawing = new Map<number, { cancel(): void }>()
  return {
    pages: file.numPages,
    async shape(number) {
      const { width, height } = (await file.getPage(number)).getViewport({ scale: 1 })
      return height / width
    },
    async draw(number, width, canvas, text) {
      drawing.get(number)?.cancel()
      const page = await file.getPage(number)
      const scale = width / page.getViewport({ scale: 1 }).width
      const viewport = page.getViewport({ scale })
      const sharp = Math.min(window.devicePixelRatio || 1, 3)
      canvas.width = Math.floor(viewport.width * sharp)
      canvas.height = Math.floor(viewport.height * sharp)
      const painting = page.render({ canvas, viewport, transform: sharp === 1 ? undefined : [sharp, 0, 0, sharp, 0, 0] })
      text.replaceChildren()
      text.style.setProperty('--total-scale-factor', String(scale))
      const words = new pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport })
      drawing.set(number, { cancel: () => (painting.cancel(), words.cancel()) })
      try {
        await Promise.all([painting.promise, words.render()])
      } catch (fault) {
        if (fault instanceof pdfjs.RenderingCancelledException || (fault as Error).name === 'AbortException') return
        throw fault
      }
    },
    close: () => void task.destroy(),
  }
}
