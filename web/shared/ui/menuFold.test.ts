import { expect, test } from 'vitest'
import './menuFold'

test('a press beside a menu folds it, a press in it does not', () => {
  document.body.innerHTML = '<details class="menu-fold" open><summary>more</summary><button>act</button></details><details class="other" open></details><p>text</p>'
  const isOpen = (selector: string) => document.querySelector(selector)!.hasAttribute('open')
  document.querySelector('button')!.dispatchEvent(new Event('pointerdown', { bubbles: true }))
  expect(isOpen('.menu-fold')).toBe(true)
  document.querySelector('p')!.dispatchEvent(new Event('pointerdown', { bubbles: true }))
  expect(isOpen('.menu-fold')).toBe(false)
  expect(isOpen('.other')).toBe(true)
})
