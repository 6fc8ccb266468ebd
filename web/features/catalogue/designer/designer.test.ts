import { expect, test } from 'vitest'
import { effectScope } from 'vue'
import type { FormField } from '@/shared/forms'
import { carried, shownOf } from './canvas'
import { formChanges } from './changes'
import { all, copied, created, decidersFor, find, isForm, mayHold, moved, namesFor, placeOf, put, withIds, without } from './tree'
import { useFormModel } from './useFormModel'

const text = (key: string, more: Partial<FormField> = {}): FormField => ({ key, type: 'textfield', label: key, ...more })
const drawn = () => withIds([text('a'), { key: '', type: 'group', label: 'G', components: [text('b'), text('c')] }, text('d')])
const order = (list: ReturnType<typeof drawn>) => all(list).map((one) => one.key || one.label).join(' ')

test('every component gets an id of its own, also where one stood twice', () => {
  const ids = all(withIds([text('a', { id: 'x' }), text('b', { id: 'x' }), text('c')])).map((one) => one.id)
  expect(new Set(ids).size).toBe(3)
  expect(ids[0]).toBe('x')
})

test('a field moves within its group, out of it and into another; never into itself', () => {
  const form = drawn()
  const id = (key: string) => all(form).find((one) => one.key === key || one.label === key)!.id
  expect(order(moved(form, id('d'), { parent: '', at: 0 }))).toBe('d a G b c')
  expect(order(moved(form, id('a'), { parent: '', at: 3 }))).toBe('G b c d a')
  expect(order(moved(form, id('a'), { parent: id('G'), at: 1 }))).toBe('G b a c d')
  expect(order(moved(form, id('b'), { parent: '', at: 0 }))).toBe('b a G c d')
  expect(mayHold(form, id('G'), id('G'))).toBe(false)
  expect(placeOf(form, id('c'))).toEqual({ parent: id('G'), at: 1 })
  expect(order(without(form, id('G')))).toBe('a d')
})

test('what is added or copied takes a key and an id that nobody has', () => {
  const form = drawn()
  const field = created(form, 'money', '金额')
  expect(all(form).some((one) => one.id === field.id || one.key === field.key)).toBe(false)
  expect(created(form, 'table', '表格')).toMatchObject({ type: 'dynamiclist', properties: { layout: 'table' }, components: [] })
  expect(copied(form, text('a')).key).toBe('a_2')
  expect(find(put(form, { parent: '', at: 0 }, field), field.id)).toBe(field)
})
test('a copied group takes free keys where its fields stand beside the others, and keeps them in a scope of its own', () => {
  const form = drawn()
  const group = all(form).find((one) => one.label === 'G')!
  expect(copied(form, group).components!.map((one) => one.key)).toEqual(['b_2', 'c_2'])
  const scoped = copied(form, { ...group, path: 'g' })
  expect(scoped.components!.map((one) => one.key)).toEqual(['b', 'c'])
})
test('formulas within a copy read the copy; what they read outside stays', () => {
  const form = withIds([text('rate'), { key: '', type: 'group', label: 'G', components: [text('a'), { key: 'sum', type: 'expression', label: 'S', expression: '=a * rate' }, text('a_2')] }])
  const twin = copied(form, form[1]!)
  expect(twin.components!.map((one) => one.key)).toEqual(['a_3', 'sum_2', 'a_2_2'])
  expect(twin.components![1]!.expression).toBe('=a_3 * rate')
})
test('a changed key is followed, with the answers of samples, as one step', () => {
  effectScope().run(() => {
    const model = useFormModel()
    model.open({ components: [text('a'), { key: 's', type: 'expression', label: 'S', expression: '=a' }], samples: [{ name: 'x', kind: 'person', answers: { a: '1' } }] })
    expect(model.rename(model.components.value[0]!.id, 's')!.problem).toBe('taken')
    expect(model.canUndo.value).toBe(false)
    expect(model.rename(model.components.value[0]!.id, 'b')!.followed).toHaveLength(1)
    expect([model.components.value[1]!.expression, model.samples.value[0]!.answers]).toEqual(['=b', { b: '1' }])
    model.undo()
    expect([model.components.value[1]!.expression, model.samples.value[0]!.answers, model.canUndo.value]).toEqual(['=a', { a: '1' }, false])
  })
})
test('a file that holds something else is no form', () => {
  expect([{ components: [] }, { fields: [text('a')] }, { components: drawn() }].map(isForm)).toEqual([true, true, true])
  expect([null, [], {}, { components: {} }, { components: [1] }, { components: [null] }, { components: [{ key: 'a' }] }, { components: [{ type: 'group', components: 'x' }] }].some(isForm)).toBe(false)
})
test('a condition may read its own scope and those around it, not what stands in rows beside it or in itself', () => {
  const form = withIds([text('a'), { key: '', type: 'dynamiclist', path: 'rows', label: 'R', components: [text('b'), text('c')] }, { key: '', type: 'group', label: 'G', components: [text('d')] }])
  const names = (key: string) => decidersFor(form, all(form).find((one) => one.key === key || one.label === key)!.id).map((one) => one.key)
  expect(names('a')).toEqual(['d'])
  expect(names('b')).toEqual(['a', 'd', 'c'])
  expect(names('R')).toEqual(['a', 'd'])
  expect(names('G')).toEqual(['a'])
})

test('a formula is offered what it may say: its own scope, those around it, columns by way of their group', () => {
  const form = withIds([text('a'), { key: '', type: 'dynamiclist', path: 'rows', label: 'R', components: [text('b'), text('c')] }, { key: '', type: 'group', label: 'G', components: [text('d'), { key: '', type: 'text', text: 'x' }] }])
  const names = (key: string) => namesFor(form, all(form).find((one) => one.key === key)!.id).map((one) => `${one.label}=${one.name}`)
  expect(names('a')).toEqual(['R=rows', 'R › b=rows.b', 'R › c=rows.c', 'd=d'])
  expect(names('b')).toEqual(['c=c', 'a=a', 'd=d'])
  expect(names('d')).toEqual(['a=a', 'R=rows', 'R › b=rows.b', 'R › c=rows.c'])
  expect(namesFor(form, form[0]!.id, true)[0]).toEqual({ name: 'a', label: 'a' })
  expect(namesFor(form, all(form).find((one) => one.key === 'b')!.id, true).map((one) => one.name)).toEqual(['b', 'c', 'a', 'd'])
})

test('what was done is taken back and done again; typing into one property is one step', () => {
  effectScope().run(() => {
    const model = useFormModel()
    model.open({ title: '表', components: [text('a')] })
    model.change(withIds([text('a'), text('b')]))
    for (const label of ['甲', '甲乙']) model.change(model.components.value.map((one) => ({ ...one, label })), 'label')
    expect(model.components.value[0]!.label).toBe('甲乙')
    model.undo()
    expect(model.components.value.map((one) => one.label)).toEqual(['a', 'b'])
    model.undo()
    expect(model.components.value).toHaveLength(1)
    expect(model.canUndo.value).toBe(false)
    model.redo()
    model.redo()
    expect(model.components.value[0]!.label).toBe('甲乙')
    expect(model.canRedo.value).toBe(false)
    expect(model.schema.value).toMatchObject({ title: '表' })
  })
})

test('the canvas carries over order, nesting and lines, and nothing that it does not know is lost', () => {
  const words = { type: (kind: string) => kind, optional: '' }
  const form = withIds([text('a', { validate: { required: true, rules: [{ expression: '=a > 1', message: 'x' }] } }), { key: '', type: 'group', label: 'G', components: [text('b')] }])
  const canvas = shownOf(form, words)
  const [a, group] = canvas as [(typeof canvas)[0], (typeof canvas)[0]]
  const next = carried(form, [{ ...group, components: [{ ...group.components![0]!, layout: { row: 'R' } }, { ...a, layout: { row: 'R', columns: 8 } }, { id: 'new', type: 'phone', layout: { row: 'S' } }] }], (type, id) => ({ id, key: 'p', type, label: 'P' }))
  expect(order(next)).toBe('G b a p')
  expect(find(next, a.id)).toMatchObject({ validate: { rules: [{ message: 'x' }] }, layout: { row: 'R', columns: 8 } })
  expect(next[0]!.components![2]!.layout).toBeUndefined()
})

test('a table is drawn as a list, so that its columns show, and stays a table', () => {
  const words = { type: (kind: string) => kind, optional: '' }
  const form = withIds([{ key: '', type: 'dynamiclist', path: 'rows', label: 'R', properties: { layout: 'table' }, components: [text('b')] }])
  const canvas = shownOf(form, words)
  expect(canvas[0]).toMatchObject({ type: 'dynamiclist', components: [{ label: 'b' }] })
  expect(carried(form, canvas, (type, id) => ({ id, key: '', type }))[0]).toMatchObject({ type: 'dynamiclist', properties: { layout: 'table' } })
})

test('two versions of a form differ by what was added, taken out, changed and moved', () => {
  const before = { components: [text('a'), text('b', { validate: { required: true } }), text('c'), text('x')] }
  const after = { components: [text('c'), text('b', { label: '乙', validate: { required: true, maxLength: 5 } }), text('a'), text('n')] }
  const changes = formChanges(before, after)
  expect(changes.map((one) => `${one.kind} ${one.field.key}`)).toEqual(['reordered c', 'changed b', 'reordered a', 'added n', 'removed x'])
  expect(changes[1]!.parts.map((one) => one.name)).toEqual(['label', 'validate.maxLength'])
  expect(changes[3]!.parts).toEqual([{ name: 'key', before: undefined, after: 'n' }])
  expect(formChanges({ components: [] }, { components: [text('n', { validate: { required: true } })] })[0]!.parts.map((one) => one.name)).toEqual(['key', 'validate.required'])
  const list = (properties?: Record<string, string>) => ({ components: [text('l', { type: 'dynamiclist', ...(properties ? { properties } : {}) })] })
  expect(formChanges(list({ bank_question: 'q1' }), list({ layout: 'table', bank_question: 'q2', example: 'x' }))[0]!.parts.map((one) => one.name)).toEqual(['properties.bank_question', 'properties.layout', 'properties.example'])
  expect(formChanges({ components: [] }, list({ layout: 'table', bank_question: 'q2' }))[0]!.parts.map((one) => one.name)).toEqual(['key'])
})

test('a renaming is taken back without what was done since', () => {
  const model = useFormModel()
  model.open({ components: [text('a'), { key: 'r', type: 'expression', label: 'R', expression: '=a' }] })
  const id = model.components.value[0]!.id
  const plan = model.rename(id, 'b')!
  model.change(model.components.value.map((one) => (one.id === id ? { ...one, label: '甲' } : one)))
  model.unrename(plan)
  expect(model.components.value).toMatchObject([{ key: 'a', label: '甲' }, { expression: '=a' }])
  model.unrename(plan)
  expect(model.components.value[0]).toMatchObject({ key: 'a', label: '甲' })
  const again = model.rename(id, 'c')!
  model.unrename(again)
  expect([model.components.value[0]!.key, model.canRedo.value]).toEqual(['a', true])
})

test('what a changed key left is shown until it has been looked at, whatever else is taken back; it goes and comes with the change', () => {
  const model = useFormModel()
  model.open({ components: [text('a'), text('b')] })
  const [first, second] = model.components.value.map((one) => one.id)
  const relabel = (label: string) => model.change(model.components.value.map((one) => (one.id === second ? { ...one, label } : one)))
  const plan = model.rename(first!, 'x')
  relabel('乙')
  model.undo()
  expect(model.renamed.value).toBe(plan)
  model.undo()
  expect(model.renamed.value).toBeNull()
  model.redo()
  expect(model.renamed.value).toBe(plan)
  relabel('丙')
  model.looked()
  expect(model.renamed.value).toBeNull()
  model.undo()
  expect([model.components.value[1]!.label, model.renamed.value]).toEqual(['b', null])
})
