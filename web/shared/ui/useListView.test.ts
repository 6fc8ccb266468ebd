import { afterEach, expect, test } from 'vitest'
import { useListView } from './useListView'

afterEach(() => localStorage.clear())

test('columns and row height are remembered for each person and list', () => {
  const view = useListView('cases', '7')
  view.hidden.value = ['channel']
  view.density.value = 'compact'
  expect([useListView('cases', '7').hidden.value, useListView('cases', '7').density.value]).toEqual([['channel'], 'compact'])
  expect([useListView('cases', '8').isDefault.value, useListView('tasks', '7').isDefault.value]).toEqual([true, true])
  view.reset()
  expect(useListView('cases', '7').isDefault.value).toBe(true)
})

test('what cannot be read is the default', () => {
  localStorage.setItem('yimen.list.7.cases', '{"hidden":"x","density":"tiny"}')
  expect(useListView('cases', '7').isDefault.value).toBe(true)
  localStorage.setItem('yimen.list.7.cases', 'no json')
  expect(useListView('cases', '7').isDefault.value).toBe(true)
})
