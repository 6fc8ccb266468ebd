// The citizen's way on a running server with the demonstration city:
//   YIMEN_URL=http://127.0.0.1:8080 node --test tests/e2e/citizen.test.mjs
// Register, apply with situations, submit twice, correct, withdraw, be served, rate; axe and width in every state.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { act, apiOf, demoPassword, madeUpIdNumber, registerEnterprise, takeWindow } from '../support/api.mjs'
import { desktop, expectAccessible, expectFits, expectNoFaults, open, phone, screenshot, settle, signIn, startBrowser } from '../support/browser.mjs'

const serial = Date.now() % 1_000_000_000
const login = `citizen${serial}`
const mobile = `199${String(serial % 100_000_000).padStart(8, '0')}`
const firm = `玉林市测试理发店${serial}`
const pdf = { name: '证明.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n') }
let browser, page, matter, clerk, caseId

before(async () => {
  browser = await startBrowser()
  page = await browser.newPage()
  page.setDefaultTimeout(10_000)
  clerk = await apiOf('yl.clerk1')
  await takeWindow(clerk)
  const found = await (await fetch(`${browser.base}/api/v1/public/matters?q=${encodeURIComponent('公共场所卫生许可')}&region=450900000000`)).json()
  matter = found.items.find((one) => one.name === '公共场所卫生许可')
  assert.ok(matter, 'the demonstration city is not loaded: run `yimen demo` first')
})
after(() => browser?.close())

/** Axe and width at 1366 and 360 px. */
async function judged(name) {
  for (const [width, viewport] of [['desktop', desktop], ['phone', phone]]) {
    await page.setViewportSize(viewport)
    await settle(page)
    await expectFits(page, `${name}-${width}`)
    await expectAccessible(page, `${name}-${width}`)
    await screenshot(page, `citizen-${name}-${width}`)
  }
  await page.setViewportSize(desktop)
}
const heading = (words) => page.getByRole('heading', { level: 1, name: words }).waitFor()
const next = (name = '继续') => page.getByRole('button', { name, exact: true }).click()
const step = () => new URL(page.url()).pathname.split('/').slice(3).join('/')

async function arrive(path) {
  await page.waitForURL(`**/apply/*/${path}*`)
  await settle(page)
}
async function toForm() {
  await open(page, `/apply/${matter.id}/applicant`)
  await page.getByRole('radio', { name: new RegExp(firm) }).check()
  await next()
  await page.waitForURL('**/situation/kind*')
  for (const name of ['新办', '理发店、美容店', '没有']) {
    await page.getByRole('radio', { name: new RegExp(`^${name}`) }).check()
    await next()
  }
  await arrive('tasks')
}
async function fillForm() {
  await page.getByRole('button', { name: '填写信息', exact: true }).click()
  await arrive('form')
  const values = { place_name: '玉林市好再来理发店', address: '玉林市玉州区人民东路 8 号', area: '60', staff_count: '3', contact: '李测试' }
  for (const [name, value] of Object.entries(values)) await page.fill(`#field-form-${name}`, value)
  await page.selectOption('#field-form-place_kind', 'hair')
  await page.getByRole('radio', { name: '市政供水' }).check()
  await page.fill('#field-form-phone', mobile)
}
async function giveMaterials() {
  await page.getByRole('button', { name: '上传材料', exact: true }).click()
  await arrive('materials')
  for (const card of await page.locator('section.card').all()) {
    const easy = card.getByRole('radio', { name: /^(用网上|免交|容缺)/ }).first()
    if (await easy.count()) await easy.check()
    else await card.locator('input[type=file]').setInputFiles(pdf)
  }
  await page.waitForFunction(() => !document.querySelector('[role=progressbar]'))
}
async function chooseDelivery() {
  await page.getByRole('button', { name: '领取方式', exact: true }).click()
  await arrive('delivery')
  await page.getByRole('radio').first().check()
}

test('a person registers with the code sent to the phone and lands on the own page', async () => {
  await open(page, '/register')
  const values = { name: '李测试', id_number: madeUpIdNumber(serial), phone: mobile, login, password: demoPassword }
  for (const [name, value] of Object.entries(values)) await page.fill(`#field-${name}`, value)
  await page.getByRole('button', { name: '获取验证码' }).click()
  const code = await page.getByText('演示环境验证码').locator('b').innerText()
  await page.fill('#field-sms_code', code)
  await page.check('#field-privacy_version')
  await page.locator('button[type=submit].main').click()
  await page.waitForURL('**/my')
  await settle(page)
  await page.getByText('现在没有正在办理的事').waitFor()
  await judged('my-empty')
})

test('the start page says what is needed, and is there without signing in', async () => {
  await open(page, `/apply/${matter.id}`)
  await heading('在线办理')
  await page.getByText('谁可以办').waitFor()
  await judged('start')
})

test('questions come one a page and cut the list of materials', async () => {
  await page.getByRole('link', { name: '开始填写' }).click()
  await arrive('applicant')
  await page.getByText('您现在不能申请这件事').waitFor()
  await judged('not-eligible')
  await registerEnterprise({ name: firm, serial, legalPerson: '李测试', legalPersonNumber: madeUpIdNumber(serial), phone: mobile.replace('199', '198'), login: `firm${serial}` })
  await open(page, `/apply/${matter.id}/applicant`)
  await page.getByRole('radio', { name: new RegExp(firm) }).check()
  await judged('applicant')
  await next()
  await page.waitForURL('**/situation/kind*')
  await next()
  await page.locator('.error-summary').waitFor()
  assert.equal(await page.locator('.error-summary').evaluate((box) => box === document.activeElement), true)
  await judged('situation-error')
  const before = await page.getByText(/按现在的回答，需要 \d+ 份材料/).innerText()
  await page.getByRole('radio', { name: /^延续/ }).check()
  const after = await page.getByText(/按现在的回答，需要 \d+ 份材料/).innerText()
  assert.notEqual(`${before}/延续`, `${after}/`)
  await page.getByRole('radio', { name: /^新办/ }).check()
  await judged('situation')
  await next()
  await page.waitForURL('**/situation/place*')
  await page.getByRole('radio', { name: /^理发店/ }).check()
  await next()
  await page.waitForURL('**/situation/air*')
  await page.getByRole('radio', { name: '没有' }).check()
  await next()
  await arrive('tasks')
  await judged('tasks')
})

test('the form names every gap at its field, hides what does not apply, and keeps what was typed', async () => {
  await page.getByRole('button', { name: '填写信息', exact: true }).click()
  await arrive('form')
  assert.equal(await page.locator('#field-form-bed_count').count(), 0)
  await page.selectOption('#field-form-place_kind', 'hotel')
  await page.locator('#field-form-bed_count').waitFor()
  await next('保存并继续')
  await page.locator('.error-summary').waitFor()
  assert.match(await page.title(), /^错误：/)
  await judged('form-errors')
  await page.goBack()
  await arrive('tasks')
  await fillForm()
  await judged('form')
  await next('保存并继续')
  await arrive('tasks')
})

test('materials are uploaded, waived by a certificate or deferred', async () => {
  await page.getByRole('button', { name: '上传材料', exact: true }).click()
  await arrive('materials')
  await next('保存并继续')
  await page.locator('.error-summary').waitFor()
  await judged('materials-errors')
  await page.goBack()
  await arrive('tasks')
  await giveMaterials()
  await judged('materials')
  await next('保存并继续')
  await arrive('tasks')
  await chooseDelivery()
  await judged('delivery')
  await next()
  await arrive('check')
  await judged('check')
})

test('a draft left half-way opens again where one was', async () => {
  const draft = new URL(page.url()).searchParams.get('draft')
  assert.ok(draft)
  await open(page, '/my/drafts')
  await judged('drafts')
  await page.getByRole('link', { name: '公共场所卫生许可' }).click()
  await page.waitForURL(`**/check?draft=${draft}`)
  await settle(page)
  await page.getByText('玉林市好再来理发店').waitFor()
})

test('changing one answer from the check page returns there', async () => {
  await page.getByRole('link', { name: '修改：从业人员人数' }).click()
  await arrive('form')
  await page.fill('#field-form-staff_count', '4')
  await next('保存并继续')
  await arrive('check')
  await page.locator('.answers').getByText('4', { exact: true }).waitFor()
})

test('without the declaration nothing is sent; pressed twice it becomes one case', async () => {
  await next('提交申请')
  await page.getByRole('link', { name: '请勾选对材料真实性的声明' }).waitFor()
  await expectAccessible(page)
  await page.check('#field-is_declared')
  let sent = 0
  page.on('request', (request) => (sent += request.method() === 'POST' && request.url().endsWith('/my/applications') ? 1 : 0))
  // The first answer gets lost on the way back: the person presses again.
  await page.route('**/api/v1/my/applications', async (route) => {
    await route.fetch()
    await route.abort()
  }, { times: 1 })
  await next('提交申请')
  await page.getByText('不会重复提交').waitFor()
  await judged('lost-answer')
  await page.getByRole('button', { name: '提交申请' }).dblclick()
  await page.waitForURL('**/done?case=*')
  await settle(page)
  caseId = new URL(page.url()).searchParams.get('case')
  assert.ok(sent >= 2)
  const own = await apiOf(login)
  const { value } = await own.call('GET', '/my/cases')
  assert.equal(value.total, 1)
  await page.getByText(value.items[0].case_no).waitFor()
  await judged('done')
})

test('the receipt is a PDF, and the confirmation can be opened again', async () => {
  await open(page, page.url())
  const href = await page.getByRole('link', { name: '下载收件凭证' }).getAttribute('href')
  const answer = await page.request.get(href)
  assert.equal(answer.status(), 200)
  assert.match(answer.headers()['content-type'], /pdf/)
})

test('the case page shows where it stands, the clock with its arithmetic, and the trail', async () => {
  await page.getByRole('link', { name: '查看办件进度' }).click()
  await page.waitForURL(`**/my/cases/${caseId}`)
  await settle(page)
  await page.getByText('怎么算的').click()
  await page.getByText('应在此日前答复').waitFor()
  await page.getByText('我填写的内容').click()
  await page.getByText('您要办哪一种？').waitFor()
  await judged('case')
})

test('what the clerk sends back is asked for alone, answered, and goes on', async () => {
  await act(clerk, caseId, '/pre-review/return', { items: [{ target: 'form:area', problem: '面积与平面图不一致。', how: '请按平面图填写。' }, { target: 'material:m4', problem: '照片看不清。', how: '请重新拍摄。' }], answer_days: 10 })
  await open(page, '/my')
  await page.getByText('待补正').first().waitFor()
  await judged('my-todo')
  await open(page, `/my/cases/${caseId}`)
  await judged('case-correction')
  await page.getByRole('link', { name: '现在补正' }).click()
  await page.waitForURL('**/correction')
  await settle(page)
  await next('提交补正')
  await page.locator('.error-summary').waitFor()
  await judged('correction')
  assert.equal(await page.locator('#field-form-place_name').count(), 0)
  await page.fill('#field-form-area', '72')
  await page.locator('input[type=file]').first().setInputFiles(pdf)
  await page.getByText('已上传', { exact: true }).waitFor()
  await next('提交补正')
  await page.waitForURL(`**/my/cases/${caseId}`)
  await settle(page)
  await page.getByText('第 2 版').waitFor()
})

test('a version that changed meanwhile is told, and withdrawing needs a reason and asks first', async () => {
  await page.getByRole('button', { name: '撤回申请' }).click()
  await page.locator('dialog[open]').waitFor()
  await judged('withdraw')
  await page.locator('dialog').getByRole('button', { name: '撤回申请' }).click()
  await page.locator('#field-reason-error').waitFor()
  await act(clerk, caseId, '/pre-review/pass', undefined)
  await page.fill('#field-reason', '地址有变化')
  await page.locator('dialog').getByRole('button', { name: '撤回申请' }).click()
  await page.getByText('内容已被他人更新').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: '重新载入' }).click()
  await settle(page)
  await page.getByRole('button', { name: '撤回申请' }).click()
  await page.fill('#field-reason', '地址有变化')
  await page.locator('dialog').getByRole('button', { name: '撤回申请' }).click()
  await page.getByText('您已撤回申请').waitFor()
  await judged('withdrawn')
})

test('a second application is refused by the office; the person rates it badly and hears that somebody will call', async () => {
  await toForm()
  await fillForm()
  await next('保存并继续')
  await arrive('tasks')
  await giveMaterials()
  await next('保存并继续')
  await arrive('tasks')
  await chooseDelivery()
  await next()
  await arrive('check')
  await page.check('#field-is_declared')
  await next('提交申请')
  await page.waitForURL('**/done?case=*')
  caseId = new URL(page.url()).searchParams.get('case')
  await act(clerk, caseId, '/rejection', { reason: '申请事项不属于本事项范围。', clause: '《行政许可法》第三十二条第一款' })
  await open(page, `/my/cases/${caseId}`)
  await judged('case-rejected')
  await page.getByRole('link', { name: '评价这次服务' }).click()
  await page.waitForURL('**/rate')
  await settle(page)
  await next('提交评价')
  await page.locator('.error-summary').waitFor()
  await page.getByRole('radio', { name: '非常满意', exact: true }).check()
  await page.getByRole('checkbox', { name: '办得快' }).waitFor()
  await judged('rate-good')
  await page.getByRole('radio', { name: '不满意', exact: true }).check()
  await page.getByText('一个工作日内联系您').waitFor()
  assert.equal(await page.getByRole('checkbox', { name: '办得快' }).count(), 0)
  await page.getByRole('checkbox', { name: '办得慢' }).check()
  await page.getByRole('checkbox', { name: /匿名/ }).check()
  await judged('rate-bad')
  await next('提交评价')
  await page.waitForURL(`**/my/cases/${caseId}`)
  await page.getByText('您的评价').first().waitFor()
  await judged('rated')
})

test('lists, messages, authorisations and the account pass axe and fit', async () => {
  await open(page, '/my/cases')
  await judged('cases')
  await page.getByRole('button', { name: '已结束' }).click()
  await settle(page)
  await open(page, '/my/cases?q=没有这件事')
  await page.getByText('没有找到“没有这件事”').waitFor()
  await judged('cases-no-hit')
  await open(page, '/my/messages')
  await page.getByRole('button', { name: '标为已读' }).first().click()
  await judged('messages')
  await open(page, '/my/principals')
  await page.getByRole('button', { name: '授权他人代办' }).click()
  await next('发出授权')
  await page.locator('.error-summary').waitFor()
  await judged('principals')
  await open(page, '/my/account')
  await judged('account')
  await open(page, '/my/cases/1')
  await page.getByText('返回首页').waitFor()
  await expectAccessible(page)
})

test('English and 长者版 keep page and answers', async () => {
  await open(page, `/my/cases/${caseId}`)
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('heading', { name: 'What happened' }).waitFor()
  await judged('case-en')
  await open(page, `/apply/${matter.id}/applicant`)
  await page.fill('#field-contact_name', '张三')
  await page.getByRole('button', { name: '中文' }).click()
  await page.getByRole('heading', { name: '为谁申请？' }).waitFor()
  assert.equal(await page.inputValue('#field-contact_name'), '张三')
  await page.getByRole('button', { name: '长者版' }).click()
  await judged('applicant-elder')
  await page.getByRole('button', { name: '标准版' }).click()
})

test('the whole way can be gone by keyboard', async () => {
  await open(page, `/apply/${matter.id}/applicant`)
  await page.locator('input[type=radio]').first().focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/situation/kind*')
  await settle(page)
  for (let presses = 0; presses < 40 && !(await page.evaluate(() => document.activeElement?.matches('input[type=radio]'))); presses++) await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/situation/place*')
  assert.equal(step(), 'situation/place')
})

test('who is not signed in is led to sign-in and back', async () => {
  await browser.context.clearCookies()
  await open(page, '/my/cases')
  assert.match(page.url(), /sign-in\?next=/)
  await page.fill('#field-login', login)
  await page.fill('#field-password', demoPassword)
  await page.click('button[type=submit].main')
  await page.waitForURL('**/my/cases')
  await signIn(page, login, demoPassword).catch(() => undefined)
})

test('no page broke the policy or threw', () => expectNoFaults(browser))
