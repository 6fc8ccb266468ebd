import { expect, test } from 'vitest'
import type { FormField } from '@/shared/forms'
import { choicesFrom, choicesText, decisionIn, decisionsOf, freeFieldKey } from './form'

test('choices are one line each: what is stored, then what people read', () => {
  const values = choicesFrom('surface 地表水\n\nground 打井 取地下水\nother')
  expect(values).toEqual([{ value: 'surface', label: '地表水' }, { value: 'ground', label: '打井 取地下水' }, { value: 'other', label: 'other' }])
  expect(choicesFrom(choicesText({ key: 'a', type: 'radio', values }))).toEqual(values)
})

test('choices whose words are what is stored are one word a line', () => {
  expect(choicesText({ key: 'a', type: 'radio', values: choicesFrom('有\nno 没有') })).toBe('有\nno 没有')
})

test('what shows a field is read from its condition: a choice, one of several, a ticked box', () => {
  const radio: FormField = { key: 'source', type: 'radio', values: [{ value: 'ground', label: '地下水' }] }
  const list: FormField = { key: 'items', type: 'checklist', values: [{ value: 'hot', label: '热食' }] }
  const decisions = [...decisionsOf(radio), ...decisionsOf(list), ...decisionsOf({ key: 'rented', type: 'checkbox' })]
  expect(decisions.map((one) => one.rule)).toEqual(['=source != "ground"', '=items = null or not(list contains(items, "hot"))', '=not(rented)'])
  const shown = (hide: string) => decisionIn({ key: 'depth', type: 'number', conditional: { hide } }, decisions)?.choice
  expect(shown(' source  != "ground"')).toBe('地下水')
  expect(shown('=items = null or not(list contains(items, "hot"))')).toBe('热食')
  expect(decisionIn({ key: 'x', type: 'number', conditional: { hide: '=a = null' } }, decisions)).toBeUndefined()
})

test('a new field gets a key nobody has', () => expect(freeFieldKey([{ key: 'field_2', type: 'textfield' }])).toBe('field_3'))
