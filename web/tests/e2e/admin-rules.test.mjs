// A decision rule is written in the browser, against a running server with the demonstration city: a gap is found and mended, an
// example kept, another person publishes; a decision is held against its benchmark, and supervision sees the one that departs.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { eventually, open, settle } from '../support/browser.mjs'
import { as, carryOut, closeAll, dialog, expectNoFaultsAnywhere, judged, judgedFromTop, press, stamp } from '../support/admin.mjs'
import { publishDraft, submitDraft } from '../support/designs.mjs'
import { metChecks, receiveCase, signOn, startClient } from '../support/staff.mjs'

const key = `term-${stamp}`
const name = `有效期${stamp}`
const reason = `水源地保护规划调整${stamp}`
let waiting, refusing
async function toDecision(clerk, matter, name, logins) {
  const received = await receiveCase(clerk, matter, { name })
  await clerk.act(received.case_id, 'acceptance', {})
  for (const login of logins) {
    const staff = await startClient(login)
    const task = await staff.openTask(received.case_id)
    if (task.kind === 'review') await staff.act(received.case_id, `/tasks/${task.id}/forward`, { opinion: '已审查', checks: metChecks(task) })
  }
  return received
}
before(async () => {
  const clerk = await startClient('yl.clerk3')
  await signOn(clerk, { number: 'A03' })
  waiting = await toDecision(clerk, '取水许可', '取水人', ['yl.sl.handler1', 'yl.sl.reviewer1'])
  refusing = await toDecision(clerk, '道路普通货物运输经营许可', '货运人', ['yl.jt.handler1', 'yl.jt.reviewer1'])
})
after(async () => {
  await expectNoFaultsAnywhere()
  await closeAll()
})
const status = (page, words) => page.locator('.problem-list').getByText(words).first().waitFor()
const write = async (page, row, column, text) => {
  const cell = page.locator(`[data-row="${row}"][data-column="${column}"]`)
  await cell.fill(text)
  await cell.press('Tab')
}

test('the list and the page of a rule say what holds and who uses it', async () => {
  const page = await as('yl.catalogue')
  await open(page, '/bench/rules')
  await judged(page, 'rules')
  await page.getByRole('link', { name: '取水许可证有效期裁量基准（演示）' }).click()
  await page.getByRole('heading', { name: /使用这条规则的事项/ }).waitFor()
  await settle(page)
  await judged(page, 'rule')
})

test('a rule is written by keyboard: its gap is named with an example and mended', async () => {
  const page = await as('yl.catalogue')
  await open(page, '/bench/rules')
  await press(page, '新建规则')
  await dialog(page).locator('#field-key').fill(key)
  await dialog(page).locator('#field-name').fill(name)
  await dialog(page).getByRole('button', { name: '新建并打开' }).click()
  await page.locator('.table-editor').waitFor()
  await status(page, '还没有示例')
  await page.selectOption('#field-type-input_1', 'number')
  await write(page, 0, 0, '< 50')
  await write(page, 0, 1, '3')
  await status(page, '没有一行适用于')
  await judged(page, 'rule-designer-gap')
  await page.locator('.problem-list .link').filter({ hasText: '没有一行适用于' }).press('Enter')
  await page.locator('[data-row="0"][data-column="0"]').press('Enter') // leads to a new row below the last
  await write(page, 1, 0, '>= 50')
  await write(page, 1, 1, '5')
  await page.getByText('没有一行适用于').waitFor({ state: 'detached' })
  const typed = page.locator('[data-row="1"][data-column="1"]')
  await typed.fill('6')
  await typed.press('Control+s')
  await page.getByText('已保存', { exact: true }).waitFor()
  await open(page, `/bench/rules/${key}/draft`)
  await eventually(async () => assert.equal(await typed.inputValue(), '6'))
  await write(page, 1, 1, '5')
  await press(page, '撤销')
  await press(page, '重做')
  await status(page, '还没有示例')
})

test('an example is tried, kept, and has to stay right', async () => {
  const page = await as('yl.catalogue')
  await page.locator('.simulation form input').first().fill('60')
  await page.locator('.simulation').getByRole('button', { name: '试算', exact: true }).first().click()
  await page.getByText('结果：5').waitFor()
  await page.fill('#field-sample-name', '六十')
  await press(page, '存为示例')
  await status(page, '没有问题')
  await write(page, 1, 1, '4')
  await status(page, '示例“六十”不符')
  await write(page, 1, 1, '5')
  await status(page, '没有问题')
  await judgedFromTop(page, 'rule-designer')
})

test('the drawing shows the same rule', async () => {
  const page = await as('yl.catalogue')
  await press(page, '决策图')
  await page.locator('.canvas .djs-container').first().waitFor()
  await page.locator('.bjs-powered-by').first().waitFor()
  await judged(page, 'rule-drawing')
  await press(page, '表格')
})

test('the draft is submitted by one and published by another', async () => {
  const page = await as('yl.catalogue')
  await submitDraft('第一版')
  await page.getByText('须由另一人审核发布').waitFor()
  const checker = await publishDraft(`/bench/rules/${key}`)
  await eventually(async () => assert.match(await checker.locator('tbody tr').last().innerText(), /现行/))
})

test('two versions are compared row by row', async () => {
  const page = await as('yl.catalogue')
  await open(page, '/bench/rules/water-permit-term')
  await page.getByRole('button', { name: /^(修改规则|继续修改)$/ }).click()
  await page.locator('.table-editor').waitFor()
  await write(page, 3, 3, '[5..7]')
  await press(page, '保存草稿')
  await page.getByText('已保存').waitFor()
  await page.getByRole('link', { name: '查看修改了什么' }).click()
  await page.getByRole('cell', { name: '[5..7]' }).waitFor()
  await judged(page, 'rule-comparison')
  await open(page, '/bench/rules/water-permit-term/draft')
  await page.locator('.table-editor').waitFor()
  await press(page, '丢弃草稿')
  await carryOut(page, '丢弃草稿')
})

test('a decision that leaves its benchmark asks for reason and approval, and supervision sees it', async () => {
  const page = await as('yl.sl.approver1')
  await open(page, `/bench/cases/${waiting.case_id}`)
  await page.getByText('决定时认定').waitFor()
  for (const box of await page.locator('.case-panel input[type=checkbox]').all()) await box.check()
  await page.getByRole('button', { name: /^准予/ }).first().click()
  await dialog(page).getByLabel('近三年超许可取水').selectOption('false')
  const years = dialog(page).getByLabel('取水许可证有效年数')
  await years.waitFor()
  await dialog(page).getByText(/基准：5至/).waitFor()
  await years.fill('3')
  await dialog(page).getByText(/与裁量基准不一致/).waitFor()
  await judged(page, 'case-departure')
  await dialog(page).getByLabel('偏离理由').fill(reason)
  await dialog(page).getByLabel('批准方式').selectOption('collective')
  await dialog(page).getByLabel('批准材料或讨论记录').fill('局务会议纪要第3期')
  await dialog(page).locator('button[type=submit]').click()
  await dialog(page).waitFor({ state: 'detached' })
  await page.getByText('偏离基准').first().waitFor()
  await judged(page, 'case-departed')

  const supervisor = await as('yl.supervisor')
  await open(supervisor, '/bench/discretion-departures')
  await supervisor.getByText(reason).waitFor()
  await judged(supervisor, 'departures')
})

test('what the list of departures shows is handed over as a file, with the filter and a trace', async () => {
  const supervisor = await as('yl.supervisor')
  await supervisor.fill('#field-q', reason)
  await press(supervisor, '搜索')
  await settle(supervisor)
  await eventually(async () => assert.equal(await supervisor.locator('tbody tr').count(), 1))
  await supervisor.locator('.menu-fold summary', { hasText: '导出' }).press('Enter')
  await judged(supervisor, 'departures-export')
  await supervisor.locator('.menu-fold .pop').getByRole('button', { name: /CSV/ }).press('Enter')
  const link = supervisor.getByRole('link', { name: '下载结果' }).first()
  await link.waitFor()
  const answer = await supervisor.request.get(await link.getAttribute('href'))
  const lines = (await answer.text()).replace(/^\uFEFF/, '').trim().split(/\r?\n/)
  assert.equal(lines.length, 2)
  assert.ok(lines[1].includes(reason))
  assert.ok(lines[1].includes('局务会议纪要第3期'))
  assert.ok(!lines[0].includes('undefined'))
})

test('a refusal that the benchmark does not propose asks for reason and approval too', async () => {
  const page = await as('yl.jt.approver1')
  await open(page, `/bench/cases/${refusing.case_id}`)
  await page.getByText('决定时认定').waitFor()
  for (const box of await page.locator('.case-panel input[type=checkbox]').all()) await box.check()
  await page.getByRole('button', { name: /^不予/ }).first().click()
  await dialog(page).getByLabel('两年内有严重超限超载记录').selectOption('false')
  await dialog(page).getByText('是否准予：基准准予').waitFor()
  await dialog(page).getByText(/与裁量基准不一致/).waitFor()
  await judged(page, 'case-refusal-departure')
  await dialog(page).locator('#field-grounds').fill('停车场地不符合规定')
  await dialog(page).locator('#field-clause').fill('《道路货物运输及站场管理规定》第六条')
  await dialog(page).getByLabel('偏离理由').fill(`${reason}不予`)
  await dialog(page).getByLabel('批准方式').selectOption('head')
  await dialog(page).getByLabel('批准材料或讨论记录').fill('局长批示第9号')
  await dialog(page).locator('button[type=submit]').click()
  await dialog(page).waitFor({ state: 'detached' })
  await page.getByText('偏离基准').first().waitFor()
  const supervisor = await as('yl.supervisor')
  await open(supervisor, '/bench/discretion-departures')
  await supervisor.getByText(`${reason}不予`).waitFor()
})
