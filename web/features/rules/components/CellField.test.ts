// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import CellField from './CellField.vue'

test('what is being typed stays while the page is drawn anew; what it became shows when the cell is left', async () => {
  const cell = mount(CellField, { props: { text: '-' }, attrs: { 'data-row': 0 } })
  const field = cell.element as HTMLInputElement
  field.value = '< 5'
  await cell.trigger('input')
  await cell.setProps({ 'data-row': 1 } as never)
  expect([field.value, cell.emitted('write')]).toEqual(['< 5', undefined])
  await cell.trigger('change')
  expect(cell.emitted('write')).toEqual([['< 5']])
  await cell.setProps({ text: '< 5' })
  field.value = ''
  await cell.trigger('input')
  await cell.trigger('change')
  await new Promise((done) => setTimeout(done))
  expect(field.value).toBe('< 5') // refused by who asked: the text as it is
})

test('with choices a cell is one line, unless its text has several: they are kept', async () => {
  const cell = mount(CellField, { props: { text: '"甲"' }, attrs: { list: 'choices' } })
  expect(cell.element.tagName).toBe('INPUT')
  await cell.setProps({ text: '"甲",\n"乙"' })
  expect([cell.element.tagName, (cell.element as HTMLTextAreaElement).value]).toEqual(['TEXTAREA', '"甲",\n"乙"'])
})

test('Enter gives away what was typed and leaves no line; Shift+Enter begins one; several lines are kept', async () => {
  const cell = mount(CellField, { props: { text: '1' } })
  const field = cell.element as HTMLTextAreaElement
  field.value = 'if a\nthen b'
  await cell.trigger('input')
  await cell.trigger('keydown', { key: 'Enter', shiftKey: true })
  expect(cell.emitted('write')).toBeUndefined()
  await cell.trigger('keydown', { key: 'Enter' })
  expect(cell.emitted('write')).toEqual([['if a\nthen b']])
})
