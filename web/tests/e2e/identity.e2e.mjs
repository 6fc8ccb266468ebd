// Signing in, registering and the shells, on the stand-in server: form behaviour, words, accessibility, both widths.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { desktop, eventually, expectAccessible, expectFits, expectNoFaults, open, phone, screenshot, settle, signIn, startBrowser } from '../support/browser.mjs'
import { serve } from '../support/static-server.mjs'

let server, browser
before(async () => {
  server = await serve()
  browser = await startBrowser({ base: server.url })
})
after(async () => {
  await browser?.close()
  server?.close()
})

async function pageOf(viewport = desktop) {
  await browser.context.clearCookies()
  const page = await browser.newPage()
  await page.setViewportSize(viewport)
  return page
}
async function judged(page, name) {
  await expectFits(page, name)
  await expectAccessible(page, name)
  await screenshot(page, name)
}

for (const [width, viewport] of [['desktop', desktop], ['phone', phone]]) {
  for (const path of ['/sign-in', '/register', '/reset-password', '/bench/sign-in', '/shell-example', '/no-such-page']) {
    test(`${path} passes axe and fits on a ${width}`, async () => {
      const page = await pageOf(viewport)
      await open(page, path)
      await judged(page, `page${path.replaceAll('/', '-')}-${width}`)
      await page.close()
    })
  }
}

test('an empty registration names every field, and a line of the summary leads to its field', async () => {
  const page = await pageOf()
  await open(page, '/register')
  await page.locator('button[type=submit].main').click()
  const summary = page.locator('.error-summary')
  await eventually(async () => assert.equal(await summary.evaluate((box) => box === document.activeElement), true))
  await eventually(async () => assert.match(await summary.innerText(), /有 7 处需要修改/))
  await eventually(async () => assert.match(await page.title(), /^错误：/))
  await expectAccessible(page)
  await screenshot(page, 'register-errors')
  await summary.getByRole('link', { name: '请填写身份证号' }).click()
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.id), 'field-id_number'))
  await page.close()
})

test('an ID number with a wrong check digit is named on leaving the field and shown in groups', async () => {
  const page = await pageOf()
  await open(page, '/register')
  await page.fill('#field-id_number', '110105194912310021')
  await page.locator('#field-id_number').blur()
  await eventually(async () => assert.match(await page.locator('#field-id_number-error').innerText(), /身份证号应为 18 位且校验位正确/))
  await page.fill('#field-id_number', '11010519491231002x')
  await page.locator('#field-id_number').blur()
  await eventually(async () => assert.equal(await page.locator('#field-id_number-error').count(), 0))
  await eventually(async () => assert.equal(await page.inputValue('#field-id_number'), '110105 1949 1231 002X'))
  await page.close()
})

async function fillPerson(page, login) {
  const values = { name: '李晓明', id_number: '11010519491231002X', phone: '13800001234', sms_code: '482913', login, password: 'Yimen@2026' }
  for (const [name, value] of Object.entries(values)) await page.fill(`#field-${name}`, value)
  await page.check('#field-privacy_version')
}

test('a problem of the server marks its field and keeps what was typed', async () => {
  const page = await pageOf()
  await open(page, '/register')
  await fillPerson(page, 'taken')
  await page.locator('button[type=submit].main').click()
  await page.locator('#field-login-error').waitFor()
  await eventually(async () => assert.match(await page.locator('#field-login-error').innerText(), /已有人使用/))
  await eventually(async () => assert.equal(await page.inputValue('#field-name'), '李晓明'))
  await expectAccessible(page)
  await page.close()
})

test('the code of the demonstration is shown beside the button that sent it', async () => {
  const page = await pageOf()
  await open(page, '/sign-in')
  await page.getByRole('button', { name: '短信验证码登录' }).click()
  await page.fill('#field-phone', '138 0000 1234')
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByText('482913').waitFor()
  await expectAccessible(page)
  await page.close()
})

test('wrong credentials are told without leaving the page; right ones lead back to where one was going', async () => {
  const page = await pageOf()
  await open(page, '/my/account')
  assert.match(page.url(), /\/sign-in\?next=\/my\/account/)
  await page.fill('#field-login', 'li')
  await page.fill('#field-password', 'wrong')
  await page.locator('button[type=submit].main').click()
  await page.getByText('再错 4 次将锁定').waitFor()
  await expectAccessible(page)
  await page.fill('#field-password', 'Yimen@2026')
  await page.locator('button[type=submit].main').click()
  await page.waitForURL('**/my/account')
  await settle(page)
  await judged(page, 'my-account')
  await page.close()
})

test('a foreign address in next is not followed', async () => {
  const page = await pageOf()
  await open(page, '/sign-in?next=//evil.example/x')
  await page.fill('#field-login', 'li')
  await page.fill('#field-password', 'Yimen@2026')
  await page.locator('button[type=submit].main').click()
  await page.waitForURL('**/my')
  assert.equal(new URL(page.url()).origin, server.url)
  await page.close()
})

test('staff sign in, switch the post and find the search by Alt+S', async () => {
  const page = await pageOf()
  await signIn(page, 'wang', 'Yimen@2026', { staff: true })
  await open(page, '/bench/account')
  await judged(page, 'bench-account-desktop')
  await page.keyboard.press('Alt+s')
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.type), 'search'))
  await page.locator('summary', { hasText: '食品经营科' }).click()
  await expectAccessible(page)
  await page.locator('.pop button', { hasText: '综合窗口' }).click()
  await page.locator('summary', { hasText: 'B 岗' }).waitFor()
  await page.setViewportSize(phone)
  await judged(page, 'bench-account-phone')
  await page.getByRole('button', { name: '菜单', exact: true }).click()
  await page.waitForTimeout(250)
  await expectAccessible(page)
  await page.close()
})

test('长者版 and 无障碍 stay switched on for the next page', async () => {
  const page = await pageOf(phone)
  await open(page, '/sign-in')
  await page.getByRole('button', { name: '长者版' }).click()
  await page.getByRole('button', { name: '字大一点' }).click()
  await open(page, '/register')
  await eventually(async () => assert.equal(await page.evaluate(() => document.documentElement.dataset.view), 'elder s22'))
  await judged(page, 'register-elder-phone')
  await open(page, '/shell-example')
  await judged(page, 'shell-example-elder-phone')
  await page.close()
})

test('English keeps the page and what was typed', async () => {
  const page = await pageOf()
  await open(page, '/sign-in')
  await page.fill('#field-login', 'li')
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await eventually(async () => assert.equal(await page.inputValue('#field-login'), 'li'))
  await eventually(async () => assert.equal(await page.getAttribute('html', 'lang'), 'en'))
  await judged(page, 'sign-in-en')
  await page.close()
})

test('a lost connection is told and what was typed stays', async () => {
  const page = await pageOf()
  await open(page, '/sign-in')
  await page.fill('#field-login', 'li')
  await page.fill('#field-password', 'Yimen@2026')
  await browser.context.setOffline(true)
  await page.locator('button[type=submit].main').click()
  await page.getByText('您填写的内容还在，连上后可以继续').waitFor()
  await eventually(async () => assert.equal(await page.inputValue('#field-login'), 'li'))
  await browser.context.setOffline(false)
  await page.locator('button[type=submit].main').click()
  await page.waitForURL('**/my')
  await page.close()
})

test('no page broke the policy or threw', () => expectNoFaults(browser))
