import { mount } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import { ref } from 'vue'
import { i18n } from '@/shared/i18n'
import { SchemaForm, withPart, type Answers, type FormSchema } from '.'

const global = { plugins: [i18n] }
const drawn = (schema: FormSchema, given: Answers, props: object = {}) => {
  const answers = ref<Answers>(given)
  const form = mount(SchemaForm, { props: { schema, answers: answers.value, ...props }, global, attachTo: document.body })
  return { answers, form }
}

test('fields that a correction does not open are words, not controls; only the open ones are judged', () => {
  const schema: FormSchema = { components: [
    { key: 'name', type: 'textfield', label: '姓名', validate: { required: true } },
    { key: 'kind', type: 'radio', label: '类别', values: [{ value: 'a', label: '甲类' }], validate: { required: true } },
    { key: '', type: 'dynamiclist', path: 'rows', label: '明细', components: [{ key: 'x', type: 'textfield', label: '项' }] },
    { key: 'phone', type: 'phone', label: '电话', validate: { required: true } },
  ] }
  const { form } = drawn(schema, { kind: 'a', rows: [{ x: '一' }, { x: '二' }], phone: 'x' }, { open: ['name'] })
  expect(form.findAll('input').map((one) => one.attributes('id'))).toEqual(['field-form-name'])
  expect(form.text()).toContain('甲类')
  expect(form.findAll('.locked-field dd').map((one) => one.text())).toEqual(['一', '二'])
  expect((form.vm as unknown as { judge: () => boolean }).judge()).toBe(false)
  expect(form.emitted('update:errors')!.at(-1)![0]).toEqual([{ field: '/form/name', detail: '请填写姓名。' }])
})

test('fields of one line stand beside each other in sixteen columns, those alone take the whole line', () => {
  const schema: FormSchema = { components: [
    { key: 'a', type: 'textfield', label: '甲', layout: { row: 'r', columns: 4 } },
    { key: 'b', type: 'textfield', label: '乙', layout: { row: 'r' } },
    { key: 'c', type: 'textfield', label: '丙', layout: { row: 's' } },
  ] }
  const { form } = drawn(schema, {})
  expect(form.findAll<HTMLElement>('.form-cell').map((one) => one.element.style.getPropertyValue('--place'))).toEqual(['1 / span 4', 'auto / span 12', '1 / -1'])
})

test('a person or enterprise is picked or looked up; the number of somebody unknown is said to be so', async () => {
  const schema: FormSchema = { components: [{ key: 'who', type: 'party', label: '委托人' }] }
  const findParty = vi.fn(async (number: string) => (number.endsWith('X') ? { kind: 'person', name: '王*兰' } : null))
  const { answers, form } = drawn(schema, {}, { parties: [{ kind: 'enterprise', name: '玉林市绿源食品有限公司', id_no: '91450900MA5KTEST0X' }], findParty })
  await form.get('select').setValue('0')
  expect(answers.value.who).toEqual({ kind: 'enterprise', name: '玉林市绿源食品有限公司', id_no: '91450900MA5KTEST0X' })
  await form.setProps({ answers: { ...answers.value } })
  await form.findAll('button').at(-1)!.trigger('click')
  await vi.waitFor(() => expect(form.text()).toContain('登记为：王*兰（个人）'))
  expect(findParty).toHaveBeenCalledWith('91450900MA5KTEST0X')
})

test('a part of an answer is put where nothing stood, and nothing else changes', () => {
  expect(withPart(undefined, ['name'], '店')).toEqual({ name: '店' })
  expect(withPart({ size: 3 }, ['name'], '店')).toEqual({ size: 3, name: '店' })
})
