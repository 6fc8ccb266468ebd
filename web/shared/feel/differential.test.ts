import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { all } from './builtins'
import { casesOr, pick, program, random } from './testing'
import { FeelSyntaxError, fromJson, kindOf, literalText, parseExpression, Session, typeOf, type Value } from '.'

/** Expressions made up at random, evaluated here and by the program: both must yield the same value and name the same first problem. */
const cases = casesOr(3000)

const literals: Record<string, readonly string[]> = {
  n: ['0', '1', '2', '-1', '3.5', '-2.25', '10', '100', '0.1', '1e3', '12345678901234567890', '0.000001', '-7', '1.50', '7', 'amount', 'row.size', '1e20', '99999999999999999999999999999999.99'],
  s: ['""', '"a"', '"abc"', '"中文"', '"🐎x"', '"a b  c"', '"１２３"', '"12.5"', '"-3"', '"مرحبا"', '"a,b;c"', '"2024-02-29"', '"A"', '"éß"', 'name', '"\\n\\t"', '"P1D"', '"10:00:00"', '"1 000,5"', '"true"'],
  b: ['true', 'false', 'null', 'flag', '1 > 0'],
  d: ['@"2024-02-29"', '@"1999-12-31"', '@"2026-03-01"', '@"-0044-03-15"', '@"12024-01-01"', 'day', '@"2024-12-30"'],
  t: ['@"10:20:30"', '@"23:59:59.5"', '@"00:00:00Z"', '@"10:20:30+08:00"', '@"09:00:00-03:30"', '@"08:00:00@Asia/Shanghai"'],
  m: ['@"2024-02-29T10:20:30"', '@"2024-07-01T00:00:00Z"', '@"2026-03-01T08:30:00+08:00"', '@"2024-03-31T02:30:00@Europe/Paris"', '@"1999-12-31T23:59:59.999"'],
  y: ['@"P1Y"', '@"-P1Y2M"', '@"P13M"', '@"P0M"', '@"P999Y"'],
  p: ['@"P1D"', '@"PT36H"', '@"-PT1.5S"', '@"P1DT2H3M4S"', '@"PT0S"', '@"P400D"'],
  l: ['[]', '[1, 2, 3]', '[3, 1, 2]', '["b", "a"]', '[null, 1]', '[true, false]', '[[1, 2], [3]]', '[{a: 1}, {a: 2, b: "x"}]', '[1]', 'rows', '[@"2024-01-01", @"2023-01-01"]', '["a"]', '[1, "a", null, [1]]', '[5, 5, 1.0, 1]'],
  c: ['{}', '{a: 1}', '{a: {b: 2}}', '{"x y": 1, b: null}', 'row', '{key: "k", value: 1}', '{from: @"2024-01-01", to: @"2024-02-01"}'],
  r: ['[1..5]', '(1..5)', ']1..5[', '(< 3)', '(>= 2)', '[@"2024-01-01"..@"2024-12-31"]', '["a".."c")', '[5..10]', '(2..3]', '[3..3]'],
  x: ['"a"', '"[a-c]+"', '"\\\\d+"', '"(a)(b)?"', '"^.$"', '"\\\\s*,\\\\s*"', '"[^a]"', '"\\\\p{L}+"', '"b|"', '"["', '"[a-z-[b]]"', '"\\\\w+"', '"a{2}"'],
  f: ['""', '"i"', '"x"', '"s"', '"m"', '"q"', '"z"', 'null'],
  o: ['function(a, b) a < b', 'function(a, b) a > b', 'function(item, newItem) item = newItem', 'function(a) a', 'abs', 'count'],
}
const kinds = Object.keys(literals)
/** What the functions ask for; the others take whatever comes. */
const wanted: Record<string, string> = {
  substring: 'snn', 'string length': 's', 'upper case': 's', 'lower case': 's', 'substring before': 'ss', 'substring after': 'ss', contains: 'ss', 'starts with': 'ss', 'ends with': 'ss', 'string join': 'ls',
  matches: 'sxf', replace: 'sxsf', split: 'sx', extract: 'sx', number: 'sss', string: '*', date: 's', time: 's', 'date and time': 'ss', duration: 's', 'years and months duration': 'dd',
  'list contains': 'l*', count: 'l', min: 'l', max: 'l', sum: 'l', mean: 'l', all: 'l', any: 'l', sublist: 'lnn', append: 'l*', concatenate: 'll', 'insert before': 'ln*', remove: 'ln', reverse: 'l', 'index of': 'l*',
  union: 'll', 'distinct values': 'l', flatten: 'l', product: 'l', median: 'l', stddev: 'l', mode: 'l', 'list replace': 'ln*', sort: 'lo', decimal: 'nn', floor: 'nn', ceiling: 'nn', 'round up': 'nn', 'round down': 'nn',
  'round half up': 'nn', 'round half down': 'nn', abs: 'n', modulo: 'nn', sqrt: 'n', log: 'n', exp: 'n', odd: 'n', even: 'n', 'day of year': 'd', 'day of week': 'd', 'month of year': 'd', 'week of year': 'd',
  is: '**', not: 'b', 'get value': 'cs', 'get entries': 'c', 'context put': 'cs*', 'context merge': 'l', context: 'l', range: 's',
}
const timeless = all.map((one) => one.name).filter((name) => name !== 'now' && name !== 'today')

function callOf(depth: number): string {
  const name = pick(timeless)
  const signature = wanted[name] ?? pick(['rr', 'nr', 'rn', 'nn', 'dr'])
  const given = random(8) ? Math.max(1, signature.length - random(2)) : random(5)
  const list = Array.from({ length: given }, (_, at) => expression(random(8) ? (signature[at] ?? pick(kinds)) : '*', depth - 1))
  return `${name}(${list.join(', ')})`
}
function expression(kind: string, depth: number): string {
  const literal = () => pick(literals[kind === '*' ? pick(kinds) : kind]!)
  if (depth <= 0 || random(3) === 0) return literal()
  const [any, same] = [() => expression('*', depth - 1), () => expression(kind, depth - 1)]
  switch (random(16)) {
    case 0: return `(${same()} ${pick(['+', '-', '*', '/', '**'])} ${pick([same, any])()})`
    case 1: return `(${same()} ${pick(['=', '!=', '<', '<=', '>', '>='])} ${pick([same, any])()})`
    case 2: return `(${any()} ${pick(['and', 'or'])} ${any()})`
    case 3: return `(if ${expression('b', depth - 1)} then ${same()} else ${same()})`
    case 4: return `(for i in ${expression('l', depth - 1)} return ${pick(['i', 'i + 1', '[i]', 'count(partial)'])})`
    case 5: return `(${pick(['some', 'every'])} i in ${expression('l', depth - 1)} satisfies ${pick(['i > 1', 'i = "a"', 'i != null', 'true'])})`
    case 6: return `${expression('l', depth - 1)}[${pick(['1', '-1', 'item > 1', 'a = 1', '0', 'item = "a"', 'true', 'null'])}]`
    case 7: return `(${any()} in ${expression(pick(['l', 'r', 'n']), depth - 1)})`
    case 8: return `(${same()} between ${same()} and ${same()})`
    case 9: return `(${any()} instance of ${pick(['number', 'string', 'list<number>', 'date', 'context<a: number>', 'range<number>', 'Any', 'boolean', 'time', 'date and time', 'days and time duration'])})`
    case 10: return `(${expression(pick(['d', 'm', 't', 'y', 'p', 'r', 'c', 'l']), depth - 1)}).${pick(['year', 'month', 'day', 'weekday', 'hour', 'minute', 'second', 'time offset', 'timezone', 'years', 'months', 'days', 'hours', 'minutes', 'seconds', 'start', 'end included', 'a', 'b'])}`
    case 11: return `-(${same()})`
    default: return callOf(depth)
  }
}

const context = {
  amount: { $number: '1200.50' }, name: '王秀兰', flag: true, day: { $date: '2026-02-28' }, row: { size: 3, name: 'b', a: 1 },
  rows: [{ size: 1, a: 1 }, { size: 2, a: 'x' }, { size: null }],
}
const known = fromJson(context) as Map<string, Value>
const names = [...known].map(([name, value]) => ({ name, type: typeOf(value) }))

function here(text: string): string {
  try {
    const session = new Session(Date.now())
    const value = parseExpression(text, names).evaluate([...known.values()], session)
    return `${shown(value)} ${session.problems[0]?.slug ?? ''}`
  } catch (error) {
    if (error instanceof FeelSyntaxError) return 'null feel/syntax'
    throw error
  }
}
/** A function anywhere in a value is told as such: its text is no value. */
const holdsFunction = (value: Value): boolean =>
  kindOf(value) === 'function' || (Array.isArray(value) && value.some(holdsFunction)) || (value instanceof Map && [...value.values()].some(holdsFunction))
const shown = (value: Value): string => (holdsFunction(value) ? 'function' : literalText(value))

test.skipIf(!existsSync(program))('the browser and the program agree on expressions made up at random', { timeout: 300_000 }, () => {
  const texts = Array.from({ length: cases }, () => expression(pick(kinds), 1 + random(3)))
  const input = texts.map((text) => JSON.stringify({ expression: text, context })).join('\n')
  const lines = execFileSync(program, ['feel', '--lines', '-'], { input, encoding: 'utf8', maxBuffer: 1 << 28 }).trim().split('\n')
  const wrong: string[] = []
  for (const [at, text] of texts.entries()) {
    const { value, problems } = JSON.parse(lines[at]!) as { value: unknown; problems: string[] }
    const there = `${lines[at]!.includes('"$function"') ? 'function' : literalText(fromJson(value))} ${problems[0] ?? ''}`
    const own = here(text)
    if (own !== there) wrong.push(`${text}\n    program ${there}\n    browser ${own}`)
  }
  expect(wrong.join('\n')).toBe('')
})
