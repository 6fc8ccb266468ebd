// A free part with a step for each item of a list is drawn by keyboard, published, and walked: clerks choose what is done next, do it, and say
// when they are done.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { eventually, open, settle } from '../support/browser.mjs'
import { as, closeAll, dialog, expectNoFaultsAnywhere, judged, press, sendWords, stamp } from '../support/admin.mjs'
import { addElement, draft, outline, problems, publishDraft, submitDraft } from '../support/designs.mjs'
import { caseBehindHandler, signOn, startClient } from '../support/staff.mjs'

const food = '食品经营许可证(销售类)登记'
const path = '/bench/processes/handler-reviewer-approver'
const part = `自由核查${stamp}`
let clerk, handler, caseId
before(async () => {
  clerk = await startClient('yl.clerk3')
  await signOn(clerk, { number: 'A03' })
  handler = await startClient('yl.sc.handler2')
})
after(async () => {
  await expectNoFaultsAnywhere()
  await closeAll()
})
async function finish(page, opinion) {
  await page.locator('#field-opinion').fill(opinion)
  for (const box of await page.locator('.case-points input[type=checkbox]').all()) await box.check()
  await page.keyboard.press('Control+Enter')
}
async function addInside(page, name, role) {
  await outline(page, part).press('Enter')
  await page.getByRole('button', { name: '在里面加一个环节' }).press('Enter')
  await page.fill('#field-element-name', name)
  await page.selectOption('#field-role', role)
}

test('a free part is drawn by keyboard with what must be done and what may be done once', async () => {
  const page = await as('yl.catalogue')
  await draft(page, path)
  await outline(page, '承办').press('Enter')
  await addElement(page, 'bpmn:AdHocSubProcess', part)
  await addInside(page, '现场核查', 'handler')
  await page.locator('#field-free-needed').check()
  await page.selectOption('#field-items-kind', 'items')
  await problems(page, /清单|次数|集合/)
  await page.fill('#field-items-list', '["一号仓库", "二号仓库"]')
  await page.fill('#field-items-results', 'findings')
  await judged(page, 'process-items')
  await addInside(page, '专家意见', 'reviewer')
  await page.locator('#field-free-once').check()
  await outline(page, part).press('Enter')
  await problems(page, '没有问题')
  await judged(page, 'process-free-order')
  await press(page, '步骤列表')
  await page.getByText(`在“${part}”里，先后任选`).first().waitFor()
  await page.getByText('对清单 ["一号仓库", "二号仓库"] 中的每一项各办一次').waitFor()
  await judged(page, 'process-free-steps')
  await press(page, '步骤列表')
  await press(page, '模拟')
  await page.getByText('模拟 500 件：办结 500 件').waitFor()
  await submitDraft('现场核查和专家意见先后不定')
  await publishDraft(path)
})

test('who leads the part finds the case in the to-do list and begins a step; the other is begun by who works it', async () => {
  caseId = await caseBehindHandler(clerk, handler, food, '自由顺序', '请现场核查')
  const page = await as('yl.sc.handler1')
  await open(page, '/bench/tasks?kind=choice')
  await page.getByText(part).first().waitFor()
  await open(page, `/bench/cases/${caseId}`)
  await page.getByRole('heading', { name: `自由顺序：${part}` }).waitFor()
  await page.getByText(/现在还不能结束：.*现场核查.*必须办/).waitFor()
  await judged(page, 'case-free-order')
  await page.getByRole('button', { name: '开始：现场核查' }).press('Enter')
  await page.getByText('正在办').first().waitFor()
  await page.getByRole('button', { name: '开始：专家意见' }).waitFor()
  await page.selectOption('#field-step-at-hand', { label: '现场核查 · 2/2 · 二号仓库' })
  await page.getByRole('heading', { name: '现场核查 · 2/2 · 二号仓库' }).waitFor()
  await judged(page, 'case-items')
  await finish(page, '二号仓库与申请一致')
  await page.getByText('办过1次').waitFor()
  await page.getByRole('heading', { name: '现场核查 · 1/2 · 一号仓库' }).waitFor()
  await finish(page, '一号仓库与申请一致')
  await page.getByText('办过2次').waitFor()
  await judged(page, 'case-free-order-done')
})

test('a second step is chosen and done by a reviewer, who says that the part is done; the path tells all of it', async () => {
  const page = await as('yl.sc.reviewer1')
  await open(page, `/bench/cases/${caseId}`)
  await page.getByRole('button', { name: '开始：专家意见' }).press('Enter')
  await page.locator('#field-opinion').waitFor()
  await finish(page, '同意')
  await page.getByText('只办一次').waitFor()
  await page.getByText('办过1次').waitFor()
  await eventually(async () => assert.equal(await page.getByRole('button', { name: /：专家意见$/ }).count(), 0))
  await page.getByRole('button', { name: '办完，往下走…' }).press('Enter')
  await dialog(page).waitFor()
  await judged(page, 'case-free-order-end')
  await sendWords(page, '现场与专家意见一致')
  await page.getByRole('heading', { name: `自由顺序：${part}` }).waitFor({ state: 'detached' })
  await settle(page)
  await page.keyboard.press('Alt+3')
  await page.getByText(`办完“${part}”：现场与专家意见一致`).waitFor()
  await page.keyboard.press('Alt+4')
  await page.locator('.bjs-container').first().waitFor()
  await page.getByRole('cell', { name: '专家意见' }).first().waitFor()
  await eventually(async () => assert.equal((await clerk.openTask(caseId))?.name, '审核'))
})
