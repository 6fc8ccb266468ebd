// A process is drawn for others to call, called by a route, and walked inside a case; the page shows the step at the call.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { eventually, open, settle } from '../support/browser.mjs'
import { as, closeAll, dialog, expectNoFaultsAnywhere, judged, press, stamp } from '../support/admin.mjs'
import { draft, outline, problems as status, publishDraft, submitDraft } from '../support/designs.mjs'
import { caseBehindHandler, signOn, startClient } from '../support/staff.mjs'

const food = '食品经营许可证(销售类)登记'
const key = `expert-${stamp}`
const name = `专家审查${stamp}`
let clerk, handler
before(async () => {
  clerk = await startClient('yl.clerk3')
  await signOn(clerk, { number: 'A03' })
  handler = await startClient('yl.sc.handler2')
})
after(async () => {
  await expectNoFaultsAnywhere()
  await closeAll()
})
async function publish(processKey, note) {
  await submitDraft(note)
  await publishDraft(`/bench/processes/${processKey}`)
}

test('a process drawn for calls holds no decision', async () => {
  const page = await as('yl.catalogue')
  await open(page, '/bench/processes')
  await press(page, '新建流程')
  await dialog(page).locator('#field-key').fill(key)
  await dialog(page).locator('#field-name').fill(name)
  await dialog(page).locator('button[type=submit]').click()
  await status(page, '没有问题')
  await page.locator('#field-for-calls').check()
  await status(page, '供调用的流程只做审查')
  await judged(page, 'process-for-calls')
  await outline(page, '决定').press('Enter')
  await press(page, '删除这个元素')
  await status(page, '没有问题')
  await outline(page, '审查').press('Enter')
  await page.selectOption('#field-role', 'reviewer')
  await page.fill('#field-element-name', `专家看${stamp}`)
  await status(page, '没有问题')
  await publish(key, '供其他流程调用')
})

test('a route calls it; what is not chosen is a problem', async () => {
  const page = await as('yl.catalogue')
  await draft(page, '/bench/processes/handler-reviewer-approver')
  await outline(page, '承办').press('Enter')
  await page.selectOption('#field-add-kind', 'bpmn:CallActivity')
  await page.locator('.outline').getByRole('button', { name: '添加', exact: true }).press('Enter')
  await page.fill('#field-element-name', '请专家看')
  await status(page, '没有写明调用哪个流程')
  await judged(page, 'process-call')
  await page.selectOption('#field-called', key)
  await status(page, '没有问题')
  await publish('handler-reviewer-approver', '承办后请专家看')
})

test('a case walks the called process and comes back to its own route', async () => {
  const id = await caseBehindHandler(clerk, handler, food, '请专家', '请专家看')
  await eventually(async () => assert.equal((await clerk.openTask(id)).name, `专家看${stamp}`))
  const page = await as('yl.sc.reviewer1')
  await open(page, `/bench/cases/${id}`)
  await page.fill('#field-opinion', '符合标准')
  await page.keyboard.press('Alt+4')
  await page.locator('.bjs-container').first().waitFor()
  await settle(page)
  await judged(page, 'case-called')
  await page.keyboard.press('Control+Enter')
  await page.getByText('已提交下一环节').waitFor()
  await eventually(async () => assert.equal((await clerk.openTask(id)).name, '审核'))
})
