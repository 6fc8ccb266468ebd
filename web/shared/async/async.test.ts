import { effectScope, nextTick, ref } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { mount } from '@vue/test-utils'
import { ProblemError, problemOf } from '@/shared/http/problem'
import { keysOf } from './useHotkeys'
import { useDraft } from './useDraft'
import { usePagedList } from './usePagedList'
import { useLatest, useTask } from './useTask'

const refused = () => new ProblemError(problemOf(422, { type: '/problems/cases/not-waiting', detail: '已受理' }, { title: '', detail: '' }))

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('a second press while a task runs does nothing', async () => {
  const work = vi.fn(async () => 1)
  const task = useTask(work)
  await Promise.all([task.run(), task.run()])
  expect(work).toHaveBeenCalledTimes(1)
  expect(task.busy.value).toBe(false)
})

test('a refusal is kept as a problem and a bug is thrown', async () => {
  const task = useTask(async () => Promise.reject(refused()))
  expect(await task.run()).toBeNull()
  expect(task.problem.value?.detail).toBe('已受理')
  await expect(useTask(async () => Promise.reject(new TypeError('bug'))).run()).rejects.toThrow('bug')
})

test('an older answer that arrives late does not replace the newer one', async () => {
  const task = effectScope().run(() => useLatest(async (_signal, wait: number) => {
    await new Promise((resolve) => setTimeout(resolve, wait))
    return wait
  }))!
  const both = [task.run(500), task.run(10)]
  await vi.advanceTimersByTimeAsync(600)
  expect(await Promise.all(both)).toEqual([null, 10])
  expect(task.result.value).toBe(10)
})

test('a list goes on and back by keys and keeps what is shown meanwhile', async () => {
  const asked: (string | null)[] = []
  const list = effectScope().run(() => usePagedList(async (after) => {
    asked.push(after)
    const at = Number(after ?? 0)
    return { items: [at, at + 1], next: at < 4 ? String(at + 2) : null, total: 6, total_is: 'exact' as const }
  }))!
  await list.reload()
  await list.next()
  await list.next()
  expect(list.items.value).toEqual([4, 5])
  expect(list.hasNext.value).toBe(false)
  await list.previous()
  expect(list.items.value).toEqual([2, 3])
  await list.more()
  expect(list.items.value).toEqual([2, 3, 4, 5])
  expect(asked).toEqual([null, '2', '4', '2', '4'])
})

function draftOf(save: (value: string) => Promise<void>) {
  const text = ref('')
  let draft!: ReturnType<typeof useDraft>
  const page = mount({ setup: () => ((draft = useDraft(text, save)), () => null) })
  return { text, draft, page }
}

test('typing is saved once, a moment after the last keystroke', async () => {
  const save = vi.fn(async () => undefined)
  const { text, draft } = draftOf(save)
  for (const typed of ['好', '好邻', '好邻居']) {
    text.value = typed
    await nextTick()
    await vi.advanceTimersByTimeAsync(300)
  }
  await vi.advanceTimersByTimeAsync(1500)
  expect(save.mock.calls).toEqual([['好邻居']])
  expect(draft.state.value).toBe('saved')
})

test('a page that is hidden or closed saves what was typed just now', async () => {
  const save = vi.fn(async () => undefined)
  const { text } = draftOf(save)
  text.value = '门牌'
  await nextTick()
  window.dispatchEvent(new Event('pagehide'))
  await vi.advanceTimersByTimeAsync(0)
  expect(save.mock.calls).toEqual([['门牌']])
})

test('two that ask to save at once never save side by side', async () => {
  let running = 0
  let most = 0
  const { text, draft } = draftOf(async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 500))
    running--
  })
  text.value = '一'
  await nextTick()
  void draft.flush()
  text.value = '二'
  await nextTick()
  void draft.flush()
  void draft.flush()
  await vi.advanceTimersByTimeAsync(3000)
  expect(most).toBe(1)
})

test('what is typed during a save goes into the next one', async () => {
  const saved: string[] = []
  const { text } = draftOf(async (value) => {
    await new Promise((resolve) => setTimeout(resolve, 2000))
    saved.push(value)
  })
  text.value = '一'
  await nextTick()
  await vi.advanceTimersByTimeAsync(1300)
  text.value = '二'
  await nextTick()
  await vi.advanceTimersByTimeAsync(6000)
  expect(saved).toEqual(['一', '二'])
})

test('a save that fails is told and leaving the page saves again', async () => {
  const save = vi.fn().mockRejectedValueOnce(refused()).mockResolvedValue(undefined)
  const { text, draft, page } = draftOf(save)
  text.value = '一'
  await nextTick()
  await vi.advanceTimersByTimeAsync(1300)
  expect(draft.state.value).toBe('failed')
  page.unmount()
  await vi.advanceTimersByTimeAsync(10)
  expect(save).toHaveBeenCalledTimes(2)
})

test('keys are named by their place, so that Alt+S works under every input method', () => {
  const event = (init: KeyboardEventInit) => keysOf(new KeyboardEvent('keydown', init))
  expect(event({ key: 'ß', code: 'KeyS', altKey: true })).toBe('Alt+S')
  expect(event({ key: 'F8', code: 'F8', shiftKey: true })).toBe('Shift+F8')
  expect(event({ key: '/', code: 'Slash', altKey: true })).toBe('Alt+/')
})
