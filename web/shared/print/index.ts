/** Screens print with their own style; documents are PDF files that the server makes. */
export function printPage(): void {
  window.print()
}

/** Opens a document of the server for preview; the browser's viewer prints it. */
export function openDocument(path: string): void {
  window.open(path, '_blank', 'noopener')
}
