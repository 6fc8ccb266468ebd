// What every browser test needs: a fresh Chromium, pages that report their own faults, sign-in, axe, screenshots.
import assert from 'node:assert/strict'
import { after } from 'node:test'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { contractFaults, loadContract } from './contract.mjs'

export const desktop = { width: 1366, height: 768 }
export const phone = { width: 360, height: 740 }

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const shots = new URL('../../../build/screenshots/', import.meta.url).pathname
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** Milliseconds: what is not there by then will not come, on a busy machine either. */
const patience = 30_000
/** Milliseconds that every answer is kept from a page. */
const latency = Number(process.env.YIMEN_BROWSER_LATENCY ?? 0)

/** The address of the server on trial; YIMEN_URL, e.g. http://127.0.0.1:8080. */
export function baseUrl() {
  const url = process.env.YIMEN_URL
  assert.ok(url, 'YIMEN_URL is not set: start the server and pass its address')
  return url.replace(/\/$/, '')
}

/** Open browsers: one that a failed test left would keep the whole file from ending. */
const running = new Set()
after(() => Promise.all([...running].map((browser) => browser.close())))

/** One browser with its own profile. It is closed at the end of the file at the latest. */
export async function startBrowser({ base = baseUrl(), viewport = desktop, language = 'zh-CN' } = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'yimen-browser-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.YIMEN_CHROMIUM ?? '/usr/bin/chromium',
    headless: true, args: flags, viewport, locale: language, baseURL: base, timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce',
    bypassCSP: false,
  })
  context.setDefaultTimeout(patience)
  const contract = await loadContract(base).catch(() => ({ schemas: {}, routes: [] })) // a server of files alone has none
  const faults = []
  const watch = (page) => {
    followRequests(page)
    if (latency) delayAnswers(page).catch(() => undefined) // it may have closed already
    page.on('response', (response) => contractFaults(contract, response).then((found) => faults.push(...found), () => undefined))
    page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`))
    page.on('console', (message) => {
      // A refused request shows in the console by itself; what the page does about it is what tests look at.
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(`${page.url()}: ${message.text()}`)
    })
  }
  context.on('page', watch)
  context.pages().forEach(watch)
  const browser = {
    context,
    base,
    newPage: () => context.newPage(),
    /** Uncaught errors, policy violations, console errors and answers that are not as declared, since the last call. */
    takeFaults: () => faults.splice(0),
    async close() {
      if (!running.delete(browser)) return
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
  running.add(browser)
  return browser
}

/** As a busy machine and a slow network do: what is judged before its answer came fails here, and not once in a hundred runs. */
async function delayAnswers(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', { offline: false, latency, downloadThroughput: -1, uploadThroughput: -1 })
}

/** Opens a path and waits until nothing loads and no skeleton shows. */
export async function open(page, path) {
  const response = await page.goto(path, { waitUntil: 'load' })
  await settle(page)
  return response
}

export async function settle(page) {
  await page.waitForLoadState('load')
  for (const until = Date.now() + patience / 2; Date.now() < until; ) {
    await quiet(page)
    await page.waitForFunction(() => !document.querySelector('[aria-busy="true"], .skeleton') && document.body.innerText.trim().length > 0)
    if (!requestsOf(page).size) return
  }
}

/** Another width, once the page has drawn itself by it: a judgement in between sees half of each. */
export async function resize(page, viewport) {
  await page.setViewportSize(viewport)
  await page.waitForFunction((width) => innerWidth === width, viewport.width)
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
}

// What a page still waits for. The browser's own "network idle" never comes on a page that shows a PDF or hears events.
const waiting = new WeakMap()
const requestsOf = (page) => waiting.get(page) ?? new Set()

function followRequests(page) {
  const open = new Set()
  waiting.set(page, open)
  page.on('request', (request) => {
    const isOwn = request.frame() === page.mainFrame()
    if (isOwn && ['document', 'script', 'stylesheet', 'fetch', 'xhr', 'image'].includes(request.resourceType()) && !/event-stream/.test(request.headers().accept ?? '')) open.add(request)
  })
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => open.delete(request))
  page.on('framenavigated', (frame) => frame === page.mainFrame() && open.clear())
}

/** In the page: what waited to be done has been, and is drawn. A page behind another draws nothing. */
const drawn = () => new Promise((done) => {
  requestAnimationFrame(() => setTimeout(() => done(true)))
  setTimeout(() => done(true), 500)
})

/** No request under way for a moment and no work left in the page: an answer often asks the next question, on a slow machine a while later. */
async function quiet(page, forMilliseconds = 120) {
  for (let since = Date.now(), until = since + patience / 2; Date.now() < until; await page.waitForTimeout(20)) {
    if (requestsOf(page).size) since = Date.now()
    else if (Date.now() - since >= forMilliseconds) {
      const isDrawn = await page.evaluate(drawn).catch(() => false) // it went elsewhere meanwhile
      if (isDrawn && !requestsOf(page).size) return
      since = Date.now()
    }
  }
}

/** Repeats an assertion until it holds: what a page shows comes a moment after what asked for it. Fails as the last try did. */
export async function eventually(assertion, forMilliseconds = patience) {
  for (const until = Date.now() + forMilliseconds; ; await new Promise((later) => setTimeout(later, 100))) {
    try {
      return await assertion()
    } catch (failure) {
      if (Date.now() >= until) throw failure
    }
  }
}

export async function signIn(page, login, password, { staff = false } = {}) {
  await open(page, staff ? '/bench/sign-in' : '/sign-in')
  await page.fill('#field-login', login)
  await page.fill('#field-password', password)
  await page.click('button[type=submit].main')
  await page.waitForFunction(() => !location.pathname.endsWith('/sign-in'))
  await settle(page)
}

/** WCAG 2.2 AA by axe: zero violations, or a failure that names rule, selector and reason. */
export async function expectAccessible(page, name = page.url(), { within } = {}) {
  // Injected past the page's policy, which rightly refuses foreign scripts.
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate(
    ([only, part]) => window.axe.run(part ?? document, { runOnly: { type: 'tag', values: only }, resultTypes: ['violations'] }),
    [tags, within],
  )
  const lines = violations.flatMap((violation) =>
    violation.nodes.map((node) => `  ${violation.id} ${node.target.join(' ')}\n    ${node.failureSummary.replaceAll('\n', ' ')}\n    ${node.html.slice(0, 200)}`),
  )
  assert.equal(lines.length, 0, `${name}: ${lines.length} accessibility violations\n${lines.join('\n')}`)
}

/** No sideways scrolling of the page itself. */
export async function expectFits(page, name = page.url()) {
  const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth])
  assert.ok(inner <= outer + 1, `${name}: the page is ${inner} px wide in a window of ${outer} px`)
}

/** Only when YIMEN_SCREENSHOTS is set: pictures take up to a tenth of a test. */
export async function screenshot(page, name, { full = true } = {}) {
  if (!process.env.YIMEN_SCREENSHOTS) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: full })
}

/** Zero violations and no sideways scrolling on a phone and on a desk, with a picture of each where wanted; ends at the desk's width. */
export async function judgeBothWidths(page, name, { path, fromTop = false } = {}) {
  for (const [width, viewport] of [['phone', phone], ['desktop', desktop]]) {
    await resize(page, viewport)
    await (path ? open(page, path) : settle(page))
    if (fromTop) await page.evaluate(() => document.documentElement.scrollTo(0, 0)) // a sticky bar lies over what is under it, wherever one stopped
    await screenshot(page, `${name}-${width}`, { full: width === 'phone' })
    await expectFits(page, `${name} ${width}`)
    await expectAccessible(page, `${name} ${width}`)
  }
}

export async function expectNoFaults(browser) {
  assert.deepEqual(browser.takeFaults(), [])
}
