import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fromJson, literalText, parseExpression, parseUnaryTests, same, Session, typeOf, type Value } from '.'
import { add, compareDecimals, Decimal, divide, modulo, multiply, subtract, type Rounding } from './decimal'

/** The server's tables: both sides must yield the same for every row. */
function table(name: string, columns: number): string[][] {
  const path = join(import.meta.dirname, '../../../tests/data', name)
  const lines = readFileSync(path, 'utf8').split('\n').filter((line) => line && !line.startsWith('#'))
  return lines.map((line) => [...line.split('\t'), ...new Array(columns).fill('')].slice(0, columns))
}
/** Functions the browser does not know: none. */
const unknownFunctions: string[] = []
const now = Date.parse('2024-05-06T07:08:09+08:00')

function variablesOf(json: string): { names: { name: string; type: ReturnType<typeof typeOf> }[]; values: Value[] } {
  const context = json ? (fromJson(JSON.parse(json)) as Map<string, Value>) : new Map<string, Value>()
  return { names: [...context].map(([name, value]) => ({ name, type: typeOf(value) })), values: [...context.values()] }
}
function shows(value: Value, expected: string): boolean {
  return literalText(value) === expected || same(value, parseExpression(expected).evaluate([], new Session()))
}

test.each(table('feel.tsv', 4))('%s with %s yields %s', (text, json, expected, slug) => {
  if (unknownFunctions.some((name) => text!.includes(`${name}(`))) return
  const variables = variablesOf(json!)
  if (expected === 'error') {
    expect(() => parseExpression(text!, variables.names)).toThrow()
    return
  }
  const expression = parseExpression(text!, variables.names)
  for (let times = 0; times < 2; times++) {
    const session = new Session(now)
    const value = expression.evaluate(variables.values, session)
    expect(shows(value, expected!), literalText(value)).toBe(true)
    expect(session.problems[0]?.slug ?? '').toBe(slug)
  }
})

test('numbers print the digits that the server prints', () => {
  // Digits behind the point are part of the text: where the table spells a number, the browser spells it alike.
  for (const [text, json, expected] of table('feel.tsv', 4)) {
    if (!/^-?[\d.]+$/.test(expected!)) continue
    const variables = variablesOf(json!)
    const value = parseExpression(text!, variables.names).evaluate(variables.values, new Session(now))
    const same = value instanceof Decimal && value.text() === expected
    if (!same) expect([text, literalText(value)]).toEqual([text, expected])
  }
})

test.each(table('feel_unary.tsv', 5))('the test %s of %s with %s yields %s', (text, input, json, expected, slug) => {
  const variables = variablesOf(json!)
  const value = fromJson(JSON.parse(input!))
  const session = new Session(now)
  expect(literalText(parseUnaryTests(text!, variables.names, typeOf(value)).evaluate(value, variables.values, session))).toBe(expected)
  expect(session.problems[0]?.slug ?? '').toBe(slug)
})

test('arithmetic agrees with another implementation of decimal128 on every row of tests/data/decimals.tsv', () => {
  const operations: Record<string, (a: Decimal, b: Decimal) => Decimal | null> = { '+': add, '-': subtract, '*': multiply, '/': divide, '%': modulo }
  const wrong = table('decimals.tsv', 4).filter(([left, sign, right, expected]) => {
    const [a, b] = [Decimal.parse(left!)!, Decimal.parse(right!)!]
    const work = operations[sign!]
    const result = work ? work(a, b) : a.rescaled(b.toInt()!, sign as Rounding)
    return expected === 'null' ? result !== null : !result || compareDecimals(result, Decimal.parse(expected!)!) !== 0
  })
  expect(wrong).toEqual([])
})

test('no expression hangs or crashes the page: what passes the limits is null', () => {
  const evaluate = (text: string) => {
    const session = new Session(now)
    return [parseExpression(text).evaluate([], session), session.problems.at(-1)?.slug]
  }
  expect(evaluate('{f: function(x) f(x + 1), r: f(1)}.r')).toEqual([null, 'feel/limit'])
  expect(evaluate('count(for i in 1..1000000000 return i)')).toEqual([null, 'feel/limit'])
  for (const slow of ['(i + 0.5) ** 2.5', '3 ** 2333333333333333333333333333', 'log(i)', 'exp(i / 1000)']) expect(evaluate(`count(for i in 1..100000 return ${slow})`)).toEqual([null, 'feel/limit'])
  const doubling = (twice: string, last: string) => evaluate(`{d: function(s, n) if n = 0 then s else d(${twice}, n - 1), x: d("a", 60), y: d("a", 60), r: ${last}}.r`)
  for (const twice of ['[s, s]', '{a: s, b: s}', 'concatenate([s], [s])', 'append([s], s)', 'string join([s, s])', 'replace(s, "a", "aa")', 's + s'])
    expect(doubling(twice, 'string length(string([x, y]))')).toEqual([null, 'feel/limit'])
  expect(evaluate(`matches("${'a'.repeat(60)}!", "^(a+)+$")`)).toEqual([null, 'feel/arguments'])
  expect(() => parseExpression('('.repeat(5000))).toThrow()
  expect(() => parseExpression(`1${'+1'.repeat(100_000)}`)).toThrow()
}, 60_000) // the limits count steps and memory, whatever the machine does besides

test('an expression says what it reads', () => {
  const expression = parseExpression('a + sum(for x in b return x * nobody)', [{ name: 'a' }, { name: 'c' }, { name: 'b' }])
  expect([...expression.usedSlots].sort()).toEqual([0, 2])
  expect(expression.unknownNames).toEqual(['nobody'])
  expect(parseExpression('1 + 1').constant).toEqual(Decimal.of(2))
})
