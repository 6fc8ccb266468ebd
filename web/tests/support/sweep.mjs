// What the sweeps share: who walks, where each route of the running application leads, what is wrong with a page.
import assert from 'node:assert/strict'
import { desktop, expectAccessible, expectFits, open, phone, resize, settle, signIn, startBrowser } from './browser.mjs'
import { applyOnline, findMatter, password, startClient } from './staff.mjs'

export const roles = [
  { name: 'citizen', login: 'wangxiulan', applies: '健康合格证办理' },
  { name: 'enterprise', login: 'lvyuan', applies: '食品经营许可证(销售类)登记' },
  { name: 'clerk', login: 'yl.clerk1', isStaff: true },
  { name: 'handler', login: 'yl.sc.handler1', isStaff: true },
  { name: 'approver', login: 'yl.sc.approver1', isStaff: true },
  { name: 'chief', login: 'yl.sc.chief', isStaff: true },
  { name: 'manager', login: 'yl.manager1', isStaff: true },
  { name: 'supervisor', login: 'yl.supervisor', isStaff: true },
  { name: 'catalogue editor', login: 'yl.catalogue', isStaff: true },
  { name: 'department administrator', login: 'yl.fg.approver2', isStaff: true },
  { name: 'system administrator', login: 'yl.sys', isStaff: true },
  { name: 'security administrator', login: 'yl.sec', isStaff: true },
  { name: 'audit administrator', login: 'yl.audit', isStaff: true },
]

/** Pages of a case need one: citizens who have none apply. */
export async function giveCases() {
  for (const { login, applies } of roles.filter((role) => role.applies)) {
    const citizen = await startClient(login)
    if (!(await citizen.get('/my/cases?limit=1')).items.length) await applyOnline(citizen, await findMatter(citizen, applies))
  }
}

const find = (path, toPage) => async (ask) => {
  const { items } = await ask(path)
  return items.length ? toPage(items[0]) : null
}
const someMatter = '/public/matters?q=%E5%85%AC%E5%85%B1%E5%9C%BA%E6%89%80&limit=1'

/** Where a path with a parameter leads: a list of the API, and what of it becomes the parameter. */
const samples = {
  '/apply/:matterId': find(someMatter, (one) => `/apply/${one.id}`),
  '/apply/:matterId/done': null, // stands only right after an application: citizen.test.mjs
  '/apply/:matterId/:step/:part?': find(someMatter, (one) => `/apply/${one.id}/tasks`),
  '/bench/cases/:id': find('/cases?limit=1', (one) => `/bench/cases/${one.id}`),
  '/bench/matters/:id': find('/matters?limit=1', (one) => `/bench/matters/${one.id}`),
  '/bench/matters/:id/comparison': find('/matters?limit=1', (one) => `/bench/matters/${one.id}/comparison`),
  '/bench/matters/:id/consistency': find('/matters?limit=1', (one) => `/bench/matters/${one.id}/consistency`),
  '/bench/matters/:id/form': find('/matters?limit=1', (one) => `/bench/matters/${one.id}/form`),
  '/bench/questions/:id': find('/form-questions', (one) => `/bench/questions/${one.id}`),
  '/bench/document-templates/:type': find('/document-templates', (one) => `/bench/document-templates/${one.type}`),
  '/bench/processes/:processKey': find('/processes', (one) => `/bench/processes/${one.key}`),
  '/bench/rules/:ruleKey': find('/rules', (one) => `/bench/rules/${one.key}`),
  // Need a draft or a second version, which the tests of processes and rules make.
  '/bench/rules/:ruleKey/draft': null,
  '/bench/rules/:ruleKey/comparison': null,
  '/bench/processes/:processKey/draft': null,
  '/bench/processes/:processKey/comparison': null,
  '/my/cases/:id': find('/my/cases?limit=1', (one) => `/my/cases/${one.id}`),
  '/my/cases/:id/correction': find('/my/cases?limit=1', (one) => `/my/cases/${one.id}/correction`),
  '/my/cases/:id/rate': find('/my/cases?limit=1', (one) => `/my/cases/${one.id}/rate`),
}

/** Paths of the application at hand for this person: read from its router, so that no route can be forgotten. */
export async function offeredPaths(page) {
  const ask = (path) => page.evaluate(async (asked) => (await fetch(`/api/v1${asked}`)).json(), path)
  const patterns = await page.evaluate(() => {
    const { $router, $pinia } = document.querySelector('#app').__vue_app__.config.globalProperties
    const { permissions = [], account } = $pinia.state.value.session.session ?? {}
    return $router
      .getRoutes()
      .filter((route) => !route.redirect && route.name !== 'not-found')
      .filter((route) => (account ? !route.meta.permission || permissions.includes(route.meta.permission) : route.meta.isPublic))
      .map((route) => route.path.replaceAll(/\(.*?\)/g, ''))
  })
  const paths = []
  for (const pattern of patterns) {
    if (!pattern.includes(':')) paths.push({ pattern, path: pattern })
    else {
      assert.ok(pattern in samples, `the sweep does not know a sample for ${pattern}: add one to tests/support/sweep.mjs`)
      const path = samples[pattern] && (await samples[pattern](ask))
      if (path) paths.push({ pattern, path })
    }
  }
  return paths
}

/** Somebody signed in, and the requests that were refused since he was. */
export async function walker({ login, isStaff = false }) {
  const browser = await startBrowser()
  const page = await browser.newPage()
  const refused = []
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (response.status() >= 400 && !(pathname === '/api/v1/session' && response.status() === 401)) refused.push(`${response.status()} ${response.request().method()} ${pathname}`)
  })
  await signIn(page, login, password, { staff: isStaff })
  refused.length = 0
  return { browser, page, refused }
}

/** What every page must do, collected in words. `lead`: how one gets there. */
async function stands({ browser, page, refused }, path, lead, look) {
  const found = []
  const check = (work) => work().catch((error) => found.push(`${path}: ${error.message}`))
  await check(lead)
  await check(async () => assert.ok(await page.locator('h1:visible').count(), 'no heading says what the page is'))
  await check(async () => assert.ok((await page.title()).trim(), 'no title'))
  await look(check)
  found.push(...refused.splice(0).map((request) => `${path}: ${request}`), ...browser.takeFaults().map((fault) => `${path}: ${fault}`))
  return found
}

/** Loads the page and looks at it at both widths. @returns what is wrong, in words. */
export async function faultsAt(one, path) {
  const { page } = one
  await page.setViewportSize(desktop)
  const load = async () => {
    const answer = await open(page, path)
    assert.ok(answer === null || answer.status() < 400, `answers ${answer?.status()}`)
  }
  return stands(one, path, load, async (check) => {
    for (const viewport of [desktop, phone]) {
      await resize(page, viewport)
      await check(() => expectFits(page, String(viewport.width)))
      await check(() => expectAccessible(page, String(viewport.width)))
    }
    await resize(page, desktop)
  })
}

/** Leads to the page by the router of the running application. @returns what is wrong, in words. */
export async function lookAt(one, path) {
  const { page } = one
  const lead = async () => {
    await page.evaluate((to) => document.querySelector('#app').__vue_app__.config.globalProperties.$router.push(to), path)
    await settle(page)
  }
  return stands(one, path, lead, (check) => check(() => expectFits(page, 'desktop')))
}
