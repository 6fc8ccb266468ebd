// Makes the pictures of docs/manual from a running server with the demonstration city:
//   YIMEN_URL=http://127.0.0.1:8080 node tools/manual_screenshots.mjs
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { desktop, open, settle, signIn, startBrowser } from '../web/tests/support/browser.mjs'

const folder = fileURLToPath(new URL('../docs/manual/img/', import.meta.url))
mkdirSync(folder, { recursive: true })
const password = 'Yimen@2026'

async function shoot(login, staff, pages) {
  const browser = await startBrowser()
  const page = await browser.newPage()
  await page.setViewportSize(desktop)
  if (login) await signIn(page, login, password, { staff })
  for (const [name, path] of pages) {
    const target = typeof path === 'function' ? await path(page) : path
    if (!target) continue
    await open(page, target)
    await settle(page)
    await page.waitForTimeout(600)
    await page.screenshot({ path: `${folder}${name}.png`, fullPage: false })
    console.log(name, page.url())
  }
  await browser.close()
}
const api = (page, path) => page.evaluate(async (p) => (await fetch('/api/v1' + p)).json(), path)
const firstMatter = async (page) => (await api(page, '/public/matters?q=%E5%85%AC%E5%85%B1%E5%9C%BA%E6%89%80%E5%8D%AB%E7%94%9F%E8%AE%B8%E5%8F%AF&region=450900000000')).items[0].id
const firstCase = async (page) => (await api(page, '/cases?limit=1')).items?.[0]?.id

await shoot(null, false, [
  ['portal-home', '/'], ['portal-search', '/search?q=%E5%BC%80%E9%A5%AD%E5%BA%97'], ['portal-results', '/results'], ['portal-overview', '/overview'], ['portal-progress', '/progress'],
])
await shoot('wangxiulan', false, [
  ['citizen-my', '/my'], ['citizen-guide', async (page) => `/matters/${await firstMatter(page)}`], ['citizen-apply', async (page) => `/apply/${await firstMatter(page)}`], ['citizen-cases', '/my/cases'],
])
await shoot('yl.clerk1', true, [['clerk-desk', '/bench/desk'], ['clerk-tasks', '/bench/tasks']])
await shoot('yl.sc.handler1', true, [['handler-tasks', '/bench/tasks'], ['handler-cases', '/bench/cases'], ['handler-case', async (page) => `/bench/cases/${await firstCase(page)}`]])
await shoot('yl.sc.approver1', true, [['approver-tasks', '/bench/tasks']])
