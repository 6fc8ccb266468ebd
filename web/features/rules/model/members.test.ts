// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { planRename, rename } from './rename'
import { parse, words } from './xml'

const literal = (text: string, id: string) => `<literalExpression id="${id}"><text>${text}</text></literalExpression>`
const table = (id = 't', ...names: string[]) =>
  `<decisionTable id="${id}" hitPolicy="COLLECT"><input><inputExpression><text>面积</text></inputExpression></input>${names.map((name, at) => `<output id="${id}_${at}" name="${name}"/>`).join('')}</decisionTable>`
const takes = (id: string) => `<informationRequirement><requiredDecision href="#${id}"/></informationRequirement>`
const decision = (id: string, name: string, box: string, ...needs: string[]) => `<decision id="${id}" name="${name}"><variable name="${name}"/>${needs.map(takes).join('')}${box}</decision>`
const model = (...content: string[]) => `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><inputData id="i" name="人"><variable name="人"/></inputData>${content.join('')}</definitions>`
const grade = decision('g', '等级', table('t', '年限', '等次'))
const textOf = (xml: string, id: string) => words([...parse(xml)!.getElementsByTagName('*')].find((one) => one.id === id))
const after = (text: string, ...more: string[]) => textOf(rename(model(grade, decision('f', '费用', literal(text, 'x'), 'g'), ...more), 't_0', '有效 年限'), 'x')

test('a column of an answer is followed where it is read, also of lists, of their items and in filters', () => {
  expect(after('等级.年限 * 100 + 等级.等次')).toBe('等级.有效 年限 * 100 + 等级.等次')
  expect(after('sum(等级.年限) + 等级[1].年限')).toBe('sum(等级.有效 年限) + 等级[1].有效 年限')
  expect(after('等级[年限 > 3 and item.年限 > 2].年限')).toBe('等级[有效 年限 > 3 and item.有效 年限 > 2].有效 年限')
  expect(after('for 一 in 等级 return 一.年限')).toBe('for 一 in 等级 return 一.有效 年限')
  expect(after('some 一 in 等级[年限 > 1] satisfies 一.年限 = 3')).toBe('some 一 in 等级[有效 年限 > 1] satisfies 一.有效 年限 = 3')
  expect(after('{甲: 等级, 乙: 甲.年限}.乙')).toBe('{甲: 等级, 乙: 甲.有效 年限}.乙')
})
test('members of what is plainly something else stay, texts and keys too', () => {
  const text = '人.年限 + {年限: 1}.年限 + string length("年限")'
  const xml = model(grade, decision('f', '费用', literal(text, 'x'), 'g').replace('<literal', '<informationRequirement><requiredInput href="#i"/></informationRequirement><literal'))
  expect(textOf(rename(xml, 't_0', '期限'), 'x')).toBe(text)
  expect(planRename(xml, 't_0', '期限').references).toEqual([])
})
test('where it is not plain whose column it is, it is asked; expressions the answer cannot come to are not', () => {
  const other = decision('h', '另算', literal('(if true then 等级 else null).年限', 'y'), 'g') + decision('k', '无关', literal('f(1).年限', 'z'))
  const plan = planRename(model(grade, other), 't_0', '期限')
  expect(plan.references.map((one) => [one.owner, one.isSure])).toEqual([['另算', false]])
  expect([plan.apply(), plan.apply(new Set([0]))].map((one) => textOf(one, 'y'))).toEqual(['(if true then 等级 else null).年限', '(if true then 等级 else null).期限'])
})
test('what a decision passes on is asked where it is read', () => {
  const xml = model(grade, decision('h', '中间', literal('等级[1]', 'y'), 'g'), decision('f', '费用', literal('中间.年限', 'x'), 'h'))
  expect(planRename(xml, 't_0', '期限').references.map((one) => [one.owner, one.isSure])).toEqual([['费用', false]])
})
test('answers of entries and of functions are followed as those of decisions', () => {
  const entry = model(decision('g', '费用', `<context><contextEntry><variable name="档"/>${table('t', '年限', '等次')}</contextEntry><contextEntry>${literal('档.年限', 'x')}</contextEntry></context>`))
  expect(textOf(rename(entry, 't_0', '期限'), 'x')).toBe('档.期限')
  const knowledge = `<businessKnowledgeModel id="b" name="定级"><variable name="定级"/><encapsulatedLogic><formalParameter name="面积"/>${table('t', '年限', '等次')}</encapsulatedLogic></businessKnowledgeModel>`
  const called = model(knowledge, `<decision id="f" name="费用"><variable name="费用"/><knowledgeRequirement><requiredKnowledge href="#b"/></knowledgeRequirement>${literal('定级(3).年限 + 定级(面积: 4).等次', 'x')}</decision>`)
  expect(textOf(rename(called, 't_0', '期限'), 'x')).toBe('定级(3).期限 + 定级(面积: 4).等次')
})
test('a name of another column is refused; a single column has no name to follow', () => {
  const xml = model(grade, decision('f', '费用', literal('等级.年限', 'x'), 'g'))
  expect([planRename(xml, 't_0', '等次').problem, planRename(xml, 't_0', 'null').problem]).toEqual(['taken', 'invalid'])
  const one = model(decision('g', '等级', table('t', '年限')), decision('f', '费用', literal('等级.年限', 'x'), 'g'))
  expect(planRename(one, 't_0', '3年').problem).toBe('')
})
test('kept examples follow where the table is the answer of the rule', () => {
  expect([planRename(model(grade), 't_0', '期限', 'g').isAnswer, planRename(model(grade), 't_0', '期限', 'f2').isAnswer]).toEqual([true, false])
})
test('columns of a relation and entries of a context are followed by way of what has them, at any depth', () => {
  const relation = '<relation><column id="c" name="档"/><column name="费"/><row><literalExpression><text>1</text></literalExpression><literalExpression><text>2</text></literalExpression></row></relation>'
  const prices = model(decision('g', '价目', relation), decision('f', '费用', literal('价目[档 > 1].费[1] + count(价目.档) + 人.档', 'x'), 'g'))
  expect(textOf(rename(prices, 'c', '级'), 'x')).toBe('价目[级 > 1].费[1] + count(价目.级) + 人.档')
  const context = `<context><contextEntry id="e"><variable name="基数"/>${literal('100', 'a')}</contextEntry><contextEntry id="r"><variable name="表"/>${relation}</contextEntry><contextEntry id="s"><variable name="和"/>${literal('基数 + count(表.档)', 'b')}</contextEntry></context>`
  const nested = model(decision('g', '底', context), decision('f', '费用', literal('底.基数 + count(底.表.档) + {基数: 1}.基数', 'x'), 'g'))
  expect(['b', 'x'].map((id) => textOf(rename(nested, 'e', '起点'), id))).toEqual(['起点 + count(表.档)', '底.起点 + count(底.表.档) + {基数: 1}.基数'])
  expect(['b', 'x'].map((id) => textOf(rename(nested, 'c', '级'), id))).toEqual(['基数 + count(表.级)', '底.基数 + count(底.表.级) + {基数: 1}.基数'])
  expect(textOf(rename(nested, 'r', '价目'), 'x')).toBe('底.基数 + count(底.价目.档) + {基数: 1}.基数')
  expect([planRename(nested, 'e', '起点', 'g').isAnswer, planRename(nested, 'c', '级', 'g').isAnswer, planRename(prices, 'c', '级', 'g').isAnswer]).toEqual([true, false, true])
})
test('entries of a context that answers something else are no members of it', () => {
  const context = `<context><contextEntry id="e"><variable name="年限"/>${literal('3', 'a')}</contextEntry><contextEntry>${literal('年限 * 2', 'b')}</contextEntry></context>`
  const xml = model(decision('g', '底', context), decision('f', '费用', literal('(if true then 底 else null).年限', 'x'), 'g'))
  expect(['b', 'x'].map((id) => textOf(rename(xml, 'e', '期限'), id))).toEqual(['期限 * 2', '(if true then 底 else null).年限'])
  expect(planRename(xml, 'e', '期限').references.every((one) => one.isSure)).toBe(true)
})
test('the type of the file that describes an answer keeps in step; where others have it too, it is asked', () => {
  const typed = (more = '') => model(
    '<itemDefinition name="t等级"><itemComponent name="年限"><typeRef>number</typeRef></itemComponent><itemComponent name="等次"/></itemDefinition><itemDefinition name="t各级" isCollection="true"><typeRef>t等级</typeRef></itemDefinition>',
    grade.replace('<variable name="等级"/>', '<variable name="等级" typeRef="t各级"/>'), decision('f', '费用', literal('sum(等级.年限)', 'x'), 'g'), more)
  const alone = planRename(typed(), 't_0', '期限')
  expect(alone.references.map((one) => [one.owner, one.isSure])).toEqual([['费用', true], ['t等级', true]])
  expect(alone.apply()).toContain('<itemComponent name="期限">')
  const shared = planRename(typed('<inputData id="j" name="旧"><variable name="旧" typeRef="t等级"/></inputData>'), 't_0', '期限')
  expect(shared.references.map((one) => [one.owner, one.isSure])).toEqual([['费用', true], ['t等级', false]])
  expect([shared.apply(), shared.apply(new Set([0, 1]))].map((one) => one.includes('name="期限"><typeRef>'))).toEqual([false, true])
})
