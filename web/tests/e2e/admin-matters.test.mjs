// The catalogue in the browser, against a running server with the demonstration's data: YIMEN_URL, administrators without second factor.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { as, closeAll, dialog, expectNoFaultsAnywhere, judged, judgedFromTop, press, stamp } from '../support/admin.mjs'
import { baseUrl, eventually, expectAccessible, open, phone, settle } from '../support/browser.mjs'

let editor, publisher, department
let matter // one that is published and has open issues
const api = (page, path) => page.evaluate(async (at) => (await fetch(`/api/v1${at}`)).json(), path)
const saved = (page) => page.getByText('已自动保存').waitFor()

before(async () => {
  ;[editor, publisher, department] = [await as('yl.catalogue'), await as('yl.catalogueb'), await as('yl.fg.approver2')]
  const { items } = await api(editor, '/matters?has_issues=true&stage=published&limit=50')
  const details = await Promise.all(items.map((one) => api(editor, `/matters/${one.id}`)))
  // One whose draft nobody has begun, with a printed limit to settle and an open door to publication.
  matter = details.find((one) => !one.draft_version_id && one.content.issues.some((issue) => ['promised', 'statutory'].includes(issue.field) && !issue.is_settled) && !one.problems.some((problem) => problem.severity === 'error')).id
})
after(closeAll)

test('the list filters by the address, shows completeness and pages by key', async () => {
  const page = editor
  await open(page, '/bench/matters')
  await judged(page, 'matters')
  await page.getByRole('button', { name: '下一页' }).click()
  await settle(page)
  await page.getByRole('button', { name: '上一页' }).click()
  await settle(page)
  await page.fill('#field-q', '取水')
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=/)
  await settle(page)
  for (const name of await page.locator('tbody td[data-label="事项名称"] a').allInnerTexts()) assert.match(name, /取水/)
  await page.fill('#field-q', '没有这样的事项')
  await page.keyboard.press('Enter')
  await page.getByText('没有符合条件的事项').waitFor()
  await judged(page, 'matters-none')
  await press(page, '清除条件')
  await settle(page)
})

test('a department administrator sees the own department only and may not publish', async () => {
  const page = department
  await open(page, '/bench/matters')
  const departments = new Set(await page.locator('tbody td[data-label="实施机关"]').allInnerTexts())
  assert.deepEqual([...departments], ['玉林市发展和改革委员会'])
  await eventually(async () => assert.equal(await page.getByRole('link', { name: '导入' }).count(), 0))
  await open(page, '/bench/matters/import')
  await page.getByText('您不能查看这个页面').waitFor()
})

test('the editor opens every section without a violation', async () => {
  const page = editor
  for (const section of ['identity', 'basis', 'conditions', 'situations', 'materials', 'limits', 'steps', 'results', 'fees', 'channels', 'contacts', 'faqs', 'form', 'issues']) {
    await open(page, `/bench/matters/${matter}?section=${section}`)
    await page.evaluate(() => document.querySelectorAll('.section-form details').forEach((one) => one.setAttribute('open', '')))
    await judged(page, `matter-${section}`)
  }
})

test('an edit is marked, saved by itself, and its problem leads to the field', async () => {
  const page = editor
  await open(page, `/bench/matters/${matter}?section=identity`)
  await press(page, '编辑新版')
  await page.fill('#field-content-scenario', `适用于首次申请${stamp}`)
  await saved(page)
  await page.locator('.element.changed', { hasText: '适用情形' }).waitFor()
  await eventually(async () => assert.match(await page.locator('.section-nav button', { hasText: '基本信息' }).innerText(), /±1/))
  await page.getByRole('button', { name: '咨询与救济' }).click()
  await page.fill('#field-content-consult_phone', '')
  const missing = page.locator('.side button', { hasText: '没有咨询电话' })
  await missing.waitFor()
  await page.getByRole('button', { name: /^基本信息/ }).click()
  await missing.click()
  await page.waitForFunction(() => document.activeElement?.id === 'field-content-consult_phone')
  await page.fill('#field-content-consult_phone', '0775-0128000')
  await missing.waitFor({ state: 'detached' })
  await judged(page, 'matter-edited')
})

test('materials are added, moved and removed by keyboard; removing can be undone', async () => {
  const page = editor
  await open(page, `/bench/matters/${matter}?section=materials`)
  const cards = page.locator('.section-form > .elements > .element > fieldset > .items > .item')
  await cards.first().waitFor()
  const before = await cards.count()
  await press(page, '添加材料')
  await page.keyboard.type('项目申请报告')
  await saved(page)
  await eventually(async () => assert.equal(await cards.count(), before + 1))
  await page.getByRole('button', { name: '上移 项目申请报告' }).press('Enter')
  await eventually(async () => assert.match(await cards.nth(before - 1).innerText(), /项目申请报告/))
  await cards.nth(before - 1).evaluate((one) => one.setAttribute('open', ''))
  await page.getByRole('button', { name: '删除 项目申请报告' }).press('Enter')
  await page.getByText('已删除 项目申请报告').first().waitFor()
  await eventually(async () => assert.equal(await cards.count(), before))
  await press(page, '撤销')
  await eventually(async () => assert.equal(await cards.count(), before + 1))
  await saved(page)
})

test('somebody else was faster: the page says so and keeps what was typed', async () => {
  const page = editor
  await open(page, `/bench/matters/${matter}?section=identity`)
  const other = publisher
  await open(other, `/bench/matters/${matter}?section=contacts`)
  await other.fill('#field-content-supervise_phone', `0775-${stamp}`)
  await saved(other)
  await page.fill('#field-content-scenario', `适用于首次申请和变更${stamp}`)
  await page.getByText('内容已被他人更新').waitFor()
  await eventually(async () => assert.equal(await page.inputValue('#field-content-scenario'), `适用于首次申请和变更${stamp}`))
  await judged(page, 'matter-stale')
  await press(page, '重新载入')
  await page.waitForFunction((words) => document.querySelector('#field-content-scenario')?.value === words, `适用于首次申请${stamp}`)
})

test('what the printed guide left open is settled beside its field', async () => {
  const page = editor
  await open(page, `/bench/matters/${matter}?section=limits`)
  const openBefore = await page.locator('.stated').count()
  await page.locator('.stated').first().getByRole('button', { name: '核定' }).click()
  await dialog(page).waitFor()
  await expectAccessible(page, 'settle')
  await dialog(page).getByRole('button', { name: '核定' }).click()
  await dialog(page).getByText('有 1 处需要修改').waitFor()
  await page.fill('#field-note', '按承诺时限执行，延长另行登记')
  await dialog(page).getByRole('button', { name: '核定' }).click()
  await page.waitForFunction((count) => document.querySelectorAll('.stated').length < count, openBefore)
})

test('the preview shows the guide as the public reads it, wide and narrow', async () => {
  const page = editor
  await open(page, `/bench/matters/${matter}`)
  await press(page, '预览')
  await dialog(page).getByText('公众看到的样子').waitFor()
  await judged(page, 'matter-preview')
  await dialog(page).getByRole('button', { name: '手机' }).click()
  await expectAccessible(page, 'preview phone')
  await page.keyboard.press('Escape')
})

test('editor submits, cannot publish the own work; another publishes, the public reads it', async () => {
  const page = editor
  await open(page, `/bench/matters/${matter}`)
  await page.keyboard.press('Control+Enter')
  await page.fill('#field-note', '补充适用情形')
  await dialog(page).getByRole('button', { name: '提交审核' }).click()
  await page.getByText('正在审核，不能修改').waitFor()
  await judged(page, 'matter-in-review')
  await press(page, '发布 Ctrl ↵').catch(() => page.locator('.sticky-foot .btn.main').click())
  await dialog(page).getByRole('button', { name: '发布' }).click()
  await dialog(page).getByText('请由另一人审核发布').waitFor()
  await expectAccessible(page, 'second person')
  await page.keyboard.press('Escape')
  const other = publisher
  await open(other, `/bench/matters/${matter}`)
  await press(other, '退回修改')
  await other.fill('#field-reason', '请写清适用对象')
  await dialog(other).getByRole('button', { name: '退回修改' }).click()
  await other.getByText('请写清适用对象').first().waitFor()
  await open(page, `/bench/matters/${matter}?section=identity`)
  await page.fill('#field-content-scenario', `适用于首次申请的单位${stamp}`)
  await saved(page)
  await page.keyboard.press('Control+Enter')
  await dialog(page).getByRole('button', { name: '提交审核' }).click()
  await page.getByText('正在审核，不能修改').waitFor()
})

test('publishing by the other person takes effect for the public', async () => {
  const page = editor
  // The publisher edited the draft in between; the matter was submitted by the editor, who wrote it last.
  const other = publisher
  await open(other, `/bench/matters/${matter}`)
  await other.locator('.sticky-foot .btn.main').click()
  await dialog(other).getByRole('button', { name: '发布' }).click()
  await other.getByText('正在查看已发布的版本，只读').waitFor()
  assert.equal((await api(page, `/public/matters/${matter}`)).scenario, `适用于首次申请的单位${stamp}`)
  await open(other, `/bench/matters/${matter}/comparison`)
  await other.getByText('适用情形').first().waitFor()
  await judged(other, 'matter-comparison')
})

test('a suspended matter is told with its reason and can be resumed', async () => {
  const page = publisher
  await open(page, `/bench/matters/${matter}`)
  const act = async (name) => {
    await page.locator('.sticky-foot summary').click()
    await page.locator('.sticky-foot .pop').getByRole('button', { name, exact: true }).click()
    await dialog(page).waitFor()
    await expectAccessible(page, name)
    await page.fill('#field-reason', '系统升级')
    await dialog(page).getByRole('button', { name, exact: true }).click()
    await dialog(page).waitFor({ state: 'detached' })
    await settle(page)
  }
  await act('暂停')
  await page.getByText('暂停或取消的原因：系统升级').waitFor()
  await act('恢复')
  await page.getByText('暂停或取消的原因').waitFor({ state: 'detached' })
})

test('places that share the base item are held against each other', async () => {
  const page = editor
  await open(page, `/bench/matters/${matter}/consistency`)
  await judged(page, 'matter-consistency')
  await open(page, '/bench/matters/consistency')
  await judged(page, 'consistency')
})

test('an import names rows and fields, a broken file names line and column', async () => {
  const page = editor
  const folder = mkdtempSync(join(tmpdir(), 'yimen-import-'))
  const file = (name, text) => (writeFileSync(join(folder, name), text), join(folder, name))
  await open(page, '/bench/matters/import')
  await judged(page, 'import')
  await page.setInputFiles('#field-file', file('broken.json', '[\n {"id": 1,}\n]'))
  await page.getByText(/不是有效的 JSON：第 2 行/).waitFor()
  await expectAccessible(page, 'import broken')
  await page.setInputFiles('#field-file', file('two.json', JSON.stringify([{ id: `e2e-${Date.now()}`, name: '测试导入事项', item_type: '公共服务', department_category: '水利', promised_limit: { raw: '约3天', value: null, unit: null } }, { id: 'without-name' }])))
  await page.getByText('读到 2 行').waitFor()
  await press(page, '开始导入')
  await page.getByRole('heading', { name: '导入报告' }).waitFor()
  await page.locator('tbody tr', { hasText: 'without-name' }).first().waitFor()
  await judged(page, 'import-report')
})

test('a new matter begins as a draft and cannot be submitted before it is whole', async () => {
  const page = editor
  await open(page, '/bench/matters')
  await press(page, '新增事项')
  await dialog(page).getByRole('button', { name: '建立草稿' }).click()
  await dialog(page).getByText('有 3 处需要修改').waitFor()
  await expectAccessible(page, 'create errors')
  await page.fill('#field-content-name', `测试新事项${Date.now()}`)
  await page.selectOption('#field-content-type', 'public_service')
  await page.fill('#field-category', '水利')
  await dialog(page).locator('.combo:visible [role=option]').first().click()
  await dialog(page).getByRole('button', { name: '建立草稿' }).click()
  await page.waitForURL(/\/bench\/matters\/\d+/)
  await page.locator('.sticky-foot .btn.main').waitFor()
  await page.keyboard.press('Control+Enter')
  await dialog(page).getByRole('button', { name: '提交审核' }).click()
  await page.getByText('事项还不具备发布条件').waitFor()
  await judgedFromTop(page, 'matter-refused')
  await page.locator('.notice.bad button', { hasText: '申报材料' }).click()
  await page.waitForFunction(() => document.querySelector('#section-title')?.textContent.includes('申请材料'))
})

test('English keeps the page', async () => {
  const page = editor
  await page.context().addCookies([{ name: 'yimen_lang', value: 'en', url: baseUrl() }])
  await open(page, `/bench/matters/${matter}?section=materials`)
  await page.getByRole('heading', { name: 'Materials', level: 2 }).waitFor()
  await judged(page, 'matter-en')
  await page.context().addCookies([{ name: 'yimen_lang', value: 'zh-CN', url: baseUrl() }])
})

test('no page broke the policy or threw', async () => {
  await expectNoFaultsAnywhere()
})
