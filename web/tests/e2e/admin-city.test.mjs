// What keeps a city's structure lawful, in the browser: divisions that are merged, moved and renamed with their dates, halls and
// windows, deputies, letters that give powers and take them away, three administrators without common power, next year's calendar.
import { after, test } from 'node:test'
import assert from 'node:assert/strict'
import { eventually } from '../support/browser.mjs'
import { as, carryOut, choose, closeAll, dialog, expectNoFaultsAnywhere, find, gone, judged, open, press, settle, stamp } from '../support/admin.mjs'

after(closeAll)
const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })
const since = inDays(-200)
const inWords = (day) => day.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日')
const basis = (number) => `桂政函〔2026〕${stamp}-${number}号`
const codeShown = async (page) => (await page.locator('.facts-list dd').nth(1).innerText()).trim()

/** What the API answers the person of a page, with the page's own session: administrators have one at a time. */
const answered = (page, method, path, body) =>
  page.evaluate(async ([verb, address, sent]) => {
    const { csrf_token } = document.querySelector('#app').__vue_app__.config.globalProperties.$pinia.state.value.session.session
    const headers = { 'X-CSRF-Token': csrf_token, ...(sent ? { 'Content-Type': 'application/json' } : {}) }
    const response = await fetch(`/api/v1${address}`, { method: verb, headers, body: sent ? JSON.stringify(sent) : undefined })
    return { status: response.status, body: await response.json() }
  }, [method, path, body])

async function setUp(page, parent, name, number) {
  await open(page, `/bench/regions?code=${parent}`)
  await press(page, '新增下级')
  await page.fill('#field-name', name)
  await page.fill('#field-effective_on', since)
  await page.fill('#field-basis', basis(number))
  await carryOut(page, '设立')
  await page.getByRole('heading', { name }).waitFor()
  await settle(page)
  return codeShown(page)
}

test('a town is set up from a day on, with a village and a 生产组 below it', async () => {
  const page = await as('yl.sys')
  const town = await setUp(page, '450902000000', `东镇${stamp}`, 1)
  assert.match(town, /^450902\d{3}000$/)
  const village = await setUp(page, town, `河村${stamp}`, 2)
  const group = await setUp(page, village, `一组${stamp}`, 3)
  assert.equal(group.length, 15)
  assert.equal(group.slice(0, 12), village)
  await page.getByText('生产组', { exact: true }).waitFor()
  await page.getByText(`${inWords(since)} · ${basis(3)}`).waitFor()
  await judged(page, 'region-group')
})

test('a change dated before the division stood, or in the future, is refused at its field', async () => {
  const page = await as('yl.sys')
  await press(page, '更名')
  await page.fill('#field-name', `二组${stamp}`)
  await page.fill('#field-basis', basis(4))
  for (const day of [inDays(-201), inDays(3)]) {
    await page.fill('#field-effective_on', day)
    await dialog(page).getByRole('button', { name: '更名', exact: true }).click()
    await dialog(page).locator('.error-summary').waitFor()
    await settle(page)
  }
  await judged(page, 'region-date')
  await page.fill('#field-effective_on', today)
  await carryOut(page, '更名')
  await page.getByText(`一组${stamp} → 二组${stamp}`).waitFor()
})

test('a merged division points to the one that took it up and keeps its history', async () => {
  const page = await as('yl.sys')
  const from = await setUp(page, '450902000000', `西镇${stamp}`, 5)
  const into = await setUp(page, '450902000000', `合镇${stamp}`, 6)
  await press(page, '并入')
  await dialog(page).getByLabel(`西镇${stamp}`).check()
  await page.fill('#field-basis', basis(7))
  await judged(page, 'region-merging')
  await carryOut(page, '并入')
  await page.getByRole('heading', { name: `合镇${stamp}` }).waitFor()
  await open(page, `/bench/regions?code=${from}`)
  await page.locator('h2').getByText('已撤销').waitFor()
  await eventually(async () => assert.equal(await page.getByRole('button', { name: '更名' }).count(), 0, 'a closed division offers no change'))
  await page.getByRole('link', { name: `承接：${into.slice(0, 9)}` }).click()
  await page.getByRole('heading', { name: `合镇${stamp}` }).waitFor()
})

test('a moved division gets a code below its new parent, and the old one leads there', async () => {
  const page = await as('yl.sys')
  const old = await setUp(page, '450902000000', `移镇${stamp}`, 8)
  await press(page, '变更隶属')
  await dialog(page).getByRole('button', { name: '变更', exact: true }).click()
  await dialog(page).getByText(/有 \d 处需要修改/).waitFor()
  await choose(page, 'new_parent_code', '福绵区')
  await page.fill('#field-basis', basis(9))
  await carryOut(page, '变更')
  await page.getByRole('heading', { name: `移镇${stamp}` }).waitFor()
  await settle(page)
  await eventually(async () => assert.match(await codeShown(page), /^450903/))
  await open(page, `/bench/regions?code=${old}`)
  await page.getByRole('link', { name: /^承接：450903/ }).waitFor()
})

test('a hall is set up with its hours, its windows take departments, and it is closed again', async () => {
  const page = await as('yl.manager1')
  const hall = `测试分厅${stamp}`
  await open(page, '/bench/centers')
  await press(page, '新增中心或站点')
  await page.locator('dialog #field-name').fill(hall)
  await page.locator('dialog #field-address').fill('玉林市人民东路1号')
  await page.fill('#field-closing_minute', '25:00')
  await dialog(page).getByRole('button', { name: '保存' }).click()
  await dialog(page).getByText('下班时间应为 24 小时制').first().waitFor()
  await judged(page, 'center-errors')
  await page.fill('#field-closing_minute', '17:00')
  await carryOut(page, '保存')
  await find(page, hall)
  await eventually(async () => assert.match(await page.locator('tbody tr').first().innerText(), new RegExp(`${hall}[\\s\\S]*17:00`)))
  await page.getByRole('link', { name: `${hall}的窗口` }).click()
  await page.getByText('没有符合的内容').waitFor()
  await press(page, '新增窗口')
  await page.fill('#field-number', 'T1')
  await page.locator('dialog #field-name').fill(`测试窗口${stamp}`)
  await dialog(page).locator('#field-kind').selectOption({ label: '部门窗口' })
  await dialog(page).getByRole('button', { name: '保存' }).click()
  await dialog(page).getByText('部门窗口').first().waitFor()
  await judged(page, 'window-new')
  await choose(page, 'department_ids', '玉林市水利局')
  await dialog(page).getByRole('button', { name: '去掉玉林市水利局' }).waitFor()
  await carryOut(page, '保存')
  await eventually(async () => assert.match(await page.locator('tbody tr').first().innerText(), new RegExp(`T1[\\s\\S]*${hall}[\\s\\S]*部门窗口`)))
  await open(page, `/bench/centers?q=${encodeURIComponent(hall)}`)
  await press(page, `撤销${hall}`)
  await judged(page, 'center-close')
  await carryOut(page, '撤销')
  await page.getByText('没有符合的内容').waitFor()
})

test('while the holder is away his deputy has the post, and says whose it is', async () => {
  const admin = await as('yl.fg.approver2')
  await open(admin, '/bench/posts')
  const row = admin.locator('tbody tr', { has: admin.locator('td:first-child', { hasText: '承办岗（二）' }) })
  await eventually(async () => assert.match(await row.innerText(), /承办岗（一）/, 'the deputy post stands in the list by name'))
  await open(admin, '/bench/absences')
  await press(admin, '登记请假')
  await choose(admin, 'staff_id', '刘文斌')
  await admin.fill('#field-from_on', today)
  await admin.fill('#field-until_on', inDays(1))
  await admin.fill('#field-reason', '外出培训')
  await carryOut(admin, '保存')
  await admin.getByText('请假中').first().waitFor()
  const deputy = await as('yl.fg.handler1')
  await open(deputy, '/bench')
  await deputy.locator('.topbar summary').first().click()
  const substitute = deputy.locator('.topbar .pop button', { hasText: '承办岗（二）' })
  await substitute.getByText('代').first().waitFor()
  await substitute.click()
  await settle(deputy)
  await deputy.locator('.topbar summary', { hasText: '承办岗（二）' }).waitFor()
  await judged(deputy, 'deputy-post')
})

test('a letter offers the four powers to a post and the seven to a window, refuses a term that ends before it begins', async () => {
  const page = await as('yl.fg.approver2')
  await open(page, '/bench/letters')
  await press(page, '出具授权书')
  const powers = () => dialog(page).locator('#field-powers input[type=checkbox]').count()
  await eventually(async () => assert.equal(await powers(), 11))
  await dialog(page).locator('#field-grantee input[value=window]').check()
  await eventually(async () => assert.equal(await powers(), 7))
  await page.fill('#field-number', `玉发改授〔2026〕W${stamp}号`)
  await choose(page, 'grantee_window_id', 'A01')
  await dialog(page).locator('#field-powers input[value=accept]').check()
  await page.fill('#field-valid_from', '2026-06-01')
  await page.fill('#field-valid_to', '2026-05-01')
  await page.fill('#field-issued_by', '庞海燕')
  await dialog(page).getByRole('button', { name: '出具' }).click()
  await dialog(page).locator('.error-summary').waitFor()
  await settle(page)
  await judged(page, 'letter-term')
  await page.keyboard.press('Escape')
})

test('a letter that is about to end says so; a revoked one leaves the list and stays in the record', async () => {
  const page = await as('yl.fg.approver2')
  const number = `玉发改授〔2026〕C${stamp}号`
  await open(page, '/bench/letters')
  await press(page, '出具授权书')
  await page.fill('#field-number', number)
  await choose(page, 'grantee_post_id', '首席代表')
  await dialog(page).locator('#field-powers input[value=report_up]').check()
  await page.fill('#field-valid_to', inDays(20))
  await page.fill('#field-issued_by', '庞海燕')
  await carryOut(page, '出具')
  const row = page.locator('tbody tr', { hasText: number })
  await row.getByText('即将到期').waitFor()
  await judged(page, 'letter-ending')
  await press(page, `收回${number}`)
  await dialog(page).getByRole('button', { name: '收回', exact: true }).click()
  await dialog(page).getByText('请填写原因').first().waitFor()
  await page.fill('#field-reason', '测试后收回')
  await carryOut(page, '收回')
  await row.waitFor({ state: 'detached' })
  await page.getByLabel('含已失效的').check()
  await settle(page)
  await find(page, number)
  await page.locator('tbody tr', { hasText: number }).getByText('已收回').waitFor()
})

test('no administrator holds another’s power: asking and confirming a role are two persons’ acts', async () => {
  const [system, security, audit] = [await as('yl.sys'), await as('yl.sec'), await as('yl.audit')]
  for (const one of [system, security, audit]) await open(one, '/bench/account')
  for (const [who, method, path, body] of [
    [system, 'POST', '/role-grants/1/decision', { is_confirmed: true }], [system, 'GET', '/trail'], [security, 'POST', '/accounts/1/disabling', { reason: '测试' }],
    [security, 'GET', '/trail'], [audit, 'POST', '/role-grants/1/decision', { is_confirmed: true }], [audit, 'GET', '/accounts'], [audit, 'POST', '/posts', {}],
  ]) assert.equal((await answered(who, method, path, body)).status, 403, `${method} ${path}`)
  const page = security
  await open(page, '/bench/roles')
  const rows = await page.locator('tbody tr').allInnerTexts()
  assert.ok(['系统管理员', '安全管理员', '审计管理员'].every((title) => rows.some((row) => row.includes(title))))
  await page.locator('tbody summary').first().click()
  await judged(page, 'roles')
  const permissions = Object.fromEntries((await answered(page, 'GET', '/roles')).body.items.map((role) => [role.name, role.permissions]))
  const three = ['sys_admin', 'sec_admin', 'audit_admin'].map((name) => permissions[name])
  for (const [at, own] of three.entries()) for (const other of three.slice(at + 1)) assert.deepEqual(own.filter((one) => other.includes(one)), [])
})

test('the security administrator finds a request by department and sees whose post it is', async () => {
  const page = await as('yl.sec')
  await open(page, '/bench/role-grants')
  await find(page, '发展和改革')
  await eventually(async () => assert.match(await page.locator('tbody tr').first().innerText(), /发展和改革/))
  await judged(page, 'role-grants-found')
  await find(page, '没有这样的岗位')
  await page.getByText('没有符合的内容').waitFor()
  await press(page, '清除条件')
  await page.locator('tbody tr').first().waitFor()
})

test('next year’s notice makes the year official, and a limit that runs past the known calendar says so', async () => {
  const page = await as('yl.manager1')
  const year = 2028 + Number(stamp.slice(-1)) // a year no other run has loaded
  await open(page, `/bench/calendar?year=${year}`)
  await page.getByText(`${year} 年还没有正式的节假日通知`).waitFor()
  await press(page, '导入节假日通知')
  await page.fill('#field-year', String(year))
  await page.locator('dialog #field-source').fill(`国务院办公厅关于${year}年部分节假日安排的通知`)
  await page.fill('#field-text', `日期,类型,名称\n${year}-01-01,放假,元旦\n${year}-10-01,放假,国庆节\n${year}-10-02,放假,国庆节`)
  await page.getByLabel('表中包括国务院办公厅公布的全国放假和调休安排').check()
  await dialog(page).getByRole('button', { name: '导入', exact: true }).click()
  await dialog(page).getByText(`${year} 年：写入 3 天，未变 0 天，0 行未导入`).waitFor()
  await page.keyboard.press('Escape')
  await gone(page)
  await page.locator(`#day-${year}-10-01.off`).waitFor()
  await eventually(async () => assert.equal(await page.getByText(`${year} 年还没有正式的节假日通知`).count(), 0))
  await page.fill('#field-start', '2049-12-20')
  await press(page, '计算')
  await page.getByText('到期日超出了已公布的日历').waitFor()
  await judged(page, 'calendar-beyond')
})

test('a template is tried out before it is published, and the version in use stays until then', async () => {
  const page = await as('yl.manager1')
  const template = '/api/v1/document-templates/withdrawal_confirmation'
  const published = (await (await page.request.get(template)).json()).version
  await open(page, '/bench/document-templates/withdrawal_confirmation')
  await page.locator('#field-copies').fill(`一式两份。${stamp}`)
  await page.keyboard.press('Control+s')
  await page.getByText('草稿已保存').first().waitFor()
  for (const state of ['draft', 'published']) {
    const preview = await page.request.get(`${template}/preview?state=${state}`)
    assert.equal(preview.headers()['content-type'], 'application/pdf', state)
  }
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button', { name: '预览 PDF' }).click()])
  assert.match(popup.url(), /preview/)
  await popup.close()
  assert.equal((await (await page.request.get(template)).json()).version, published)
  await judged(page, 'template-draft')
})

test('a list prints without menus and dialogs', async () => {
  const page = await as('yl.sys')
  await open(page, '/bench/departments')
  await page.emulateMedia({ media: 'print' })
  for (const part of ['.topbar', '#bench-nav', 'form.filters']) await eventually(async () => assert.equal(await page.locator(part).first().isVisible(), false, part))
  await eventually(async () => assert.ok(await page.locator('tbody tr').first().isVisible()))
  await page.emulateMedia({ media: 'screen' })
})

test('no page broke the policy, threw or was answered otherwise than declared', expectNoFaultsAnywhere)
