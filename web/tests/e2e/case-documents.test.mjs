// A step is made to ask for a record in the designer; the clerk cannot go on before it is written, then can.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { eventually, open, settle } from '../support/browser.mjs'
import { as, carryOut, closeAll, dialog, expectNoFaultsAnywhere, judged, press } from '../support/admin.mjs'
import { draft, outline, problems as status, publishDraft } from '../support/designs.mjs'
import { findMatter, receiveCase, signOn, startClient, tickAll } from '../support/staff.mjs'

const food = '食品经营许可证(销售类)登记'
const path = '/bench/processes/handler-reviewer-approver'
let clerk
before(async () => {
  clerk = await startClient('yl.clerk3')
  await signOn(clerk, { number: 'A03' })
})
after(async () => {
  await expectNoFaultsAnywhere()
  await closeAll()
})

test('a record is asked of a step, and another person publishes', async () => {
  const page = await as('yl.catalogue')
  await draft(page, path)
  await outline(page, '承办').press('Enter')
  await page.getByRole('group', { name: /须作出的文书/ }).getByLabel('现场核查笔录').check()
  await judged(page, 'process-documents')
  await page.fill('#field-note', '承办时现场核查')
  await press(page, '保存草稿')
  await page.getByText('已保存').waitFor()
  await page.getByRole('link', { name: '查看修改了什么' }).click()
  await page.getByRole('cell', { name: '须作出的文书' }).waitFor()
  await open(page, `${path}/draft`)
  await status(page, '没有问题')
  await press(page, '提交审核')
  await carryOut(page, '提交审核')
  await publishDraft(path)
})

test('the step says what is missing, is not submitted without it, and is once the record is written', async () => {
  const matter = await findMatter(clerk, food)
  const { case_id: id } = await receiveCase(clerk, food, { name: '要笔录', matter })
  await clerk.act(id, 'acceptance', {})
  const page = await as('yl.sc.handler2')
  await open(page, `/bench/cases/${id}`)
  await page.getByRole('heading', { name: /本环节须作出的文书/ }).waitFor()
  await tickAll(page)
  await page.fill('#field-opinion', '现场属实')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('link', { name: /请先制作《现场核查笔录》/ }).waitFor()
  await judged(page, 'case-documents-missing')
  await page.getByRole('button', { name: '制作《现场核查笔录》' }).press('Enter')
  await dialog(page).waitFor()
  await dialog(page).getByLabel('核查日期').fill(new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' }))
  await dialog(page).getByLabel('核查地点').fill('人民东路88号')
  await dialog(page).getByLabel(/核查人员/).fill('陈晓')
  await dialog(page).getByLabel('核查情况').fill('经营面积与申请表一致')
  await page.keyboard.press('Control+Enter')
  await dialog(page).getByRole('link', { name: /两名以上工作人员/ }).waitFor()
  await judged(page, 'case-document-dialog')
  await dialog(page).getByLabel(/核查人员/).fill('陈晓、梁敏')
  await page.keyboard.press('Control+Enter')
  await dialog(page).waitFor({ state: 'detached' })
  await page.locator('.case-panel').getByRole('link', { name: /核〔/ }).waitFor()
  await settle(page)
  await page.keyboard.press('Control+Enter')
  await page.getByText('已提交下一环节').waitFor()
  await eventually(async () => assert.equal((await clerk.openTask(id)).name, '审核'))
})
