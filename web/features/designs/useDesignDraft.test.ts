// @vitest-environment happy-dom
import { mount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { ProblemError, problemOf } from '@/shared/http/problem'
import { i18n } from '@/shared/i18n'
import type { Draft } from './api'
import { useDesignDraft, type DesignDraft } from './useDesignDraft'

const found = { key: 'k', name: '流程', note: '', revision: 3, state: 'draft', author_id: '1' } as unknown as Draft
beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A page with a text of its own, at an address that can be left. */
async function opened(given: Partial<Draft> = {}) {
  const text = ref('甲')
  const save = vi.fn(async (revision: number) => ({ ...found, ...given, revision: revision + 1 }) as Draft)
  const judge = vi.fn(async () => [])
  let work!: DesignDraft
  const Page = defineComponent({
    setup() {
      work = useDesignDraft({ path: 'processes', key: 'k', load: async () => ({ ...found, ...given }), show: () => undefined, written: () => text.value, save, changed: text, judge })
      return () => h('textarea', { value: text.value, onChange: (event: Event) => (text.value = (event.target as HTMLTextAreaElement).value) })
    },
  })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: Page }, { path: '/:rest(.*)', component: defineComponent({ render: () => null }) }] })
  void router.push('/')
  await router.isReady()
  const page = mount(RouterView, { attachTo: document.body, global: { plugins: [i18n, router] } })
  await flushPromises()
  return { text, save, judge, work, router, page }
}

test('a draft is judged when it opens and a moment after each change, not at every key', async () => {
  const { text, judge, page } = await opened()
  expect(judge).toHaveBeenCalledTimes(1)
  text.value = '乙'
  await vi.advanceTimersByTimeAsync(300)
  text.value = '丙'
  await vi.advanceTimersByTimeAsync(700)
  expect(judge).toHaveBeenCalledTimes(2)
  page.unmount()
})
test('what is unsaved is saved by itself with the revision last heard of; what is typed meanwhile stays unsaved', async () => {
  const { text, save, work, page } = await opened()
  await vi.advanceTimersByTimeAsync(31_000)
  expect(save).not.toHaveBeenCalled()
  text.value = '乙'
  save.mockImplementationOnce(async (revision) => {
    text.value = '丙'
    return { ...found, revision: revision + 1 } as Draft
  })
  await vi.advanceTimersByTimeAsync(31_000)
  expect(work.isDirty.value).toBe(true)
  await vi.advanceTimersByTimeAsync(31_000)
  expect(save.mock.calls.map(([revision]) => revision)).toEqual([3, 4])
  expect(work.isDirty.value).toBe(false)
  page.unmount()
})
test('a draft that another saved later is not saved over, by hand or by itself', async () => {
  const { text, save, work, page } = await opened()
  text.value = '乙'
  save.mockRejectedValueOnce(new ProblemError(problemOf(412, { type: '/problems/designs/stale', detail: '别人保存过' }, { title: '', detail: '' })))
  await work.saving.run()
  expect(work.isConflict.value).toBe(true)
  await vi.advanceTimersByTimeAsync(90_000)
  expect(save).toHaveBeenCalledTimes(1)
  await work.reopen()
  expect(work.isConflict.value).toBe(false)
  expect(work.isDirty.value).toBe(false)
  page.unmount()
})
test('a draft under review is locked: neither time nor Ctrl+S saves it', async () => {
  const { text, save, work, page } = await opened({ state: 'in_review' } as Partial<Draft>)
  text.value = '乙'
  await vi.advanceTimersByTimeAsync(60_000)
  expect(work.savesBy(new KeyboardEvent('keydown', { key: 's', ctrlKey: true }))).toBe(true)
  expect(save).not.toHaveBeenCalled()
  page.unmount()
})
test('what is being typed is part of what Ctrl+S saves, and is asked about when the page is left', async () => {
  const { text, save, work, router, page } = await opened()
  const field = page.find('textarea').element as HTMLTextAreaElement
  field.focus()
  const type = (words: string) => {
    field.value = words
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }
  type('乙')
  save.mockImplementationOnce(async (revision) => {
    expect(text.value).toBe('乙')
    return { ...found, revision: revision + 1 } as Draft
  })
  work.savesBy(new KeyboardEvent('keydown', { key: 's', ctrlKey: true }))
  await flushPromises()
  expect(save).toHaveBeenCalledTimes(1)
  expect([work.isDirty.value, document.activeElement === field]).toEqual([false, true])
  type('丙')
  window.confirm = vi.fn().mockReturnValue(false)
  await router.push('/other')
  expect([router.currentRoute.value.path, text.value]).toEqual(['/', '丙'])
  page.unmount()
})
test('leaving with unsaved changes is asked about and can be refused', async () => {
  const { text, router, page } = await opened()
  const confirm = vi.fn().mockReturnValueOnce(false).mockReturnValueOnce(true)
  window.confirm = confirm
  await router.push('/other')
  expect([router.currentRoute.value.path, confirm.mock.calls.length]).toEqual(['/other', 0])
  await router.push('/')
  await flushPromises()
  text.value = '乙'
  await router.push('/other')
  expect(router.currentRoute.value.path).toBe('/')
  await router.push('/other')
  expect(router.currentRoute.value.path).toBe('/other')
  page.unmount()
})
