import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import { i18n } from '@/shared/i18n'
import { withIds } from '../../designer/tree'
import NameInsert from './NameInsert.vue'

test('a name is written by the button alone, and never before the sign that begins a formula', async () => {
  const components = withIds([{ key: 'a', type: 'number', label: '甲' }, { key: 'r', type: 'expression', label: '结果' }])
  const text = ref('= 1')
  const host = mount(
    defineComponent(() => () => [h('input', { id: 'field-x', value: text.value }), h(NameInsert, { components, field: components[1]!, into: 'x', modelValue: text.value, 'onUpdate:modelValue': (next: string) => (text.value = next) })]),
    { global: { plugins: [i18n] }, attachTo: document.body },
  )
  host.get('input').element.setSelectionRange(0, 0)
  await host.get('select').setValue('a')
  expect(text.value).toBe('= 1')
  await host.get('button').trigger('click')
  await nextTick()
  expect(text.value).toBe('=a 1')
  expect(host.get('input').element.selectionStart).toBe(2)
  host.unmount()
})
