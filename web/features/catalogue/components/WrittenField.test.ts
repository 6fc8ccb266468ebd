import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import { i18n } from '@/shared/i18n'
import { choicesFrom, choicesText, numberFrom } from '../form'
import WrittenField from './WrittenField.vue'

/** A field whose value is kept in another shape than it is written, as choices and limits are. */
function typing<T>(first: T, read: (text: string) => T, write: (value: T) => string, check?: (text: string) => string) {
  const kept = ref(first) as { value: T }
  const host = mount(defineComponent(() => () => h(WrittenField, { name: 'x', label: '此项', kind: 'long', modelValue: write(kept.value), 'onUpdate:modelValue': (text: string) => (kept.value = read(text)), ...(check ? { check } : {}) })), { global: { plugins: [i18n] }, attachTo: document.body })
  const box = host.get('textarea').element
  return {
    kept,
    host,
    async type(text: string) {
      box.focus()
      for (const sign of text) {
        box.value += sign
        box.dispatchEvent(new Event('input', { bubbles: true }))
        await nextTick()
      }
      return box.value
    },
    async leave() {
      box.blur()
      await nextTick()
      await nextTick()
      return box.value
    },
  }
}

test('choices are typed sign by sign, line by line, and stand as they were typed', async () => {
  const field = typing([] as { value: string; label: string }[], choicesFrom, (values) => choicesText({ key: 'a', type: 'radio', values }))
  expect(await field.type('yes 有\nno 没有\n')).toBe('yes 有\nno 没有\n')
  expect(field.kept.value).toEqual([{ value: 'yes', label: '有' }, { value: 'no', label: '没有' }])
  expect(await field.leave()).toBe('yes 有\nno 没有')
  field.host.unmount()
})
test('a limit with sign and decimals is typed; what is no number stays with what is wrong', async () => {
  const field = typing(undefined as number | undefined, numberFrom, (value) => String(value ?? ''), (text) => (text && numberFrom(text) === undefined ? '应为数字' : ''))
  expect(await field.type('-0.5')).toBe('-0.5')
  expect(field.kept.value).toBe(-0.5)
  await field.type('x')
  expect(field.kept.value).toBeUndefined()
  expect(await field.leave()).toBe('-0.5x')
  expect(field.host.text()).toContain('应为数字')
  field.host.unmount()
})
