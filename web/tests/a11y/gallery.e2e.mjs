// Every shared component in its states under axe, on a desk and on a phone. Needs `npm run build` and `npm run build:gallery`.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { desktop, expectAccessible, expectFits, expectNoFaults, phone, screenshot, startBrowser } from '../support/browser.mjs'
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

async function gallery(viewport) {
  const page = await browser.newPage()
  await page.setViewportSize(viewport)
  await page.goto('/gallery')
  await page.waitForSelector('html[data-ready]')
  await page.waitForTimeout(200)
  return page
}

for (const [name, viewport] of [['desktop', desktop], ['phone', phone]]) {
  test(`every shared component passes axe and fits on a ${name}`, async () => {
    const page = await gallery(viewport)
    await screenshot(page, `gallery-${name}`)
    await expectFits(page)
    await expectAccessible(page)
    await page.close()
  })
}

for (const [name, opener] of [['dialog', '#open-dialog'], ['confirm', '#open-confirm'], ['toast', '#open-toast']]) {
  test(`an open ${name} passes axe`, async () => {
    const page = await gallery(desktop)
    await page.click(opener)
    await page.waitForTimeout(100)
    await expectAccessible(page)
    await screenshot(page, `gallery-${name}`, { full: false })
    await page.close()
  })
}

test('a confirmation without its reason is not sent and says so', async () => {
  const page = await gallery(desktop)
  await page.click('#open-confirm')
  await page.click('dialog[open] button[type=submit]')
  assert.equal(await page.locator('dialog[open] .error').innerText(), '请填写原因')
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('dialog[open]').count(), 0)
  await page.close()
})

test('masked data ask for a reason, show whole and hide again', async () => {
  const page = await gallery(desktop)
  await page.getByRole('button', { name: '查看完整的身份证号' }).click()
  await page.locator('dialog[open] #field-reason').fill('核对申请材料')
  await page.locator('dialog[open] button[type=submit]').click()
  await page.getByRole('button', { name: '隐藏身份证号' }).waitFor()
  assert.match(await page.locator('main').innerText(), /450900199001011234/)
  await page.getByRole('button', { name: '隐藏身份证号' }).click()
  assert.doesNotMatch(await page.locator('main').innerText(), /450900199001011234/)
  await page.close()
})

test('a table row is walked, selected and opened by keyboard', async () => {
  const page = await gallery(desktop)
  const rows = page.locator('.list').first().locator('tbody tr')
  await rows.first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press(' ')
  assert.equal(await rows.nth(1).locator('input').isChecked(), true)
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  assert.match(page.url(), /\/gallery\/450900202611000402$/)
  await page.close()
})

test('suggestions are chosen with arrows and announced as a list', async () => {
  const page = await gallery(desktop)
  const input = page.getByRole('combobox', { name: '搜索事项' })
  await input.fill('食品')
  await page.locator('.suggest li').first().waitFor()
  await page.keyboard.press('ArrowDown')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  assert.equal(await input.inputValue(), '食品经营许可证（销售类）')
  const region = page.getByRole('combobox', { name: '所在县（市、区）' })
  await region.fill('北')
  await page.getByRole('option', { name: '北流市' }).waitFor()
  await expectAccessible(page)
  await page.close()
})

test('an upload shows progress and refuses what is too large or of a wrong type', async () => {
  const page = await gallery(desktop)
  const input = page.locator('#field-other')
  await input.setInputFiles({ name: '说明.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(800, 1) })
  await page.locator('.files [role=progressbar]').waitFor()
  await expectAccessible(page)
  await input.setInputFiles({ name: '大图.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(5000, 1) })
  await page.getByText('大图.jpg 超过').waitFor()
  await input.setInputFiles({ name: '程序.exe', mimeType: 'application/octet-stream', buffer: Buffer.alloc(10, 1) })
  await page.getByText('程序.exe 的格式不能上传').waitFor()
  await page.close()
})

test('Alt+/ shows the keys that work here', async () => {
  const page = await gallery(desktop)
  await page.keyboard.press('Alt+/')
  await page.getByRole('heading', { name: '键盘操作' }).waitFor()
  await expectAccessible(page)
  await page.close()
})

for (const view of ['elder', 'tools.contrast', 'elder.s30']) {
  test(`the components pass axe in the view ${view}`, async () => {
    const page = await gallery(phone)
    await page.evaluate((words) => (document.documentElement.dataset.view = words.replaceAll('.', ' ')), view)
    await expectFits(page, view)
    await expectAccessible(page, view)
    await page.close()
  })
}

test('no page broke the policy or threw', () => expectNoFaults(browser))
