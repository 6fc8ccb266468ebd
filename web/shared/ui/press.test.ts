import { expect, test, vi } from 'vitest'
import { afterPress } from './press'

test('what a field says on being left waits for the end of the press that left it', () => {
  vi.useFakeTimers()
  const said: string[] = []
  afterPress(() => said.push('by key'))
  expect(said).toEqual(['by key'])
  document.dispatchEvent(new Event('pointerdown'))
  afterPress(() => said.push('by press'))
  document.dispatchEvent(new Event('pointerup'))
  expect(said).toEqual(['by key']) // the click comes now
  vi.runAllTimers()
  expect(said).toEqual(['by key', 'by press'])
  vi.useRealTimers()
})
