// Makes the pictures of docs/manual from a running server with the demonstration city:
//   YIMEN_URL=http://127.0.0.1:8080 node tools/manual_screenshots.mjs [citizen clerk approver administrator …]
// The browser itself packs them as WebP: about 30 KB each instead of 130.
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { desktop, open, settle, signIn, startBrowser } from '../web/tests/support/browser.mjs'
import { carryOut } from '../web/tests/support/admin.mjs'
import { addElement, draft, outline, problems } from '../web/tests/support/designs.mjs'
import { metChecks, receiveCase, signOn, startClient } from '../web/tests/support/staff.mjs'

const folder = fileURLToPath(new URL('../docs/manual/img/', import.meta.url))
mkdirSync(folder, { recursive: true })
const password = 'Yimen@2026'
const wanted = process.argv.slice(2)

const packer = await startBrowser()
const canvas = await packer.newPage()
async function pack(png, name) {
  const address = await canvas.evaluate(async (bytes) => {
    const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${bytes}`)).blob())
    const paper = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height })
    paper.getContext('2d').drawImage(picture, 0, 0)
    return paper.toDataURL('image/webp', 0.8)
  }, png.toString('base64'))
  const bytes = Buffer.from(address.split(',')[1], 'base64')
  writeFileSync(`${folder}${name}.webp`, bytes)
  console.log(`${name}.webp`, `${Math.round(bytes.length / 1024)} KB`)
}

/** One person's pictures: a path, or what leads to the view and may press buttons there. */
async function shoot(login, staff, pages) {
  const chosen = pages.filter(([name]) => !wanted.length || wanted.some((word) => name.startsWith(word)))
  if (!chosen.length) return
  const browser = await startBrowser()
  const page = await browser.newPage()
  await page.setViewportSize(desktop)
  if (login) await signIn(page, login, password, { staff })
  for (const [name, path, act] of chosen) {
    const target = typeof path === 'function' ? await path(page) : path
    if (!target) continue
    await open(page, target)
    await act?.(page)
    await settle(page)
    await page.waitForTimeout(600)
    await pack(await page.screenshot(), name)
  }
  await browser.close()
}
const api = (page, path) => page.evaluate(async (p) => (await fetch('/api/v1' + p)).json(), path)
const firstMatter = async (page) => (await api(page, '/public/matters?q=%E5%85%AC%E5%85%B1%E5%9C%BA%E6%89%80%E5%8D%AB%E7%94%9F%E8%AE%B8%E5%8F%AF&region=450900000000')).items[0].id
const firstCase = async (page) => (await api(page, '/cases?limit=1')).items?.[0]?.id
const firstOwnMatter = async (page) => (await api(page, '/matters?limit=1')).items?.[0]?.id
const press = (name) => (page) => page.getByRole('button', { name, exact: true }).first().click()

await shoot(null, false, [
  ['portal-home', '/'], ['portal-progress', '/progress'],
])
await shoot('wangxiulan', false, [
  ['citizen-my', '/my'], ['citizen-guide', async (page) => `/matters/${await firstMatter(page)}`], ['citizen-apply', async (page) => `/apply/${await firstMatter(page)}`],
])
await shoot('yl.clerk1', true, [['clerk-desk', '/bench/desk'], ['clerk-tasks', '/bench/tasks']])
await shoot('yl.sc.handler1', true, [['handler-tasks', '/bench/tasks'], ['handler-cases', '/bench/cases'], ['handler-case', async (page) => `/bench/cases/${await firstCase(page)}`],
  ['approver-sign', async (page) => `/bench/cases/${(await api(page, '/tasks?kind=review&limit=1')).items?.[0]?.id}`, async (page) => {
    await page.locator('.case-verbs summary').click()
    await page.locator('.case-verbs .pop').getByRole('button', { name: '加签…' }).click()
    await page.getByRole('group', { name: /加签给/ }).getByRole('checkbox').first().check()
    await page.fill('dialog #field-reason', '涉及冷链，请先看储存条件')
  }]])
const someForm = async (page) => {
  const found = (await api(page, '/matters?q=%E5%85%AC%E5%85%B1%E5%9C%BA%E6%89%80%E5%8D%AB%E7%94%9F%E8%AE%B8%E5%8F%AF&limit=1')).items?.[0]?.id
  return found ? `/bench/matters/${found}/form` : null
}
await shoot('yl.catalogue', true, [
  ['form-designer', someForm, (page) => page.locator('.outline .pick').nth(1).click()],
  ['form-preview', someForm, press('预览')],
  ['form-questions', '/bench/questions'],
])
await shoot('yl.catalogue', true, [['administrator-matters', '/bench/matters'], ['administrator-matter', async (page) => `/bench/matters/${await firstOwnMatter(page)}`]])
const route = '/bench/processes/handler-reviewer-approver'
/** A draft with a further row in the check-list of the review; made once, left in the demonstration city. */
async function drawn(page) {
  await open(page, route)
  await page.getByRole('button', { name: /^(修改流程|继续修改)$/ }).click()
  await page.getByText('没有问题').waitFor()
  await page.locator('.outline .pick:not(.small)', { hasText: '审核' }).first().click()
  const rows = await page.inputValue('#field-checks')
  if (!rows.includes('现场照片')) await page.fill('#field-checks', `${rows}\n现场照片齐全`)
  await press('保存草稿')(page)
  await page.getByText('已保存').waitFor()
  return `${route}/draft`
}
await shoot('yl.catalogue', true, [
  ['process-list', '/bench/processes'],
  ['process-designer', drawn, (page) => page.locator('.outline .pick:not(.small)', { hasText: '审核' }).first().click()],
  ['process-simulation', `${route}/draft`, press('模拟')],
  ['process-trial', `${route}/draft`, async (page) => {
    await press('用旧件试走')(page)
    await page.getByText(/路线相同/).waitFor()
    await page.getByText(/路线相同/).evaluate((found) => found.closest('section').scrollIntoView({ block: 'start' }))
  }],
  ['process-comparison', `${route}/comparison?from=1&to=draft`],
])
/** The drawn version is published by the other administrator, so that running cases have somewhere to move to. */
async function publishDrawn(version = 2) {
  const at = '/processes/handler-reviewer-approver'
  const author = await startClient('yl.catalogue')
  if ((await author.get(at)).versions.length >= version) return
  await author.call('POST', `${at}/draft`)
  await author.call('POST', `${at}/submission`, {}, { etag: (await author.call('GET', `${at}/draft`)).etag })
  const checker = await startClient('yl.catalogueb')
  await checker.call('POST', `${at}/publication`, {}, { etag: (await checker.call('GET', `${at}/draft`)).etag })
}
if (!wanted.length || wanted.some((word) => 'process-move'.startsWith(word))) await publishDrawn()
await shoot('yl.catalogueb', true, [
  ['process-move', route, async (page) => {
    await page.selectOption('#field-move-from', { index: 1 })
    await page.selectOption('#field-move-to', { index: 1 })
    await press('预览')(page)
    await page.getByText(/可以迁移/).scrollIntoViewIfNeeded()
  }],
])
/** Only shown, not saved: a wait for a message, a step that must write a record, a process for others to call. */
const chosen = (name, act) => async (page) => {
  await outline(page, name).click()
  await act(page)
}
const opened = async (page) => {
  await draft(page, route)
  return `${route}/draft`
}
const record = (page) => page.getByRole('group', { name: /须作出的文书/ }).getByLabel('现场核查笔录')
async function expected(page) {
  await addElement(page, 'MessageCatch', '等专家意见')
  await page.selectOption('#field-message', 'expert_opinion')
  await problems(page, '没有问题')
}
await shoot('yl.catalogue', true, [
  ['process-message', opened, chosen('承办', expected)],
  ['process-documents', opened, chosen('承办', (page) => record(page).check())],
  ['process-for-calls', '/bench/processes', async (page) => {
    await press('新建流程')(page)
    await page.locator('dialog[open] #field-key').fill(`expert-${Date.now() % 100000}`)
    await page.locator('dialog[open] #field-name').fill('专家审查')
    await page.locator('dialog[open] button[type=submit]').click()
    await problems(page, '没有问题')
    await page.locator('#field-for-calls').check()
    await outline(page, '决定').click()
    await press('删除这个元素')(page)
    await problems(page, '没有问题')
    await page.keyboard.press('Escape')
  }],
])
/** Only shown: steps in free order, one of them for each item of a list; something that may come at any time. */
const part = '自由核查'
async function free(page) {
  await outline(page, '承办').click()
  await addElement(page, 'bpmn:AdHocSubProcess', part)
  for (const [name, role] of [['现场核查', 'handler'], ['专家意见', 'reviewer']]) {
    await outline(page, part).click()
    await page.getByRole('button', { name: '在里面加一个环节' }).click()
    await page.fill('#field-element-name', name)
    await page.selectOption('#field-role', role)
    if (role === 'handler') await page.locator('#field-free-needed').check()
    else await page.locator('#field-free-once').check()
  }
  await problems(page, '没有问题')
}
async function listed(page) {
  await outline(page, '现场核查').click()
  await page.selectOption('#field-items-kind', 'items')
  await page.fill('#field-items-list', '["一号仓库", "二号仓库"]')
  await page.fill('#field-items-results', 'findings')
  await page.locator('#field-items-results').blur()
  await problems(page, '没有问题')
}
/** A draft of the version in force, whatever was drawn before. */
async function fresh(page) {
  await open(page, `${route}/draft`)
  if (await page.getByRole('button', { name: '丢弃草稿' }).count()) {
    await press('丢弃草稿')(page)
    await carryOut(page, '丢弃草稿')
  }
  return opened(page)
}
/** An element chosen, where it stands in the drawing, and what is told of it beside it. */
async function told(page, name, field) {
  await outline(page, name).click()
  await page.locator(field).evaluate((one) => one.scrollIntoView({ block: 'center' }))
}
await shoot('yl.catalogue', true, [
  ['process-free-order', fresh, async (page) => {
    await free(page)
    await told(page, part, '#field-element-name')
  }],
  ['process-items', fresh, async (page) => {
    await free(page)
    await listed(page)
    await told(page, '现场核查', '#field-items-list')
  }],
  ['process-event-sub', fresh, async (page) => {
    await press('加事件子流程')(page)
    await page.fill('#field-element-name', '申请人补充说明')
    await page.selectOption('#field-message', 'applicant_statement')
    await problems(page, '没有问题')
    await told(page, '申请人补充说明', '#field-message')
  }],
])
/** What `draw` draws is published, and a case is accepted on it. */
async function caseOn(draw) {
  const author = await startBrowser()
  const drawing = await author.newPage()
  await drawing.setViewportSize(desktop)
  await signIn(drawing, 'yl.catalogue', password, { staff: true })
  await draw(drawing)
  await press('保存草稿')(drawing)
  await drawing.getByText('已保存').waitFor()
  await author.close()
  await publishDrawn(Infinity)
  const clerk = await startClient('yl.clerk3')
  await signOn(clerk, { number: 'A03' })
  const { case_id: id } = await receiveCase(clerk, '食品经营许可证(销售类)登记', { name: '许敏' })
  await clerk.act(id, 'acceptance', {})
  return id
}
/** A route that waits for the experts and asks for a record, and a case on it. */
async function waitingCase(page) {
  const id = await caseOn(async (drawing) => {
    await draft(drawing, route)
    await outline(drawing, '受理').click()
    await expected(drawing)
    await outline(drawing, '承办').click()
    await record(drawing).check()
  })
  page.waitingCase = `/bench/cases/${id}`
  return page.waitingCase
}
await shoot('yl.sc.handler2', true, [
  ['case-wait', waitingCase, async (page) => {
    await page.getByRole('button', { name: /^记录已收到/ }).click()
    await page.locator('dialog[open] #field-words').fill('专家组一致同意')
  }],
  ['case-documents', (page) => page.waitingCase ?? waitingCase(page), async (page) => {
    await page.getByRole('button', { name: /^记录已收到/ }).click()
    await page.locator('dialog[open] #field-words').fill('专家组一致同意')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('button', { name: '制作《现场核查笔录》' }).click()
    await page.locator('dialog[open]').getByLabel('核查情况').fill('经营面积与申请表一致')
  }],
])
/** The free part with its list is published, and a case has come to it. */
async function freeCase() {
  const id = await caseOn(async (drawing) => {
    await fresh(drawing)
    // What the pictures before have published would be waited for here too.
    if (await outline(drawing, '等专家意见').count()) {
      await outline(drawing, '等专家意见').click()
      await press('删除这个元素')(drawing)
      await outline(drawing, '承办').click()
      await record(drawing).uncheck()
    }
    await free(drawing)
    await listed(drawing)
  })
  const handler = await startClient('yl.sc.handler2')
  const task = await handler.openTask(id)
  await handler.act(id, `/tasks/${task.id}/forward`, { opinion: '请到两处仓库核查', checks: metChecks(task) })
  return `/bench/cases/${id}`
}
await shoot('yl.sc.handler1', true, [['case-free-order', freeCase, async (page) => {
  await page.getByRole('button', { name: '开始：现场核查' }).click()
  await page.getByText('正在办').first().waitFor()
  await page.getByRole('heading', { name: `自由顺序：${part}` }).evaluate((one) => one.scrollIntoView({ block: 'start' }))
}]])
const rule = '/bench/rules/water-permit-term'
/** A draft with another range in its last row; made once, left in the demonstration city. */
async function written(page) {
  await open(page, rule)
  await page.getByRole('button', { name: /^(修改规则|继续修改)$/ }).click()
  await page.locator('.table-editor').waitFor()
  await page.fill('[data-row="3"][data-column="3"]', '[5..7]')
  await page.press('[data-row="3"][data-column="3"]', 'Tab')
  await press('保存草稿')(page)
  await page.getByText('已保存').waitFor()
  return `${rule}/draft`
}
await shoot('yl.catalogue', true, [['rule-list', '/bench/rules'], ['rule-designer', written], ['rule-comparison', `${rule}/comparison?from=1&to=draft`]])
/** Makes a decision or a part of one another kind. */
async function turn(page, part, kind) {
  await page.getByRole('button', { name: new RegExp(`^“${part}”现在是`) }).click()
  await page.locator('dialog[open] label', { hasText: new RegExp(`^${kind}`) }).click()
  await press('确定')(page)
}
async function write(page, label, text) {
  await page.getByLabel(label, { exact: true }).first().fill(text)
  await page.keyboard.press('Tab')
}
const boxed = `fee-${Date.now() % 1e7}`
let begunAt = null
/** A rule begun from nothing: a context that takes two steps. */
async function begun(page) {
  if (begunAt) return begunAt
  await open(page, '/bench/rules')
  await press('新建规则')(page)
  await page.fill('dialog[open] #field-key', boxed)
  await page.fill('dialog[open] #field-name', '占道费')
  await press('新建并打开')(page)
  await page.locator('.table-editor').waitFor()
  await write(page, '名称', '面积')
  await page.selectOption('#field-type-input_1', 'number')
  await turn(page, '占道费', '上下文')
  await write(page, '“项目1”的表达式（FEEL）', '面积 * 2')
  await page.locator('.parts [id$="-name"]').first().fill('按面积')
  await page.keyboard.press('Tab')
  await write(page, '结果', '按面积 + 10')
  await press('保存草稿')(page)
  await page.getByText('已保存').waitFor()
  begunAt = `/bench/rules/${boxed}/draft`
  return begunAt
}
/** The same with a table in a knowledge model that it calls. */
async function filled(page) {
  await press('加一个知识模型')(page)
  await page.keyboard.type('单价')
  await page.keyboard.press('Tab')
  await turn(page, '函数的内容', '决策表')
  const table = page.getByRole('region', { name: '决策表：函数的内容' })
  for (const [row, when, then] of [[0, '< 100', '2'], [1, '>= 100', '3']]) {
    await table.locator(`[data-row="${row}"][data-column="0"]`).fill(when)
    await page.keyboard.press('Tab')
    await table.locator(`[data-row="${row}"][data-column="1"]`).fill(then)
    await page.keyboard.press(row ? 'Tab' : 'Enter')
  }
  await settle(page)
  await table.evaluate((one) => one.closest('section').scrollIntoView({ block: 'center' }))
}
await shoot('yl.catalogue', true, [['rule-context', begun, (page) => page.getByRole('group', { name: '占道费' }).scrollIntoViewIfNeeded()], ['rule-inner-table', begun, filled]])
/** A water permit that waits for its decision: its matter names the rule as benchmark. */
async function waiting() {
  const clerk = await startClient('yl.clerk3')
  await signOn(clerk, { number: 'A03' })
  const { case_id: id } = await receiveCase(clerk, '取水许可', { name: '取水人' })
  await clerk.act(id, 'acceptance', {})
  for (const login of ['yl.sl.handler1', 'yl.sl.reviewer1']) {
    const staff = await startClient(login)
    const task = await staff.openTask(id)
    if (task.kind === 'review') await staff.act(id, `/tasks/${task.id}/forward`, { opinion: '拟同意', checks: metChecks(task) })
  }
  return `/bench/cases/${id}`
}
await shoot('yl.sl.approver1', true, [['decision-benchmark', waiting, async (page) => {
  for (const box of await page.locator('.case-panel input[type=checkbox]').all()) await box.check()
  await page.getByRole('button', { name: /^准予/ }).first().click()
  const dialog = page.locator('dialog[open]')
  await dialog.getByLabel('近三年超许可取水').selectOption('false')
  await dialog.getByLabel('取水许可证有效年数').fill('3')
  await dialog.getByText(/与裁量基准不一致/).scrollIntoViewIfNeeded()
}]])
await shoot('yl.supervisor', true, [['departure-list', '/bench/discretion-departures']])
await shoot('yl.fg.approver2', true, [
  ['administrator-posts', '/bench/posts'], ['administrator-absence', '/bench/absences', press('登记请假')], ['administrator-letters', '/bench/letters'], ['administrator-letter', '/bench/letters', press('出具授权书')],
])
await shoot('yl.manager1', true, [
  ['administrator-windows', '/bench/windows'], ['administrator-calendar', '/bench/calendar'], ['administrator-notice', '/bench/calendar?year=2027', press('导入节假日通知')],
  ['administrator-template', '/bench/document-templates/acceptance_notice'],
])
await shoot('yl.sys', true, [['administrator-regions', '/bench/regions?code=450902000000'], ['administrator-departments', '/bench/departments'], ['administrator-accounts', '/bench/accounts']])
await shoot('yl.sec', true, [['administrator-grants', '/bench/role-grants'], ['administrator-roles', '/bench/roles']])
await shoot('yl.audit', true, [['administrator-trail', '/bench/trail', press('核验全部留痕')]])
await packer.close()
