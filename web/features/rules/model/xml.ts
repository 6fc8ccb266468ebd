import { inItsVersion } from './versions'

/** Reading and changing a rule's XML by its elements: the rest of the text stays as it is. */
export const kids = (of: Element, name: string) => [...of.children].filter((one) => one.localName === name)
export const kid = (of: Element, name: string) => kids(of, name)[0]
export const ourSpace = 'https://yimen.org/dmn'
export const sourceOf = (of: Element) => [...of.attributes].find((one) => one.namespaceURI === ourSpace || one.name === 'y:source')
export const words = (of: Element | undefined) => (of ? (kid(of, 'text')?.textContent ?? '').trim() : '')

/** Where an element is found again: its id, or, since parts of other tools carry none, the way down from one that has it: "decision_1/3/0". */
export const placeOf = (of: Element, outer: string) => of.id || `${outer}/${[...of.parentElement!.children].indexOf(of)}`

export function parse(xml: string): Document | null {
  const document = new DOMParser().parseFromString(xml, 'application/xml')
  return document.documentElement?.localName === 'definitions' ? document : null
}

/** Changes the text by its elements. */
export class Edit {
  readonly document: Document
  private readonly given = new Set<string>()
  constructor(readonly xml: string) {
    this.document = parse(xml)!
  }
  get root() { return this.document.documentElement }
  text(): string {
    const out = inItsVersion(this.root, new XMLSerializer().serializeToString(this.document))
    return this.xml.startsWith('<?xml') && !out.startsWith('<?xml') ? `<?xml version="1.0" encoding="UTF-8"?>\n${out}` : out
  }
  all(): Element[] {
    return [...this.root.getElementsByTagName('*')]
  }
  by(place: string): Element {
    const [id, ...steps] = place.split('/')
    return steps.reduce((of, step) => of.children[Number(step)]!, this.all().find((one) => one.getAttribute('id') === id)!)
  }
  /** An id that neither the text nor what was made for it has. */
  fresh(prefix: string): string {
    const taken = new Set(this.all().map((one) => one.getAttribute('id')))
    for (let number = taken.size + 1; ; number++) {
      const id = `${prefix}_${number}`
      if (taken.has(id) || this.given.has(id)) continue
      this.given.add(id)
      return id
    }
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
  /** An element whose content is one text: a cell, a literal. */
  entry(name: 'inputEntry' | 'outputEntry' | 'literalExpression', text: string): Element {
    const made = this.make(name, name === 'literalExpression' ? 'literal' : 'cell')
    this.write(made, text)
    return made
  }
  named(name: string, prefix: string, words: string): Element {
    const made = this.make(name, prefix)
    made.setAttribute('name', words)
    return made
  }
}

export function change(xml: string, act: (edit: Edit) => void): string {
  const edit = new Edit(xml)
  act(edit)
  return edit.text()
}
