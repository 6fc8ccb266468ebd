import { jsx, jsxs } from 'preact/jsx-runtime'
import { isRequired } from '@/shared/forms'
import { kindOf, otherTypes, palette, typeOf } from './kinds'
import type { Drawn } from './tree'

/** A component as form-js draws it: where it stands and its words. Keys, conditions and rules stay with us. */
export interface Shown {
  id: string
  type: string
  key?: string
  path?: string
  label?: string
  words?: string
  note?: string
  layout?: { row?: string; columns?: number | null }
  components?: Shown[]
}
interface Editor {
  importSchema(schema: unknown): Promise<unknown>
  getSchema(): { components: Shown[] }
  attachTo(place: HTMLElement): void
  destroy(): void
  on(event: string, listener: (event: never) => void): void
  get(name: string): never
}
interface Props {
  field: Shown
}
export interface Words {
  type: (kind: string) => string
  optional: string
}

/** form-js knows nothing of our kinds: each is drawn as its title, its note and an empty box, so all of them can be placed. */
function drawn(words: Words) {
  return ({ field }: Props) =>
    jsxs('div', {
      class: 'drawn-field',
      children: [
        field.label ? jsx('p', { class: 'drawn-label', lang: 'zh-CN', children: field.label }) : null,
        field.note ? jsx('p', { class: 'drawn-note', lang: 'zh-CN', children: field.note }) : null,
        jsx('p', { class: 'drawn-box', children: field.words ?? words.type(field.type) }),
      ],
    })
}

export const shownOf = (components: Drawn[], words: Words): Shown[] =>
  components.map((field) => ({
    id: field.id,
    type: field.components ? field.type : kindOf(field), // form-js lays out what stands in groups and lists of its own names alone
    ...(field.components ? { path: field.id, components: shownOf(field.components, words) } : { key: field.id }),
    label: field.components ? `${field.label || words.type(kindOf(field))}` : `${field.label ?? ''}${field.label && !isRequired(field) && !['expression', 'text'].includes(field.type) ? words.optional : ''}`,
    words: field.type === 'text' ? (field.text ?? '').slice(0, 80) : field.type === 'expression' ? field.expression || words.type('expression') : words.type(kindOf(field)),
    ...(field.description ? { note: field.description } : {}),
    ...(field.layout ? { layout: field.layout } : {}),
  }))

/** What was moved, placed, added or taken out on the canvas, carried over to the form. */
export function carried(before: Drawn[], canvas: Shown[], create: (kind: string, id: string) => Drawn): Drawn[] {
  const known = new Map<string, Drawn>()
  const collect = (list: Drawn[]): void => list.forEach((one) => (known.set(one.id, one), collect(one.components ?? [])))
  collect(before)
  const take = (list: Shown[]): Drawn[] => {
    const isShared = (row?: string) => !!row && list.filter((one) => one.layout?.row === row).length > 1
    return list.map((one) => {
      const { layout: _, ...field } = (known.get(one.id) ?? create(one.type, one.id))
      const layout = { ...(isShared(one.layout?.row) ? { row: one.layout!.row } : {}), ...(one.layout?.columns ? { columns: one.layout.columns } : {}) }
      return { ...field, ...(field.components ? { components: take(one.components ?? []) } : {}), ...(Object.keys(layout).length ? { layout } : {}) } as Drawn
    })
  }
  return take(canvas)
}

export async function openCanvas(place: HTMLElement, words: Words) {
  const { FormEditor } = (await import('@bpmn-io/form-js-editor')) as unknown as { FormEditor: new (options: object) => Editor }
  const aside = document.createElement('div') // palette and properties of form-js are not shown: ours speak Chinese and know our kinds
  const draw = drawn(words)
  class Kinds {
    static $inject = ['formFields']
    constructor(formFields: { register(type: string, field: unknown): void; get(type: string): { config: object } & ((props: Props) => unknown); _formFields: Record<string, unknown> }) {
      const box = formFields.get('group')
      for (const type of Object.keys(formFields._formFields)) if (!['default', 'group'].includes(type)) delete formFields._formFields[type]
      const kinds = [...palette.flatMap((group) => [...group.types]), ...otherTypes]
      for (const type of kinds) {
        const holds = ['group', 'dynamiclist'].includes(typeOf(type))
        const field = Object.assign((props: Props) => (holds ? (box as unknown as (props: Props) => unknown)(props) : draw(props)), {
          config: {
            type, name: words.type(type), icon: () => null, group: 'basic-input', keyed: !holds, pathed: holds,
            create: (options: object = {}) => ({ label: words.type(type), ...(holds ? { components: [], showOutline: true } : {}), ...options }),
          },
        })
        formFields.register(type, field)
      }
    }
  }
  const editor = new FormEditor({
    palette: { parent: aside }, propertiesPanel: { parent: aside }, keyboard: { bind: false },
    additionalModules: [{ __init__: ['yimenKinds'], yimenKinds: ['type', Kinds] }],
  })
  editor.attachTo(place)
  return editor
}
