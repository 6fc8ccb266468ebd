// The main job at the counter, against a real server: walk-in → acceptance → review → approval → result → delivery.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { desktop, eventually, expectNoFaults, open, settle, startBrowser } from '../support/browser.mjs'
import { idNumber, creditCode, signInAs, judge, tickAll, caseOf } from '../support/staff.mjs'

let browser
before(async () => (browser = await startBrowser()))
after(async () => {
  await expectNoFaults(browser)
  await browser?.close()
})

let caseNo, caseId

test('a clerk signs on to a window', async () => {
  const page = await signInAs(browser, 'yl.clerk1')
  await open(page, '/bench/desk')
  if (await page.getByRole('button', { name: '离岗' }).count()) await page.getByRole('button', { name: '离岗' }).click()
  await judge(page, 'desk-no-window')
  await page.selectOption('#field-window', { label: 'A01 综合窗口1' })
  await page.getByRole('button', { name: '上岗' }).click()
  await page.getByText('可收').waitFor()
  await judge(page, 'desk-empty')
})

test('an empty receipt names what is missing, and a line of the summary leads there', async () => {
  const [page] = browser.context.pages().slice(-1)
  await page.keyboard.press('Control+Enter')
  const summary = page.locator('.error-summary')
  await eventually(async () => assert.match(await summary.innerText(), /有 3 处需要修改/))
  await summary.getByRole('link').first().click()
  await eventually(async () => assert.match(await page.evaluate(() => document.activeElement.id), /field-applicant-id_no/))
  await judge(page, 'desk-errors')
})

test('one sitting takes a matter with its situation, materials and form', async () => {
  const [page] = browser.context.pages().slice(-1)
  await page.fill('#field-matter', 'spjyxkz')
  await page.locator('[role=option]', { hasText: '食品经营许可证(销售类)登记' }).first().click()
  await page.locator('h3', { hasText: '食品经营许可证' }).waitFor()
  await page.locator('input[name="applicant.kind"][value=enterprise]').check()
  await page.fill('#field-applicant-id_no', creditCode())
  await page.fill('#field-applicant-name', '玉林市好邻居便利店')
  await page.fill('#field-applicant-phone', '13907750003')
  await page.fill('#field-applicant-legal_person_name', '王秀兰')
  for (const name of await page.locator('[name^="items.0.situation."]').evaluateAll((inputs) => [...new Set(inputs.map((input) => input.name))])) await page.locator(`[name="${name}"]`).first().check()
  await settle(page)
  for (const name of await page.locator('[name^="items.0.situation."]').evaluateAll((inputs) => [...new Set(inputs.map((input) => input.name))]))
    if (!(await page.locator(`[name="${name}"]:checked`).count())) await page.locator(`[name="${name}"]`).first().check()
  await page.getByRole('button', { name: '全部收齐' }).click()
  await fillForm(page)
  await judge(page, 'desk-filled')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name: /已收件 1 件/ }).waitFor()
  await settle(page)
  caseNo = /\d{20}/.exec(await page.locator('.card.banner').innerText())[0]
  const receipt = await page.request.get(await page.getByRole('link', { name: '收件凭证' }).getAttribute('href'))
  assert.equal(receipt.headers()['content-type'], 'application/pdf')
  await judge(page, 'desk-received')
})

test('the clerk accepts right there', async () => {
  const [page] = browser.context.pages().slice(-1)
  await page.getByRole('button', { name: '受理…', exact: true }).click()
  await judge(page, 'desk-accept-dialog')
  await page.getByRole('button', { name: /受理并出具通知书/ }).click()
  await page.getByText('已受理，受理通知书已出具').waitFor()
  await page.close()
})

test('the handler answers every point, writes an opinion by a phrase and forwards with Ctrl+Enter', async () => {
  const page = await signInAs(browser, 'yl.sc.handler1')
  caseId = await caseOf(page, caseNo)
  await open(page, `/bench/cases/${caseId}`)
  await judge(page, 'case-review')
  await page.keyboard.press('Control+Enter')
  await page.locator('.error-summary').waitFor()
  await judge(page, 'case-review-errors')
  await tickAll(page)
  await page.keyboard.press('Alt+o')
  await judge(page, 'case-phrases')
  await page.keyboard.press('Enter')
  await eventually(async () => assert.match(await page.inputValue('#field-opinion'), /齐全/))
  await page.keyboard.press('Control+Enter')
  await page.getByText('已提交下一环节').waitFor()
  await judge(page, 'case-forwarded')
  await page.close()
})

test('the reviewer agrees, the approver grants', async () => {
  const reviewer = await signInAs(browser, 'yl.sc.reviewer1')
  await open(reviewer, `/bench/cases/${caseId}`)
  await tickAll(reviewer)
  await reviewer.fill('#field-opinion', '同意承办意见。')
  await reviewer.keyboard.press('Control+Enter')
  await reviewer.getByText('已提交下一环节').waitFor()
  await reviewer.close()
  const approver = await signInAs(browser, 'yl.sc.approver1')
  await open(approver, `/bench/cases/${caseId}`)
  await tickAll(approver)
  await approver.fill('#field-opinion', '同意。')
  await judge(approver, 'case-approval')
  await approver.keyboard.press('Control+Enter')
  await approver.locator('dialog[open]').waitFor()
  await judge(approver, 'case-grant-dialog')
  await approver.keyboard.press('Control+Enter')
  await approver.getByText('已准予，决定书已出具').waitFor()
  await approver.getByRole('button', { name: /^文书/ }).click()
  await settle(approver)
  await judge(approver, 'case-documents')
  await approver.getByRole('button', { name: /^留痕/ }).click()
  await approver.getByText('查看校验值').first().click()
  await judge(approver, 'case-trail')
  await approver.getByRole('button', { name: /^流程/ }).click()
  await judge(approver, 'case-flow')
  await approver.close()
})

test('the handler makes the result, the window hands it over and the case closes', async () => {
  const handler = await signInAs(browser, 'yl.sc.handler1')
  await open(handler, `/bench/cases/${caseId}`)
  await handler.keyboard.press('Control+Enter')
  await handler.locator('dialog[open]').waitFor()
  await handler.keyboard.press('Control+Enter')
  await handler.getByText('结果已制作，待送达').waitFor()
  await handler.close()

  const clerk = await signInAs(browser, 'yl.clerk1', { window: 'A01' })
  await open(clerk, '/bench/desk')
  await clerk.locator('h1').click()
  await clerk.keyboard.type(caseNo, { delay: 1 }) // a scanner gun
  await clerk.keyboard.press('Enter')
  await clerk.locator('dialog[open]').waitFor()
  await judge(clerk, 'desk-handover')
  await clerk.keyboard.press('Control+Enter')
  await eventually(async () => assert.match(await clerk.locator('dialog .error-summary').innerText(), /领取人姓名/))
  await clerk.fill('#field-recipient_name', '王秀兰')
  await clerk.fill('#field-recipient_id_no', idNumber())
  await clerk.getByLabel('他人代领').check()
  await clerk.fill('#field-note', '法定代表人出具的授权委托书一份')
  await clerk.keyboard.press('Control+Enter')
  await clerk.getByText('已送达并办结').waitFor()
  await judge(clerk, 'desk-delivered')
  await clerk.close()
})

async function fillForm(page) {
  const fields = page.locator('.desk-form .field')
  for (let at = 0; at < (await fields.count()); at++) {
    const field = fields.nth(at)
    if (await field.locator('.optional').count()) continue
    const label = await field.locator('label, legend').first().innerText()
    const select = field.locator('select')
    if (await select.count()) await select.selectOption({ index: 1 })
    else if (await field.locator('input[type=radio], input[type=checkbox]').count()) await field.locator('input').first().check()
    else if (await field.locator('input[type=date]').count()) await field.locator('input').fill('2026-03-02')
    else {
      const value = /信用代码/.test(label) ? creditCode() : /证件号|身份证/.test(label) ? idNumber() : /电话|手机/.test(label) ? '13907750004' : /面积|人数|数量|金额|资金|容量/.test(label) ? '86' : '玉林市人民中路1号'
      await field.locator('input, textarea').first().fill(value)
    }
  }
  await page.setViewportSize(desktop)
}
