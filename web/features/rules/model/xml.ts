/** Reading and changing a rule's XML by its elements: the rest of the text stays as it is. */
export const kids = (of: Element, name: string) => [...of.children].filter((one) => one.localName === name)
export const kid = (of: Element, name: string) => kids(of, name)[0]
export const ourSpace = 'https://yimen.org/dmn'
export const sourceOf = (of: Element) => [...of.attributes].find((one) => one.namespaceURI === ourSpace || one.name === 'y:source')
export const words = (of: Element | undefined) => (of ? (kid(of, 'text')?.textContent ?? '').trim() : '')

export function parse(xml: string): Document | null {
  const document = new DOMParser().parseFromString(xml, 'application/xml')
  return document.documentElement?.localName === 'definitions' ? document : null
}

/** Changes the text by its elements. */
export class Edit {
  readonly document: Document
  constructor(readonly xml: string) {
    this.document = parse(xml)!
  }
  get root() { return this.document.documentElement }
  text(): string {
    const out = new XMLSerializer().serializeToString(this.document)
    return this.xml.startsWith('<?xml') && !out.startsWith('<?xml') ? `<?xml version="1.0" encoding="UTF-8"?>\n${out}` : out
  }
  by(id: string): Element {
    return [...this.root.getElementsByTagName('*')].find((one) => one.getAttribute('id') === id)!
  }
  fresh(prefix: string): string {
    const taken = new Set([...this.root.getElementsByTagName('*')].map((one) => one.getAttribute('id')))
    for (let number = taken.size + 1; ; number++) if (!taken.has(`${prefix}_${number}`)) return `${prefix}_${number}`
  }
  make(name: string, prefix = ''): Element {
    const space = this.root.namespaceURI
    const element = this.document.createElementNS(space, this.root.prefix ? `${this.root.prefix}:${name}` : name)
    if (prefix) element.setAttribute('id', this.fresh(prefix))
    return element
  }
  write(of: Element, text: string): void {
    let holder = kid(of, 'text')
    if (!holder) of.append((holder = this.make('text')))
    holder.textContent = text
  }
  entry(name: 'inputEntry' | 'outputEntry', text: string): Element {
    const cell = this.make(name)
    this.write(cell, text)
    return cell
  }
}

export function change(xml: string, act: (edit: Edit) => void): string {
  const edit = new Edit(xml)
  act(edit)
  return edit.text()
}
