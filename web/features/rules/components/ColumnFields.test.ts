import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { nextTick } from 'vue'
import { i18n } from '@/shared/i18n'
import type { Column } from '../model/tables'
import ColumnFields from './ColumnFields.vue'

const area: Column = { id: 'input_1', label: '面积', text: '面积', type: 'number', values: '' }
function show(column: Column) {
  const host = mount(ColumnFields, { props: { column, isInput: true, isLocked: false, mayRemove: true }, global: { plugins: [i18n] } })
  const field = (what: string) => host.get<HTMLInputElement | HTMLSelectElement>(`#field-column-${what}-input_1`)
  return { host, field, shown: () => ['label', 'text', 'type', 'values'].map((what) => field(what).element.value), apply: () => host.findAll('button')[0]!.trigger('click') }
}

test('a column that is changed or taken back elsewhere is shown as it is; what is being typed beside it stays', async () => {
  const { host, field, shown } = show(area)
  await field('values').setValue('[0..500]')
  await host.setProps({ column: { ...area, label: '占地', type: 'string' } })
  expect(shown()).toEqual(['占地', '面积', 'string', '[0..500]'])
  await host.setProps({ column: { ...area } })
  expect(shown()).toEqual(['面积', '面积', 'number', '[0..500]'])
})

test('what was applied shows as it is kept, and undo takes the fields back with it', async () => {
  const { host, field, shown, apply } = show(area)
  await field('text').setValue(' 占地面积 ')
  await apply()
  await nextTick()
  const [[change]] = host.emitted('change') as [[unknown]]
  expect(change).toBeTypeOf('function')
  await host.setProps({ column: { ...area, text: '占地面积' } })
  await nextTick()
  expect(shown()[1]).toBe('占地面积')
  await host.setProps({ column: area })
  expect(shown()).toEqual(['面积', '面积', 'number', ''])
})
