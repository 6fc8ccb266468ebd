import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { i18n } from '@/shared/i18n'
import RowField from './components/RowField.vue'

const read = vi.hoisted(() => vi.fn())
vi.mock('./api', () => ({ read, list: vi.fn() }))
afterEach(() => vi.clearAllMocks())

function show(modelValue: string) {
  const host = mount(RowField as never, { props: { of: 'staff', name: 'holder_id', label: '持岗人', modelValue, 'onUpdate:modelValue': (to: string) => host.setProps({ modelValue: to } as never) } as never, global: { plugins: [i18n] } })
  return { host, field: () => host.get<HTMLInputElement>('input').element }
}

test('until the name of what is chosen has come the field takes no words; then they are not overwritten', async () => {
  let come!: (answer: object) => void
  read.mockReturnValue(new Promise((done) => (come = done)))
  const { host, field } = show('1')
  await flushPromises()
  expect([field().readOnly, field().getAttribute('aria-busy')]).toEqual([true, 'true'])
  come({ value: { name: '刘文斌' } })
  await flushPromises()
  expect([field().readOnly, field().value]).toEqual([false, '刘文斌'])
  await host.get('input').setValue('')
  await flushPromises()
  expect([field().value, host.props('modelValue' as never)]).toEqual(['', ''])
})

test('a choice taken away from outside takes its name along, and its name on the way', async () => {
  read.mockResolvedValueOnce({ value: { name: '刘文斌' } })
  const { host, field } = show('1')
  await flushPromises()
  await host.setProps({ modelValue: '' } as never)
  await flushPromises()
  expect(field().value).toBe('')
  let come!: (answer: object) => void
  read.mockReturnValue(new Promise((done) => (come = done)))
  await host.setProps({ modelValue: '2' } as never)
  await host.setProps({ modelValue: '' } as never)
  come({ value: { name: '陈晓' } })
  await flushPromises()
  expect([field().value, field().readOnly]).toEqual(['', false])
})
