import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseExpression } from '@/shared/feel'
import { knownTypes } from './kinds'
import { readForm } from './read'
import type { FormSchema } from './schema'

const page = readFileSync(join(import.meta.dirname, '../../../docs/form-schema.md'), 'utf8')

test('the form of docs/form-schema.md is read without a problem', () => {
  const form = readForm(JSON.parse(/```json\n([\s\S]*?)```/.exec(page)![1]!) as FormSchema)
  expect(form.problems).toEqual([])
  expect(form.fields.length).toBe(8)
})
test('every expression in docs/form-schema.md can be parsed', () => {
  const expressions = [...page.matchAll(/`=([^`]+)`/g)].map(([, text]) => text!)
  expect(expressions.length).toBeGreaterThan(15)
  for (const text of expressions) expect(() => parseExpression(text), text).not.toThrow()
})
test('every kind of field is documented', () => {
  expect(knownTypes.filter((type) => !page.includes(`\`${type}\``))).toEqual([])
})
