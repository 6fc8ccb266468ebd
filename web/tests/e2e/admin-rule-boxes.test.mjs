// Rules whose logic is more than one table, in the browser: made from nothing by keyboard, tables within boxes, files of other tools.
import { after, test } from 'node:test'
import assert from 'node:assert/strict'
import { eventually, open } from '../support/browser.mjs'
import { as, carryOut, closeAll, dialog, expectNoFaultsAnywhere, gone, judgedFromTop as judged, press, stamp } from '../support/admin.mjs'
import { publishDraft, submitDraft } from '../support/designs.mjs'

const key = `fee-${stamp}`
const name = `收费${stamp}`
after(async () => {
  await expectNoFaultsAnywhere()
  await closeAll()
})
async function create(page, ruleKey, ruleName) {
  await open(page, '/bench/rules')
  await press(page, '新建规则')
  await dialog(page).locator('#field-key').fill(ruleKey)
  await dialog(page).locator('#field-name').fill(ruleName)
  await dialog(page).getByRole('button', { name: '新建并打开' }).click()
  await page.locator('.table-editor').waitFor()
}
const status = (page, words) => page.locator('.problem-list').getByText(words).first().waitFor()
const byKey = (page, words) => page.getByRole('button', { name: words, exact: true }).first().press('Enter')
async function write(page, label, text) {
  await page.getByLabel(label, { exact: true }).first().fill(text)
  await page.keyboard.press('Tab')
}
async function answer(page, area, words) {
  await page.locator('.simulation').getByLabel('面积', { exact: true }).fill(area)
  await page.locator('.simulation').getByRole('button', { name: '试算', exact: true }).first().press('Enter')
  await page.getByText(words, { exact: true }).waitFor()
}
/** Makes a decision or a part another kind, by keyboard. */
async function turn(page, part, kind, act = '确定') {
  await page.getByRole('button', { name: new RegExp(`^“${part}”现在是`) }).press('Enter')
  await dialog(page).locator('label', { hasText: new RegExp(`^${kind}`) }).locator('input').press('Space')
  await dialog(page).getByRole('button', { name: act, exact: true }).press('Enter')
  await gone(page)
}

test('a context is made from nothing by keyboard; its value follows what is written', async () => {
  const page = await as('yl.catalogue')
  await create(page, key, name)
  await page.fill('#field-input-input_1', '面积')
  await page.press('#field-input-input_1', 'Tab')
  await page.selectOption('#field-type-input_1', 'number')
  await turn(page, name, '上下文')
  await write(page, '“项目1”的表达式（FEEL）', '面积 * 2')
  await write(page, '结果', '项目1 + 10')
  await answer(page, '50', '结果：110')
  await judged(page, 'rule-context')
  await turn(page, '项目1', '列表')
  await page.getByLabel('第 1 项', { exact: true }).waitFor()
  await press(page, '撤销')
  await page.getByLabel('“项目1”的表达式（FEEL）').waitFor()
  await page.getByText('规则改过了，请重新试算。').waitFor({ state: 'detached' }) // undone: the answer is its answer again
})

test('a knowledge model with a table is added; its gap is named and leads into the table', async () => {
  const page = await as('yl.catalogue')
  await byKey(page, '加一个知识模型')
  await page.keyboard.type('计费')
  await page.keyboard.press('Tab')
  await write(page, '参数 1', '平方米')
  await turn(page, '函数的内容', '决策表')
  const table = page.getByRole('region', { name: '决策表：函数的内容' })
  const cell = (row, column) => table.locator(`[data-row="${row}"][data-column="${column}"]`)
  await cell(0, 0).fill('< 100')
  await cell(0, 0).press('Tab')
  await cell(0, 1).fill('2')
  await cell(0, 1).press('Tab')
  await cell(0, 0).fill('< 1')
  await status(page, '“计费”没有一行适用于')
  await eventually(async () => assert.equal(await cell(0, 0).inputValue(), '< 1')) // the judgement came in while it was being typed
  await cell(0, 0).fill('< 100')
  await cell(0, 0).press('Tab')
  await page.locator('.problem-list .link').filter({ hasText: '“计费”没有一行适用于' }).press('Enter')
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-row') === '0')
  await page.keyboard.press('Enter') // to a new row below the last
  await cell(1, 0).fill('>= 100')
  await cell(1, 0).press('Tab')
  await cell(1, 1).fill('3')
  await cell(1, 1).press('Enter') // what is typed is kept when Enter makes the next row
  await cell(2, 1).waitFor()
  await eventually(async () => assert.equal(await cell(1, 1).inputValue(), '3'))
  await page.getByRole('button', { name: '删除第 3 行' }).press('Enter')
  await turn(page, '项目1', '调用函数')
  await write(page, '“平方米”的表达式（FEEL）', '面积')
  await answer(page, '50', '结果：12')
  await answer(page, '150', '结果：13')
  await judged(page, 'rule-inner-table')
})

test('a decision is added, chosen what it is, taken by another, and removed with everything that takes it', async () => {
  const page = await as('yl.catalogue')
  await byKey(page, '加一个决策')
  await page.keyboard.type('加收')
  await page.keyboard.press('Tab')
  await page.getByText('还没有内容，请点“选择内容”。').waitFor()
  await turn(page, '加收', 'FEEL 表达式')
  const section = page.getByRole('region', { name: '加收', exact: true })
  await section.getByLabel('表达式（FEEL）').fill('if 面积 > 100 then 5 else 0')
  await section.locator('.needs summary').press('Enter')
  await section.getByRole('checkbox', { name: '面积' }).press('Space')
  await write(page, '结果', '项目1 + 加收')
  await answer(page, '150', '结果：8')
  await judged(page, 'rule-decisions')
  await byKey(page, '删除“加收”')
  await carryOut(page, '删除')
  await section.waitFor({ state: 'detached' })
  await write(page, '结果', '项目1 + 10')
  await press(page, '决策图')
  await page.locator('.canvas .djs-container').first().waitFor()
  await page.locator('.canvas [data-element-id]', { hasText: '计费' }).first().waitFor()
  await press(page, '表格')
})

test('what cannot be carried over is asked for before it is gone', async () => {
  const page = await as('yl.catalogue')
  await page.getByRole('button', { name: /^“函数的内容”现在是/ }).press('Enter')
  await dialog(page).locator('label', { hasText: /^关系表/ }).locator('input').press('Space')
  await dialog(page).getByText('原来写的内容不能转成这一种').waitFor()
  await judged(page, 'rule-kind-ask')
  await dialog(page).getByRole('button', { name: '放弃原来的内容，改变' }).press('Enter')
  await gone(page)
  await page.getByRole('region', { name: '决策表：函数的内容' }).waitFor({ state: 'detached' })
  await press(page, '撤销')
  await page.getByRole('region', { name: '决策表：函数的内容' }).waitFor()
})

test('the rule with a table in a function is tried, kept as an example and published by another', async () => {
  const page = await as('yl.catalogue')
  await answer(page, '150', '结果：13')
  await page.fill('#field-sample-name', '一百五十')
  await press(page, '存为示例')
  await status(page, '没有问题')
  await submitDraft('第一版')
  await page.getByText('须由另一人审核发布').waitFor()
  const checker = await publishDraft(`/bench/rules/${key}`)
  await checker.getByText('知识模型：供决策调用的函数').waitFor()
  await judged(checker, 'rule-boxes-published')
})

const boxes = (name) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="definitions_boxes" name="${name}" namespace="https://yimen.org/rules">
  <inputData id="area" name="面积"><variable id="area_v" name="面积" typeRef="number"/></inputData>
  <businessKnowledgeModel id="fee" name="计费"><variable id="fee_v" name="计费"/><encapsulatedLogic id="fee_l"><formalParameter id="fee_p" name="平方米"/><literalExpression id="fee_e"><text>平方米 * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
  <decision id="cost" name="费用"><variable id="cost_v" name="费用"/>
    <informationRequirement id="r1"><requiredInput href="#area"/></informationRequirement><knowledgeRequirement id="r2"><requiredKnowledge href="#fee"/></knowledgeRequirement>
    <context id="c"><contextEntry id="c1"><variable id="c1v" name="面积费"/><invocation id="i"><literalExpression id="i1"><text>计费</text></literalExpression><binding><parameter id="bp" name="平方米"/><literalExpression id="b1"><text>面积</text></literalExpression></binding></invocation></contextEntry>
      <contextEntry id="c2"><variable id="c2v" name="档次"/><relation id="rel"><column id="k1" name="档"/><column id="k2" name="加收"/><row id="w1"><literalExpression id="l1"><text>"大"</text></literalExpression><literalExpression id="l2"><text>10</text></literalExpression></row></relation></contextEntry>
      <contextEntry id="c3"><conditional id="q"><if id="q1"><literalExpression id="q1e"><text>面积 > 100</text></literalExpression></if><then id="q2"><literalExpression id="q2e"><text>面积费 + 档次[1].加收</text></literalExpression></then><else id="q3"><literalExpression id="q3e"><text>面积费</text></literalExpression></else></conditional></contextEntry></context>
  </decision>
</definitions>`

test('COLLECT adds up the answers of all rows that apply', async () => {
  const page = await as('yl.catalogue')
  await create(page, `sum-${stamp}`, `合计${stamp}`)
  await page.getByLabel('命中策略').selectOption('COLLECT')
  await page.getByLabel('合并', { exact: true }).selectOption('SUM')
  const cell = (row, column) => page.locator(`.table-editor [data-row="${row}"][data-column="${column}"]`)
  await cell(0, 1).fill('2')
  await cell(0, 1).press('Enter')
  await cell(1, 1).fill('3')
  await cell(1, 1).press('Tab')
  await page.locator('.simulation').getByRole('button', { name: '试算', exact: true }).first().press('Enter')
  await page.getByText('结果：5', { exact: true }).waitFor()
  await judged(page, 'rule-collect')
  await page.setViewportSize({ width: 1366, height: 768 })
  await press(page, '丢弃草稿')
  await carryOut(page, '丢弃草稿')
})

test('an imported rule is tried by its own inputs at once; its boxes are opened, read and written by keyboard; it answers by what was written', async () => {
  const page = await as('yl.catalogue')
  await create(page, `boxes-${stamp}`, `费用${stamp}`)
  // The judgement is held back: what is asked for a trial is that of the new text at once.
  let judge
  const asked = new Promise((done) => (judge = done))
  await page.route('**/rule-validations', async (route) => { await asked; await route.continue() })
  await page.locator('.simulation').getByLabel('情形', { exact: true }).waitFor()
  await page.locator('input[type=file]').setInputFiles({ name: 'boxes.dmn', mimeType: 'application/xml', buffer: Buffer.from(boxes(`费用${stamp}`)) })
  await page.locator('.simulation').getByLabel('面积', { exact: true }).waitFor()
  await eventually(async () => assert.equal(await page.locator('.simulation').getByLabel('情形', { exact: true }).count(), 0))
  judge()
  await status(page, '还没有示例')
  await page.unrouteAll({ behavior: 'wait' })
  await judged(page, 'rule-boxes')
  await page.setViewportSize({ width: 1366, height: 768 })
  await answer(page, '200', '结果：410')
  await write(page, '函数的内容', '平方米 * 3')
  await write(page, '第 1 行，加收', '50')
  await write(page, '否则', '面积费 + 1')
  await answer(page, '200', '结果：650')
  await answer(page, '10', '结果：31')
  // A cell of the relation becomes a conditional, written below its table.
  await turn(page, '第 1 行，加收', '条件')
  const box = page.getByRole('region', { name: '第 1 行，加收', exact: true })
  await box.getByLabel('如果', { exact: true }).fill('面积 > 100')
  await page.keyboard.press('Tab')
  await box.getByLabel('否则', { exact: true }).fill('0')
  await page.keyboard.press('Tab')
  await answer(page, '200', '结果：650')
  await page.getByRole('button', { name: '第 1 行，加收：条件（如果、那么、否则），打开修改' }).press('Enter')
  await page.waitForFunction(() => document.activeElement?.closest('[data-cell]'))
  await judged(page, 'rule-relation-box')
  // A new name is shown at each place that says it, and undone in one step.
  await page.fill('#field-input-area', '建筑面积')
  await page.press('#field-input-area', 'Tab')
  await dialog(page).getByText('下列 3 处用到这个名称').waitFor()
  await judged(page, 'rule-rename')
  await dialog(page).getByRole('button', { name: '取消' }).click()
  await gone(page)
  await eventually(async () => assert.equal(await page.inputValue('#field-input-area'), '面积'))
  await page.fill('#field-input-area', '建筑面积')
  await page.press('#field-input-area', 'Tab')
  await carryOut(page, '改名，同时修改 3 处')
  await page.locator('.simulation').getByLabel('建筑面积', { exact: true }).fill('200')
  await page.locator('.simulation').getByRole('button', { name: '试算', exact: true }).first().press('Enter')
  await page.getByText('结果：650', { exact: true }).waitFor()
  await eventually(async () => assert.equal(await box.getByLabel('如果', { exact: true }).inputValue(), '建筑面积 > 100'))
  await press(page, '撤销')
  await eventually(async () => assert.equal(await box.getByLabel('如果', { exact: true }).inputValue(), '面积 > 100'))
  await page.fill('#field-input-area', '费用')
  await page.press('#field-input-area', 'Tab')
  await dialog(page).getByText('请换一个名称').waitFor()
  await dialog(page).getByRole('button', { name: '保留原名' }).click()
  await gone(page)
  await page.getByRole('button', { name: '加一项', exact: true }).first().press('Enter')
  await page.getByLabel('“项目3”的表达式（FEEL）').waitFor()
  await page.getByRole('button', { name: '删除“项目3”' }).press('Enter')
  await page.getByLabel('“项目3”的表达式（FEEL）').waitFor({ state: 'detached' })
  await press(page, '决策图')
  await page.getByText('决策图不能修改的内容').waitFor()
  await press(page, '丢弃草稿')
  await carryOut(page, '丢弃草稿')
})
