// The public pages on a running server with the demonstration city (YIMEN_URL): they work without script, pass axe and fit
// at both widths, find what people mean, and answer wrong numbers calmly.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { desktop, eventually, expectAccessible, expectFits, judgeBothWidths, open, phone, settle, startBrowser } from '../support/browser.mjs'

let browser, page
before(async () => {
  browser = await startBrowser()
  page = await browser.newPage()
})
after(() => browser?.close())

const judged = (name, path) => judgeBothWidths(page, `portal-${name}`, { path })
const text = async (path) => (await fetch(browser.base + path)).text()

for (const [name, path] of [
  ['home', '/'], ['matters', '/matters'], ['results', '/results'], ['overview', '/overview'], ['ratings', '/ratings'], ['progress', '/progress'],
  ['rate', '/rate'], ['regions', '/regions'], ['privacy', '/about/privacy'], ['mistakes', '/about/mistakes'], ['accessibility', '/about/accessibility'], ['site-map', '/about/site-map'],
  ['verify', '/verify'], ['nothing-found', '/search?q=%E7%81%AB%E6%98%9F%E7%A7%BB%E6%B0%91zzzz'], ['missing-page', '/about/nothing'], ['life-events', '/life-events'], ['life-event', '/matters?life_event=%E4%BC%81%E4%B8%9A%E5%BC%80%E5%8A%9E'], ['results-filtered', '/results?decision=refused&from=2026-01-01'],
]) test(`${name} passes axe and fits at both widths`, () => judged(name, path))

test('people find a matter by everyday words, pinyin, initials and with a wrong character', async () => {
  for (const words of ['开饭店', '食品经营许可', 'shipinjingying', 'kfd', '食品精营许可']) {
    const html = await text(`/search?q=${encodeURIComponent(words)}`)
    assert.match(html, /食品经营许可证/, words)
  }
})

test('the guide shows four facts, narrows materials by situation and prints', async () => {
  const found = await (await fetch(`${browser.base}/api/v1/public/matters?q=${encodeURIComponent('食品经营许可证')}&region=450900000000`)).json()
  const id = found.items[0].id
  await judged('guide', `/matters/${id}`)
  await open(page, `/matters/${id}`)
  const rows = () => page.locator('#materials tbody tr').count()
  const all = await rows()
  const selects = page.locator('#materials select')
  for (let i = 0; i < (await selects.count()); i++) await selects.nth(i).selectOption({ index: 1 })
  await page.getByRole('button', { name: '按情形列出材料' }).click()
  await page.waitForLoadState()
  const narrowed = await rows()
  assert.ok(narrowed <= all)
  await judged('guide-situation')
  // The sheet lists what this situation needs, and nothing else.
  await judged('guide-print', await page.getByRole('link', { name: '打印一次性告知单' }).first().getAttribute('href'))
  await eventually(async () => assert.equal(await page.locator('.sheet tbody tr').count(), narrowed))
  await page.getByText('您的情形').waitFor()
})

test('a wrong case number and a wrong code get the same calm answer', async () => {
  await open(page, '/progress')
  await page.getByLabel('办件编号').fill('45090000000000000000')
  await page.getByLabel('查询码').fill('000000')
  await page.getByRole('button', { name: '查询', exact: true }).click()
  await page.getByRole('alert').waitFor()
  await eventually(async () => assert.match(await page.getByRole('alert').innerText(), /办件编号或查询码不对/))
  await judged('progress-wrong')
})

test('the public pages carry no script of their own and no personal number', async () => {
  for (const path of ['/', '/results', '/ratings', '/overview']) {
    const html = await text(path)
    assert.doesNotMatch(html, /<script(?![^>]*src=)/, path)
    const shown = html.replace(/<[^>]*>/g, ' ') // addresses hold long ids
    assert.doesNotMatch(shown, /\b1[3-9]\d{9}\b|\b\d{17}[\dXx]\b/, path)
  }
})

test('every public page passes axe and fits in English and in the senior view', async () => {
  const { items } = await (await fetch(`${browser.base}/api/v1/public/matters?q=${encodeURIComponent('食品经营许可证')}&region=450900000000`)).json()
  const paths = ['/', '/matters', '/search?q=%E5%BC%80%E5%85%AC%E5%8F%B8', '/life-events', '/results', '/overview', '/ratings', '/progress', '/rate', '/regions', '/about/privacy', '/verify', '/about/nothing', `/matters/${items[0].id}`, `/matters/${items[0].id}/print`]
  for (const [name, value] of [['yimen_lang', 'en'], ['yimen_view', 'elder']]) {
    await browser.context.addCookies([{ name, value, url: browser.base }])
    for (const path of paths) {
      await page.setViewportSize(phone)
      await open(page, path)
      await expectFits(page, `${value} ${path}`)
      await page.setViewportSize(desktop)
      await settle(page)
      await expectFits(page, `${value} ${path}`)
      await expectAccessible(page, `${value} ${path}`)
    }
    await browser.context.clearCookies({ name })
  }
})

test('in English the way to a case leaves nothing untranslated, and other pages say that they are Chinese', async () => {
  await open(page, '/progress')
  await page.getByRole('link', { name: 'English' }).click()
  await page.waitForURL('**/progress')
  await eventually(async () => assert.equal(await page.locator('html').getAttribute('lang'), 'en'))
  const chinese = () => page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found = []
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const near = node.parentElement.closest('[lang]')
      if (/\p{Script=Han}/u.test(node.textContent) && near.lang === 'en' && node.parentElement.checkVisibility()) found.push(node.textContent.trim())
    }
    return found
  })
  for (const path of ['/progress', '/rate', '/', '/results', '/about/nothing']) {
    await open(page, path)
    await eventually(async () => assert.deepEqual(await chinese(), [], path))
  }
  await open(page, '/results')
  await page.getByText('exists in Chinese only').waitFor()
  await page.getByRole('link', { name: '中文' }).click()
  await page.waitForURL('**/results')
  await eventually(async () => assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN'))
})

test('a company is founded by way of the life event, and results leave as a table', async () => {
  await open(page, '/')
  await page.getByLabel('搜索事项、材料或问题').fill('开公司')
  await page.getByRole('button', { name: '搜索', exact: true }).click()
  await page.waitForURL('**/search?q=*')
  await eventually(async () => assert.match(await page.locator('main h2').first().innerText(), /一件事：企业开办/))
  const csv = await text('/results.csv?decision=granted')
  assert.match(csv, /^\uFEFF?事项,申请人,结果/)
})

