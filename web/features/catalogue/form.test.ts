import { expect, test } from 'vitest'
import { choicesFrom, choicesText, freeFieldKey, hideRule, shownWhen } from './form'

test('choices are one line each: what is stored, then what people read', () => {
  const values = choicesFrom('surface 地表水\n\nground 打井 取地下水\nother')
  expect(values).toEqual([{ value: 'surface', label: '地表水' }, { value: 'ground', label: '打井 取地下水' }, { value: 'other', label: 'other' }])
  expect(choicesFrom(choicesText({ key: 'a', type: 'radio', values }))).toEqual(values)
})

test('the rule that hides a field is read as the answer that shows it', () => {
  const rule = hideRule({ key: 'source', value: 'ground' })
  expect(rule).toBe('=source != "ground"')
  expect(shownWhen({ key: 'depth', type: 'number', conditional: { hide: rule } })).toEqual({ key: 'source', value: 'ground' })
  expect(shownWhen({ key: 'depth', type: 'number', conditional: { hide: '=a = null' } })).toBeNull()
})

test('a new field gets a key nobody has', () => expect(freeFieldKey([{ key: 'field_2', type: 'textfield' }])).toBe('field_3'))
