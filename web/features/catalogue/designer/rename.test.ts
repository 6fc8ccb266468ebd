import { expect, test } from 'vitest'
import type { FormField } from '@/shared/forms'
import { answersWith, planKey } from './rename'

const number = (key: string, more: Partial<FormField> = {}): FormField => ({ key, type: 'number', label: `题${key}`, ...more })
const formula = (expression: string, key = 'out', more: Partial<FormField> = {}): FormField => ({ key, type: 'expression', label: '结果', expression, ...more })
const group = (path: string, components: FormField[], type = 'dynamiclist') => ({ type, ...(path ? { path } : {}), label: `组${path}`, components }) as unknown as FormField
function find(components: FormField[], key: string): FormField {
  const all = (list: FormField[]): FormField[] => list.flatMap((one) => [one, ...all(one.components ?? [])])
  return all(components).find((one) => one.key === key || one.path === key || (!key && one.type === 'group' && !one.path))!
}
const plan = (form: FormField[], key: string, next: string) => planKey(form, find(form, key), next)
/** What the formula of a form with these components says after a key was changed. */
const after = (form: FormField[], key: string, next: string, expression: string, of = 'out') => {
  const whole = [...form, formula(expression)]
  const planned = plan(whole, key, next)
  return planned.problem || find(planned.components, of).expression
}

test('every formula, condition and rule that reads the key follows; members, texts and keys of the same letters stay', () => {
  const form = [
    number('price'),
    number('count', { conditional: { hide: '=price = null' }, validate: { min: 1, rules: [{ expression: '=count > 0', message: 'price' }, { expression: 'price >= count', message: '' }] } }),
    formula('= price * count + {price: 1}.price'),
  ]
  const { components, followed, left, problem } = plan(form, 'price', '单价')
  expect(problem).toBe('')
  expect(components[0]).toMatchObject({ key: '单价', label: '题price' })
  expect(components[1]).toMatchObject({ conditional: { hide: '=单价 = null' }, validate: { min: 1, rules: [{ expression: '=count > 0', message: 'price' }, { expression: '单价 >= count' }] } })
  expect(components[2]!.expression).toBe('= 单价 * count + {price: 1}.price')
  expect(followed.map((one) => [one.label, one.part, one.number])).toEqual([['题count', 'hide', 0], ['题count', 'rule', 2], ['结果', 'expression', 0]])
  expect(left).toEqual([])
  expect(form[2]!.expression).toBe('= price * count + {price: 1}.price')
})
test('a column is read by way of its group: plainly, of one row, in filters, loops and deeper groups', () => {
  const staff = [number('wage'), group('staff', [number('wage'), number('age')])]
  expect(after([staff[1]!], 'wage', 'pay', '=sum(staff.wage) + staff[1].wage')).toBe('=sum(staff.pay) + staff[1].pay')
  expect(after([staff[1]!], 'wage', 'pay', '=count(staff[wage > 3 and item.wage < 9 and age > 1])')).toBe('=count(staff[pay > 3 and item.pay < 9 and age > 1])')
  expect(after([staff[1]!], 'wage', 'pay', '=sum(for s in staff return s.wage) + count(staff[age > 3].wage)')).toBe('=sum(for s in staff return s.pay) + count(staff[age > 3].pay)')
  const deep = [group('firm', [group('staff', [number('wage')])], 'group')]
  expect(after(deep, 'wage', 'pay', '=sum(firm.staff.wage) + sum(firm.staff[wage > 1].wage)')).toBe('=sum(firm.staff.pay) + sum(firm.staff[pay > 1].pay)')
  expect([plan(deep, 'wage', 'pay').paths, plan(deep, 'firm', 'f').paths]).toEqual([[{ before: 'firm.staff.wage', after: 'firm.staff.pay' }], [{ before: 'firm', after: 'f' }]])
  expect(after(deep, 'staff', 'people', '=sum(firm.staff.wage)')).toBe('=sum(firm.people.wage)')
})
test('a field outside and a column of the same key are two: each takes its own places along', () => {
  const list = [number('wage'), group('staff', [number('wage'), formula('= wage * 2', 'twice')]), formula('= wage + sum(staff.wage) + count(staff[wage > 1])')]
  const [first, second] = [planKey(list, list[0]!, 'base'), planKey(list, list[1]!.components![0]!, 'pay')]
  expect([first, second].map((one) => one.components[2]!.expression)).toEqual(['= base + sum(staff.wage) + count(staff[wage > 1])', '= wage + sum(staff.pay) + count(staff[pay > 1])'])
  expect([first, second].map((one) => one.components[1]!.components![1]!.expression)).toEqual(['= wage * 2', '= pay * 2'])
})
test('loop variables, parameters and keys of a literal hide what is outside', () => {
  expect(after([number('p'), number('q')], 'p', 'rate', '=sum(for p in [1, 2] return p) + p')).toBe('=sum(for p in [1, 2] return p) + rate')
  expect(after([number('p')], 'p', 'rate', '=(function(p) p + 1)(p) + {p: p}.p')).toBe('=(function(p) p + 1)(rate) + {p: rate}.p')
})
test('the key of a group, and names of its host and rows, are what they are', () => {
  const form = [group('staff', [number('wage', { conditional: { hide: '=i > 3 or applicant.kind = "person"' } })]), formula('=count(staff) + staff[1].wage')]
  expect(plan(form, 'staff', 'people').components[1]!.expression).toBe('=count(people) + people[1].wage')
  expect(plan(form, 'wage', 'i').problem).toBe('meaning')
  expect(plan([number('a', { conditional: { hide: '=applicant.kind = "person"' } })], 'a', 'applicant').problem).toBe('meaning')
})
test('a group that gets its first key comes before what stands in it, and back', () => {
  const form = [group('', [number('size'), formula('=size * 2', 'twice')], 'group'), formula('=size + twice')]
  const named = plan(form, '', 'shop')
  expect([named.components[0]!.path, named.components[1]!.expression, named.components[0]!.components![1]!.expression]).toEqual(['shop', '=shop.size + shop.twice', '=size * 2'])
  const [holder, result] = named.components
  const back = planKey([holder!, { ...result!, conditional: { hide: '=shop = null' } }], holder!, '')
  expect([back.problem, 'path' in back.components[0]!, back.components[1]!.expression]).toEqual(['', false, '=size + twice'])
  expect(back.left.map((one) => one.part)).toEqual(['hide'])
  expect(planKey([...named.components, number('size')], holder!, '').problem).toBe('taken')
})
test('processes and rules read what stands in a group by way of its first key, and not at all by way of one that went', () => {
  const held = [number('size'), group('', [number('deep')], 'group'), group('rows', [number('cell')])]
  const form = [group('', held, 'group')]
  expect(planKey(form, form[0]!, 'shop').paths).toEqual(['size', 'deep', 'rows'].map((key) => ({ before: key, after: `shop.${key}` })))
  const within = [group('firm', [group('', [number('size')], 'group')], 'group')]
  expect(planKey(within, within[0]!.components![0]!, 'shop').paths).toEqual([{ before: 'firm.size', after: 'firm.shop.size' }])
  const named = [group('shop', held, 'group')]
  expect(planKey(named, named[0]!, '').paths).toEqual([{ before: 'shop', after: '' }])
})
test('what is not sure stays and is named: unreadable texts, names in quotes, members of what cannot be known, earlier applications', () => {
  const form = [
    group('staff', [number('wage')]),
    formula('=sum(staff.wage', 'a', { label: '甲' }),
    formula('=get value(staff[1], "wage")', 'b', { label: '乙' }),
    formula('=sort(staff, function(x, y) x.wage < y.wage)[1].wage', 'c', { label: '丙' }),
    number('other', { label: '丁', properties: { prefill: 'earlier.staff' } }),
    formula('=wages + "wagest"', 'd'),
  ]
  const planned = plan(form, 'wage', 'pay')
  expect(planned.left.map((one) => one.label)).toEqual(['甲', '乙', '丙'])
  expect(planned.components.slice(1)).toEqual(form.slice(1))
  expect(plan(form, 'staff', 'people').left.map((one) => [one.label, one.part])).toEqual([['甲', 'expression'], ['丁', 'prefill']])
  const own = [number('a', { properties: { prefill: 'earlier' } })]
  expect(plan(own, 'a', 'b').left.map((one) => one.part)).toEqual(['prefill'])
})
test('a key that is none, that another has or that would mean something else is refused', () => {
  const form = [number('a'), number('b'), group('rows', [number('c'), formula('=c * a', 'd')]), formula('=sum(for e in rows return e.c * a)')]
  expect(['', '1a', 'a b', 'a-b', 'null', 'b', 'e', 'c', 'f'].map((one) => plan(form, 'a', one).problem)).toEqual(['missing', 'invalid', 'invalid', 'invalid', 'invalid', 'taken', 'meaning', 'meaning', ''])
  expect(plan([formula('=a', 'd'), number('b')], 'b', 'a')).toMatchObject({ problem: '', followed: [] })
})
test('a key called like a function is refused while a formula calls it', () => {
  const form = [number('a'), group('staff', [number('wage')]), formula('=sum(staff.wage) + count(staff[wage > number("3")]) + a')]
  expect(['sum', 'count', 'number', 'date'].map((one) => plan(form, 'a', one).problem)).toEqual(['meaning', 'meaning', 'meaning', ''])
  expect(plan(form, 'wage', 'number').problem).toBe('meaning')
  expect(after([number('a')], 'a', 'sum', '=a + 1')).toBe('=sum + 1')
})
test('kept answers stand under the new key, in every row', () => {
  const form = [number('a'), group('', [group('rows', [number('c')])], 'group')]
  const answers = { a: 1, rows: [{ c: 1 }, { c: 2 }] }
  expect(answersWith(form, find(form, 'c'), 'd', answers)).toEqual({ a: 1, rows: [{ d: 1 }, { d: 2 }] })
  expect(answersWith(form, find(form, 'rows'), 'r', answers)).toEqual({ a: 1, r: [{ c: 1 }, { c: 2 }] })
  expect(answersWith(form, find(form, ''), 'g', answers)).toEqual({ a: 1, g: { rows: [{ c: 1 }, { c: 2 }] } })
})
