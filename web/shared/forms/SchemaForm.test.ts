import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { nextTick, ref } from 'vue'
import { i18n } from '@/shared/i18n'
import { toasts } from '@/shared/ui/toasts'
import { SchemaForm, type Answers, type FormSchema } from '.'
import type { FieldError } from '@/shared/http/problem'

const schema: FormSchema = {
  components: [
    { key: '', type: 'dynamiclist', path: 'rows', label: '明细', validate: { required: true, maxRows: 2 }, components: [
      { key: 'price', type: 'money', label: '单价', validate: { required: true, rules: [{ expression: '=price <= most', message: '超过上限。' }] }, defaultValue: 1 },
      { key: 'why', type: 'textfield', label: '说明', conditional: { hide: '=price = null or price < 100' } },
    ] },
    { key: 'most', type: 'number', label: '上限' },
    { key: 'total', type: 'expression', label: '合计', expression: '=sum(rows.price)', properties: { unit: '元' } },
  ],
}
function drawn(given: Answers) {
  const answers = ref<Answers>(given)
  const errors = ref<FieldError[]>([])
  const form = mount(SchemaForm, {
    props: { schema, answers: answers.value, errors: errors.value, 'onUpdate:errors': (list: FieldError[]) => { errors.value = list; void form.setProps({ errors: list }) } },
    global: { plugins: [i18n] }, attachTo: document.body,
  })
  const input = (id: string) => form.get(`#field-form-${id}`)
  return { answers, errors, form, input }
}

test('rows are added with their defaults, taken out, and brought back', async () => {
  const { answers, form, input } = drawn({})
  await form.get('#field-form-rows-add').trigger('click')
  await nextTick()
  expect(answers.value.rows).toEqual([{ price: 1 }])
  await input('rows-0-price').setValue('20')
  await form.get('#field-form-rows-add').trigger('click')
  await nextTick()
  expect(input('total').text()).toBe('21 元')
  expect(form.find('#field-form-rows-add').exists()).toBe(false) // full
  await form.get('button[aria-label="删除明细 1"]').trigger('click')
  expect(answers.value.rows).toEqual([{ price: 1 }])
  await toasts.at(-1)!.undo!()
  await nextTick()
  expect(answers.value.rows).toEqual([{ price: '20' }, { price: 1 }])
  expect(input('total').text()).toBe('21 元')
  form.unmount()
})
test('what a correction says of a repeated group stands at the group', () => {
  const form = mount(SchemaForm, { props: { schema, answers: {}, open: ['rows'], sources: { rows: '少填一行' } }, global: { plugins: [i18n] } })
  expect(form.get('#field-form-rows').text()).toContain('少填一行')
})
test('a field shows when its condition ceases to hide it, and keeps its answer when it does again', async () => {
  const { answers, form, input } = drawn({ rows: [{ price: '100', why: '进口' }] })
  expect((input('rows-0-why').element as HTMLInputElement).value).toBe('进口')
  await input('rows-0-price').setValue('9')
  await nextTick()
  expect(form.find('#field-form-rows-0-why').exists()).toBe(false)
  expect(answers.value.rows).toEqual([{ price: '9', why: '进口' }])
  form.unmount()
})
test('a broken rule is told at its field and goes when another answer mends it', async () => {
  const { errors, form, input } = drawn({ rows: [{ price: '100' }], most: '50' })
  expect((form.vm as unknown as { judge(): boolean }).judge()).toBe(false)
  expect(errors.value).toEqual([{ field: '/form/rows/0/price', detail: '超过上限。' }])
  await nextTick()
  expect(form.text()).toContain('超过上限。')
  await input('most').setValue('100')
  await nextTick()
  expect(errors.value).toEqual([])
  form.unmount()
})
