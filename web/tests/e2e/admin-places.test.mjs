// Departments, posts, people, letters, divisions, calendars, accounts, templates, the trail and the overview in the browser,
// against a running server with the demonstration's data: YIMEN_URL, administrators without second factor.
import { after, test } from 'node:test'
import assert from 'node:assert/strict'
import { desktop, expectAccessible, expectFits, expectNoFaults, open, phone, screenshot, settle, signIn, startBrowser } from '../support/browser.mjs'

const password = 'Yimen@2026'
const stamp = String(Date.now()).slice(-7)
const person = `测${[...stamp].map((digit) => '甲乙丙丁戊己庚辛壬癸'[digit]).join('')}` // names hold no digits
const people = new Map()
async function as(login) {
  if (!people.has(login)) {
    const browser = await startBrowser()
    const page = await browser.newPage()
    page.setDefaultTimeout(15_000)
    await page.setViewportSize(desktop)
    await signIn(page, login, password, { staff: true })
    people.set(login, { browser, page })
  }
  return people.get(login).page
}
after(async () => {
  for (const { browser } of people.values()) await browser.close()
})
async function judged(page, name) {
  for (const [width, viewport] of [['phone', phone], ['desktop', desktop]]) {
    await page.setViewportSize(viewport)
    await expectAccessible(page, `${name} ${width}`)
    await expectFits(page, `${name} ${width}`)
    await screenshot(page, `admin-${name}-${width}`, { full: false })
  }
}
const dialog = (page) => page.locator('dialog[open]')
const press = (page, name) => page.getByRole('button', { name, exact: true }).click()
const gone = (page) => dialog(page).waitFor({ state: 'detached' })
/** Types part of a name and takes the first that is offered. */
async function choose(page, field, words) {
  await page.fill(`#field-${field}`, words)
  await page.locator(`#field-${field}-list [role=option]`).first().click()
}
async function find(page, words) {
  await page.fill('#field-q', words)
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=/)
  await settle(page)
}

test('every register opens, loaded and empty, at both widths', async () => {
  const pages = { 'yl.sys': ['departments', 'posts', 'staff', 'accounts', 'regions', 'windows', 'centers'], 'yl.manager1': ['first-contacts', 'residencies', 'calendar', 'document-templates', 'overview', 'sms', 'absences'], 'yl.sec': ['role-grants'], 'yl.audit': ['trail', 'access-log'], 'yl.fg.approver2': ['letters', 'absences', 'posts', 'staff'] }
  for (const [login, paths] of Object.entries(pages)) {
    const page = await as(login)
    for (const path of paths) {
      await open(page, `/bench/${path}`)
      await judged(page, path)
      if (['departments', 'posts', 'staff', 'windows'].includes(path) && login === 'yl.sys') {
        await open(page, `/bench/${path}?q=没有这样的名字`)
        await page.getByText('没有符合的内容').waitFor()
        await judged(page, `${path}-none`)
      }
    }
  }
})

test('the three administrators do not see each other’s pages', async () => {
  for (const [login, path] of [['yl.sys', 'trail'], ['yl.sec', 'accounts'], ['yl.audit', 'departments'], ['yl.manager1', 'accounts']]) {
    const page = await as(login)
    await open(page, `/bench/${path}`)
    await page.getByText('您不能查看这个页面').waitFor()
  }
})

test('a department is set up, changed and closed', async () => {
  const page = await as('yl.sys')
  const name = `玉林市测试局${stamp}`
  await open(page, '/bench/departments')
  await press(page, '设立部门')
  await dialog(page).getByRole('button', { name: '保存' }).click()
  await dialog(page).getByText('有 2 处需要修改').waitFor()
  await judged(page, 'department-errors')
  await page.locator('dialog #field-name').fill(name)
  await choose(page, 'category', '水利')
  await dialog(page).getByRole('button', { name: '保存' }).click()
  await gone(page)
  await find(page, name)
  await press(page, `修改${name}`)
  await page.locator('dialog #field-phone').fill('0775-1234567')
  await dialog(page).getByRole('button', { name: '保存' }).click()
  await gone(page)
  await page.getByText('0775-1234567').waitFor()
  await press(page, `撤销${name}`)
  await expectAccessible(page, 'department close')
  await dialog(page).getByRole('button', { name: '撤销', exact: true }).click()
  await gone(page)
  await page.getByText('没有符合的内容').waitFor()
})

test('a table with a bad row is imported but for that row, which is named', async () => {
  const page = await as('yl.sys')
  await open(page, '/bench/departments')
  await press(page, '导入 CSV')
  await page.setInputFiles('#field-file', { name: 'd.csv', mimeType: 'text/csv', buffer: Buffer.from(`行政区划代码,部门名称,类别\n450900,玉林市导入局${stamp},水利\n99,无此地,水利\n`) })
  await dialog(page).getByRole('button', { name: '导入 CSV' }).click()
  await dialog(page).getByText(/新增 1，更新 0，未变 0，未导入 1/).waitFor()
  await judged(page, 'department-import')
  await page.keyboard.press('Escape')
})

test('a person is registered, gets a post, and the role waits for the security administrator', async () => {
  const page = await as('yl.sys')
  await open(page, '/bench/staff')
  await press(page, '登记人员')
  await page.locator('dialog #field-name').fill(person)
  await page.fill('#field-employee_no', `T${stamp}`)
  await page.fill('#field-login', 'X')
  await dialog(page).getByRole('button', { name: '保存' }).click()
  await dialog(page).getByText('登录名应为小写字母开头').first().waitFor()
  await page.fill('#field-login', `t${stamp}`)
  await dialog(page).locator('#field-department_id').fill('玉林市水利局')
  await dialog(page).locator('#field-department_id-list [role=option]').first().click()
  await dialog(page).getByRole('button', { name: '保存' }).click()
  await gone(page)
  await open(page, '/bench/posts')
  await press(page, '设立岗位')
  await page.locator('dialog #field-name').fill(`测试岗${stamp}`)
  const department = dialog(page).locator('#field-department_id')
  await department.fill('玉林市水利局')
  await dialog(page).locator('#field-department_id-list [role=option]').first().click()
  await choose(page, 'holder_id', person)
  await dialog(page).getByLabel('承办人').check()
  await judged(page, 'post-new')
  await dialog(page).getByRole('button', { name: '保存' }).click()
  await gone(page)
  const security = await as('yl.sec')
  await open(security, '/bench/role-grants?state=requested')
  await press(security, `确认测试岗${stamp}的承办人`)
  await dialog(security).getByText('您的决定会留痕').waitFor()
  await judged(security, 'grant-confirm')
  await dialog(security).getByRole('button', { name: '确认' }).click()
  await gone(security)
  await find(page, `测试岗${stamp}`)
  assert.match(await page.locator('tbody tr').first().innerText(), /承办人/)
  await press(page, `修改测试岗${stamp}`)
  await dialog(page).locator('#field-holder_id').fill('')
  await dialog(page).getByRole('button', { name: '保存' }).click()
  await gone(page)
  await page.getByText('空缺').waitFor()
})

test('an account is made with a password shown once, disabled and enabled with a reason', async () => {
  const page = await as('yl.sys')
  await open(page, '/bench/accounts')
  await press(page, '建立账号')
  await choose(page, 'staff_id', person)
  await dialog(page).getByRole('button', { name: '建立', exact: true }).click()
  assert.ok((await page.locator('#one-time-password').innerText()).length >= 8)
  await judged(page, 'account-password')
  await dialog(page).getByRole('button', { name: '已记下' }).click()
  assert.equal(await page.locator('#one-time-password').count(), 0)
  await find(page, `t${stamp}`)
  await page.getByText('须改密码').waitFor()
  for (const act of ['停用', '启用']) {
    await press(page, `${act} t${stamp}`)
    await dialog(page).getByRole('button', { name: act, exact: true }).click()
    await dialog(page).getByText('请填写原因').first().waitFor()
    await expectAccessible(page, act)
    await page.fill('#field-reason', '测试')
    await dialog(page).getByRole('button', { name: act, exact: true }).click()
    await gone(page)
    await settle(page)
  }
  await press(page, `重置密码 t${stamp}`)
  await dialog(page).getByRole('button', { name: '重置密码', exact: true }).click()
  await page.locator('#one-time-password').waitFor()
  await dialog(page).getByRole('button', { name: '已记下' }).click()
})

test('an absence explains what the deputy does, is changed and cancelled', async () => {
  const page = await as('yl.fg.approver2')
  await open(page, '/bench/absences')
  await press(page, '登记请假')
  await dialog(page).getByText('B 岗看到并代办').waitFor()
  await choose(page, 'staff_id', '邓永福')
  const later = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)
  await page.fill('#field-from_on', later)
  await page.fill('#field-until_on', later)
  await page.fill('#field-reason', '年休假')
  await judged(page, 'absence-new')
  await dialog(page).getByRole('button', { name: '保存' }).click()
  await gone(page)
  await page.getByText('将请假').first().waitFor()
  await page.getByRole('button', { name: '撤销邓永福的请假' }).first().click()
  await dialog(page).getByRole('button', { name: '撤销', exact: true }).click()
  await gone(page)
})

test('a letter gives a post its powers for a term and is revoked with a reason', async () => {
  const page = await as('yl.fg.approver2')
  const number = `玉发改授〔2026〕${stamp}号`
  await open(page, '/bench/letters')
  await press(page, '出具授权书')
  await dialog(page).getByRole('button', { name: '出具' }).click()
  await dialog(page).getByText(/有 \d 处需要修改/).waitFor()
  await judged(page, 'letter-errors')
  await page.fill('#field-number', number)
  await choose(page, 'grantee_post_id', '首席代表')
  await dialog(page).getByLabel('审批决定权').check()
  await dialog(page).getByLabel('审批专用章使用权').check()
  await page.fill('#field-valid_to', '2027-12-31')
  await page.fill('#field-issued_by', '庞海燕')
  await dialog(page).getByRole('button', { name: '出具' }).click()
  await gone(page)
  await press(page, `收回${number}`)
  await page.fill('#field-reason', '测试后收回')
  await dialog(page).getByRole('button', { name: '收回', exact: true }).click()
  await gone(page)
})

test('a first contact is recorded, handed over and seen by the manager', async () => {
  const page = await as('yl.manager1')
  await open(page, '/bench/first-contacts')
  await press(page, '登记首问')
  await page.fill('#field-asked_by', '李女士')
  await page.fill('#field-request', `怎样办理取水许可${stamp}`)
  await dialog(page).getByRole('button', { name: '保存' }).click()
  await gone(page)
  const row = page.locator('tbody tr', { hasText: stamp })
  await row.waitFor()
  await row.getByRole('button', { name: /答复办结/ }).click()
  await page.fill('#field-result', '已当场答复')
  await expectAccessible(page, 'contact result')
  await dialog(page).getByRole('button', { name: '答复办结' }).click()
  await gone(page)
})

test('entering a hall is proposed and decided by number', async () => {
  const page = await as('yl.manager1')
  await open(page, '/bench/residencies')
  await press(page, '提出进驻或退出')
  await choose(page, 'center_id', '玉林市政务服务中心')
  await choose(page, 'department_id', '玉林市水利局')
  await page.fill('#field-matter_name', `测试事项${stamp}`)
  await page.fill('#field-reason', '方便群众')
  await judged(page, 'residency-new')
  await dialog(page).getByRole('button', { name: '提出', exact: true }).click()
  await gone(page)
  await open(page, '/bench/residencies?state=proposed')
  await page.getByRole('button', { name: '登记决定' }).first().click()
  await dialog(page).getByLabel('同意', { exact: true }).check()
  await page.fill('#field-decision_no', `玉政办〔2026〕${stamp}号`)
  await dialog(page).getByRole('button', { name: '登记决定' }).click()
  await gone(page)
})

test('a window is opened and closed with one press', async () => {
  const page = await as('yl.manager1')
  await open(page, '/bench/windows')
  const first = page.locator('tbody tr').first()
  const states = (await first.getByText('停用', { exact: true }).count()) && (await first.getByRole('button', { name: /^停用/ }).count()) ? ['停用', '启用'] : ['启用', '停用']
  for (const act of states) {
    await first.getByRole('button', { name: new RegExp(`^${act}`) }).click()
    await first.getByRole('button', { name: new RegExp(`^${act === '停用' ? '启用' : '停用'}`) }).waitFor()
  }
})

test('the tree opens on demand; a division is added, renamed and its history told', async () => {
  const page = await as('yl.sys')
  await open(page, '/bench/regions?code=450902000000')
  await page.getByRole('button', { name: '新增下级' }).click()
  await page.fill('#field-name', `测试镇${stamp}`)
  await page.fill('#field-basis', '桂政函〔2026〕1号')
  await judged(page, 'region-new')
  await dialog(page).getByRole('button', { name: '设立' }).click()
  await page.getByRole('heading', { name: `测试镇${stamp}` }).waitFor()
  await page.getByRole('button', { name: '更名' }).click()
  await page.fill('#field-name', `试验镇${stamp}`)
  await page.fill('#field-basis', '桂政函〔2026〕2号')
  await dialog(page).getByRole('button', { name: '更名', exact: true }).click()
  await page.getByRole('heading', { name: `试验镇${stamp}` }).waitFor()
  await page.getByText(`测试镇${stamp} → 试验镇${stamp}`).waitFor()
  await page.getByRole('button', { name: '并入' }).click()
  await dialog(page).getByRole('button', { name: '并入' }).click()
  await dialog(page).getByText(/需要修改/).waitFor()
  await judged(page, 'region-merge')
  await page.keyboard.press('Escape')
})

test('the year moves under the arrow keys; a day is ruled and freed, a future year warns', async () => {
  const page = await as('yl.manager1')
  await open(page, '/bench/calendar?year=2026')
  await page.locator('.day[tabindex="0"]').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await dialog(page).waitFor()
  await judged(page, 'calendar-day')
  await page.keyboard.press('Escape')
  await page.locator('#day-2026-12-15').click()
  await page.fill('#field-name', '测试日')
  await page.fill('#field-source', '测试通知')
  await dialog(page).getByRole('button', { name: '保存' }).click()
  await gone(page)
  await page.locator('#day-2026-12-15.off').waitFor()
  await page.locator('#day-2026-12-15').click()
  await dialog(page).getByRole('button', { name: '取消本地区规定' }).click()
  await gone(page)
  await page.locator('#day-2026-12-15.work').waitFor()
  await press(page, '计算')
  await page.locator('.clock .big').waitFor()
  await press(page, '下一年')
  await page.getByText('2027 年还没有正式的节假日通知').waitFor()
  await judged(page, 'calendar-2027')
  await press(page, '导入节假日通知')
  await page.locator('dialog #field-source').fill('测试')
  await page.fill('#field-text', '日期,类型,名称\n不是日期,放假,元旦')
  await dialog(page).getByRole('button', { name: '导入', exact: true }).click()
  await dialog(page).locator('.error-summary, [role=status] .notice').first().waitFor()
  await judged(page, 'calendar-notice')
  await page.keyboard.press('Escape')
})

test('a template is changed as a form; an unknown fact is named at its part; the draft is published', async () => {
  const page = await as('yl.manager1')
  await open(page, '/bench/document-templates/service_receipt')
  await page.evaluate(() => document.querySelectorAll('.fold-card').forEach((one) => one.setAttribute('open', '')))
  await judged(page, 'template-open')
  const text = page.locator('textarea[name$=".text"]').first()
  const before = await text.inputValue()
  await text.fill(`${before}{no_such_fact}`)
  await page.keyboard.press('Control+s')
  await page.locator('.error-summary').getByRole('link', { name: /no_such_fact/ }).waitFor()
  await judged(page, 'template-errors')
  await text.fill(before)
  await page.locator('#field-copies').fill(`一式两份，申请人一份，存档一份。${stamp}`)
  await page.keyboard.press('Control+s')
  await page.getByText('草稿已保存').first().waitFor()
  const pdf = await page.request.get('/api/v1/document-templates/service_receipt/preview?state=draft')
  assert.equal(pdf.headers()['content-type'], 'application/pdf')
  await page.locator('.sticky-foot .btn.main').click()
  await dialog(page).getByRole('button', { name: '发布' }).click()
  await gone(page)
  await page.getByText('正在查看已发布的模板').waitFor()
})

test('the trail is searched by part and subject, and verified', async () => {
  const page = await as('yl.audit')
  await open(page, '/bench/trail')
  await page.selectOption('#field-action', 'organisation.')
  await page.waitForURL(/action=organisation/)
  await settle(page)
  for (const action of await page.locator('tbody code').allInnerTexts()) assert.match(action, /^organisation\./)
  await page.locator('tbody').getByRole('button', { name: /^查看详情/ }).first().click()
  await judged(page, 'trail-detail')
  await dialog(page).getByRole('button', { name: '查看这个对象的全部记录' }).click()
  await page.waitForURL(/subject_id=/)
  await settle(page)
  await page.fill('#field-subject_id', 'abc')
  await page.keyboard.press('Enter')
  await page.getByText('对象编号应为数字').waitFor()
  await press(page, '核验全部留痕')
  await page.getByText('留痕完整，没有发现改动').waitFor()
  await judged(page, 'trail-verified')
})

test('every figure of the overview can be read as a table', async () => {
  const page = await as('yl.manager1')
  await open(page, '/bench/overview')
  while (await page.getByRole('button', { name: '查看数据' }).count()) await page.getByRole('button', { name: '查看数据' }).first().click()
  assert.equal(await page.locator('.bar-figure table').count(), 4)
  await judged(page, 'overview-tables')
})

test('English pages keep their shape', async () => {
  const page = await as('yl.sys')
  await page.context().addCookies([{ name: 'yimen_lang', value: 'en', url: new URL(page.url()).origin }])
  for (const path of ['departments', 'posts', 'staff', 'accounts', 'regions', 'windows']) {
    await open(page, `/bench/${path}`)
    await judged(page, `${path}-en`)
  }
})

test('no page broke the policy or threw', async () => {
  for (const { browser } of people.values()) await expectNoFaults(browser)
})
