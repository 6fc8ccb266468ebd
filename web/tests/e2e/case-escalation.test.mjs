// A route with a sub-process that tells somebody outside, and with something that may come at any time, is drawn by keyboard, published, and walked.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { eventually, open, settle } from '../support/browser.mjs'
import { as, closeAll, expectNoFaultsAnywhere, judged, press, sendWords } from '../support/admin.mjs'
import { addElement as add, draft, outline, problems as status, publishDraft, submitDraft } from '../support/designs.mjs'
import { caseBehindHandler, forwardStep, signOn, startClient } from '../support/staff.mjs'

const food = '食品经营许可证(销售类)登记'
const path = '/bench/processes/handler-reviewer-approver'
let clerk, handler, reviewer, caseId
before(async () => {
  clerk = await startClient('yl.clerk3')
  await signOn(clerk, { number: 'A03' })
  handler = await startClient('yl.sc.handler2')
  reviewer = await startClient('yl.sc.reviewer1')
})
after(async () => {
  await expectNoFaultsAnywhere()
  await closeAll()
})
const openTasks = async () => (await clerk.get(`/cases/${caseId}`)).tasks.filter((task) => task.is_open).map((task) => task.name)

test('a sub-process that tells somebody outside is drawn by keyboard; an escalation nobody hears is a problem until it is mended', async () => {
  const page = await as('yl.catalogue')
  await draft(page, path)
  await outline(page, '承办').press('Enter')
  await add(page, 'bpmn:SubProcess', '现场核查')
  await outline(page, '办理').press('Enter')
  await page.fill('#field-element-name', '到现场看')
  await page.selectOption('#field-role', 'reviewer')
  await add(page, 'EscalationThrow', '情况复杂')
  await page.fill('#field-message', '情况复杂')
  await page.locator('#field-message').blur()
  await status(page, '的升级“情况复杂”没有地方接')
  await judged(page, 'process-escalation')
  await outline(page, '现场核查').press('Enter')
  await page.getByRole('button', { name: '加升级处理', exact: true }).press('Enter')
  await page.selectOption('#field-message', '情况复杂')
  await page.fill('#field-element-name', '上报')
  await add(page, 'bpmn:UserTask', '负责人知悉')
  await add(page, 'bpmn:EndEvent', '已知悉')
  await status(page, '没有问题')
})

test('what may come at any time is drawn below the way; beside it nobody decides', async () => {
  const page = await as('yl.catalogue')
  await page.getByRole('button', { name: '加事件子流程', exact: true }).press('Enter')
  await page.fill('#field-element-name', '申请人补充说明')
  await status(page, '没有选择消息')
  await page.selectOption('#field-message', 'applicant_statement')
  await status(page, '没有问题')
  await judged(page, 'process-event-sub')
  await press(page, '步骤列表')
  await page.getByText('（随时可到的事）').waitFor()
  await submitDraft('现场核查可以上报，随时接收补充说明')
  await publishDraft(path)
})

test('a case goes through the sub-process, tells whom it concerns, and hears the applicant beside the way', async () => {
  caseId = await caseBehindHandler(clerk, handler, food, '随时补充', '请去现场')
  const page = await as('yl.sc.handler2')
  await open(page, `/bench/cases/${caseId}`)
  await page.getByRole('button', { name: /记录已收到：/ }).press('Enter')
  await sendWords(page, '申请人说明：经营面积以房产证为准')
  await eventually(async () => assert.deepEqual((await openTasks()).sort(), ['到现场看', '处理'].sort()))
  await forwardStep(reviewer, caseId, '看过', '到现场看')
  await eventually(async () => assert.ok((await openTasks()).includes('负责人知悉')))
  await eventually(async () => assert.ok((await openTasks()).includes('审核')))
  await open(page, `/bench/cases/${caseId}`)
  await settle(page)
  await page.keyboard.press('Alt+4')
  await page.locator('.bjs-container').first().waitFor()
  await judged(page, 'case-event-sub-path')
  await page.keyboard.press('Alt+3')
  await page.getByText('流程另走“上报”').waitFor()
})
