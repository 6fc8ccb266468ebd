// A route that waits is drawn by keyboard, published, and walked: a clerk records what came, a signal lets the case go on.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { eventually, open, settle } from '../support/browser.mjs'
import { as, carryOut, closeAll, dialog, expectNoFaultsAnywhere, judged, press, sendWords, stamp } from '../support/admin.mjs'
import { addElement as add, draft, outline, problems as status, publishDraft, submitDraft } from '../support/designs.mjs'
import { caseBehindHandler, signOn, startClient } from '../support/staff.mjs'

const food = '食品经营许可证(销售类)登记'
const path = '/bench/processes/handler-reviewer-approver'
const signal = `登记系统已恢复${stamp}`
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

test('a wait for a message and for a signal are drawn by keyboard; what nobody sends is a problem until it is mended', async () => {
  const page = await as('yl.catalogue')
  await draft(page, path)
  await outline(page, '承办').press('Enter')
  await add(page, 'SignalCatch', '等登记系统')
  await status(page, '没有选择信号')
  await page.fill('#field-message', signal)
  await outline(page, '承办').press('Enter')
  await add(page, 'MessageCatch', '等专家意见')
  await status(page, '没有选择消息')
  await judged(page, 'process-message')
  await page.selectOption('#field-message', 'expert_opinion')
  await status(page, '没有问题')
  await press(page, '撤销')
  await status(page, '没有选择消息')
  await press(page, '重做')
  await status(page, '没有问题')
})

test('a message at the edge of a step is added and taken away again', async () => {
  const page = await as('yl.catalogue')
  await outline(page, '审核').press('Enter')
  await page.getByRole('button', { name: '加消息处理' }).press('Enter')
  await page.locator('#field-takes-over').waitFor()
  await page.fill('#field-element-name', '督办')
  await page.selectOption('#field-message', 'supervisor_note')
  await add(page, 'bpmn:EndEvent', '已知悉')
  await status(page, '没有问题')
  await judged(page, 'process-message-edge')
  await submitDraft('等专家意见和登记系统')
  await publishDraft(path)
})

test('a case waits for the message; its page says so, and who may records what came', async () => {
  caseId = await caseBehindHandler(clerk, handler, food, '等消息', '请专家看')
  await eventually(async () => assert.equal(await handler.openTask(caseId), undefined))
  const page = await as('yl.sc.handler2')
  await open(page, `/bench/cases/${caseId}`)
  await page.getByRole('heading', { name: '流程正在等待' }).waitFor()
  await judged(page, 'case-wait')
  await page.getByRole('button', { name: '记录已收到：专家评审意见已收到' }).press('Enter')
  await dialog(page).waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('link', { name: /消息内容/ }).waitFor()
  await judged(page, 'case-wait-dialog')
  await sendWords(page, '专家组一致同意')
  await page.getByText(`等待信号：${signal}`).waitFor()
  await settle(page)
  await page.keyboard.press('Alt+4')
  await page.locator('.bjs-container').first().waitFor()
  await page.keyboard.press('Alt+3')
  await page.getByText('记录“专家评审意见已收到”：专家组一致同意').waitFor()
})

test('the signal is sent with its reason by who publishes, and the case goes on', async () => {
  const checker = await as('yl.catalogueb')
  await open(checker, path)
  await checker.selectOption('#field-signal', signal)
  await judged(checker, 'process-signals')
  await press(checker, '发出信号…')
  await dialog(checker).locator('#field-reason').fill('登记系统维护结束')
  await judged(checker, 'process-signal-dialog')
  await carryOut(checker, '发出')
  await eventually(async () => assert.equal((await clerk.openTask(caseId))?.name, '审核'))
})
