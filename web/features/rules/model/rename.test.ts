// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { planRename, rename } from './rename'
import { parse, words } from './xml'

const literal = (text: string, id: string) => `<literalExpression id="${id}"><text>${text}</text></literalExpression>`
const input = (id: string, name: string) => `<inputData id="${id}" name="${name}"><variable name="${name}"/></inputData>`
const takes = (...ids: string[]) => ids.map((id) => `<informationRequirement><requiredInput href="#${id}"/></informationRequirement>`).join('')
const model = (content: string) => `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">${input('i1', '面积')}${input('i2', '建筑 面积')}${input('i3', 'A-B')}${input('i4', 'A')}${content}</definitions>`
const decision = (box: string, ...needs: string[]) => model(`<decision id="d" name="费用"><variable name="费用"/>${takes(...needs)}${box}</decision>`)
const textOf = (xml: string, id: string) => words([...parse(xml)!.getElementsByTagName('*')].find((one) => one.id === id))

test('every reference in an expression follows, names with spaces and members of the same letters stay', () => {
  const xml = decision(literal('if 面积 > 100 then 面积 * 2 + 建筑 面积 else 人.面积 + string length("面积")', 'x'), 'i1', 'i2')
  expect(textOf(rename(xml, 'i1', '占地面积'), 'x')).toBe('if 占地面积 > 100 then 占地面积 * 2 + 建筑 面积 else 人.面积 + string length("面积")')
  expect(textOf(rename(xml, 'i2', '总 面积'), 'x')).toBe('if 面积 > 100 then 面积 * 2 + 总 面积 else 人.面积 + string length("面积")')
})
test('a name with signs is one name where it is taken, a subtraction where it is not', () => {
  expect(textOf(rename(decision(literal('A-B + A', 'x'), 'i3', 'i4'), 'i4', '甲'), 'x')).toBe('A-B + 甲')
  expect(textOf(rename(decision(literal('A-B', 'x'), 'i4'), 'i4', '甲'), 'x')).toBe('甲-B')
})
test('cells, columns with their titles and lists of values follow, texts do not', () => {
  const xml = decision(
    `<decisionTable><input label="面积"><inputExpression id="c"><text>面积</text></inputExpression></input><output name="o"/>
     <rule><inputEntry id="t"><text>&gt; 面积 / 2, [1..面积]</text></inputEntry><outputEntry id="o"><text>"面积"</text></outputEntry></rule></decisionTable>`, 'i1')
  const next = rename(xml, 'i1', '用地')
  expect(['c', 't', 'o'].map((id) => textOf(next, id))).toEqual(['用地', '> 用地 / 2, [1..用地]', '"面积"'])
  expect(next).toContain('label="用地"')
  expect(planRename(xml, 'i1', '用地').references.map((one) => [one.owner, one.row, one.isWhole])).toEqual([['费用', 0, true], ['费用', 1, false], ['费用', 1, false]])
})
test('what hides the name keeps its own; keys and named values are not the name', () => {
  const xml = decision(literal('sum(for 面积 in [1] return 面积) + 面积 + {面积: 面积}.面积', 'x'), 'i1')
  expect(textOf(rename(xml, 'i1', '用地'), 'x')).toBe('sum(for 面积 in [1] return 面积) + 用地 + {面积: 用地}.面积')
  const context = decision(`<context><contextEntry id="e"><variable name="面积"/>${literal('面积 + 1', 'a')}</contextEntry><contextEntry>${literal('面积 * 2', 'b')}</contextEntry></context>`, 'i1')
  expect(['a', 'b'].map((id) => textOf(rename(context, 'i1', '用地'), id))).toEqual(['用地 + 1', '面积 * 2'])
  expect(['a', 'b'].map((id) => textOf(rename(context, 'e', '另计'), id))).toEqual(['面积 + 1', '另计 * 2'])
})
test('in a filter the name may be a member of the items: it is asked, and follows when chosen', () => {
  const xml = decision(literal('明细[金额 > 面积]', 'x'), 'i1')
  const plan = planRename(xml, 'i1', '用地')
  expect(plan.references.map((one) => one.isSure)).toEqual([false])
  expect([plan.apply(), plan.apply(new Set([0]))].map((one) => textOf(one, 'x'))).toEqual(['明细[金额 > 面积]', '明细[金额 > 用地]'])
})
test('a parameter takes along the bindings and named values of its calls', () => {
  const xml = model(`<businessKnowledgeModel id="k" name="计费"><variable name="计费"/><encapsulatedLogic><formalParameter id="p" name="量"/>${literal('量 * 2', 'b')}</encapsulatedLogic></businessKnowledgeModel>
    <decision id="d" name="费用"><knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement><list>${literal('计费(量: 3)', 'x')}<invocation>${literal('计费', 'c')}<binding><parameter id="q" name="量"/>${literal('4', 'v')}</binding></invocation></list></decision>`)
  const next = rename(xml, 'p', '用量')
  expect(['b', 'x', 'c'].map((id) => textOf(next, id))).toEqual(['用量 * 2', '计费(用量: 3)', '计费'])
  expect(next).toContain('id="q" name="用量"')
  const other = rename(xml, 'k', '算费')
  expect(['x', 'c'].map((id) => textOf(other, id))).toEqual(['算费(量: 3)', '算费'])
})
test('a name that something has, that is none, or that would change what is computed is refused', () => {
  const problem = (xml: string, name: string) => planRename(xml, 'i1', name).problem
  const xml = decision(literal('for 户 in [1] return 户 * 面积', 'x'), 'i1')
  expect([problem(xml, 'A'), problem(xml, '面积?'), problem(xml, ''), problem(xml, '户'), problem(xml, '用地')]).toEqual(['taken', 'invalid', 'invalid', 'meaning', ''])
  expect(['null', 'for', '3米', '第3项', 'a b'].map((name) => problem(xml, name))).toEqual(['invalid', 'invalid', 'invalid', '', ''])
})
test('a name that an expression already says and nothing had is given without a question', () => {
  expect(planRename(decision(literal('单价 * 2', 'x'), 'i1'), 'i1', '单价').problem).toBe('')
})
