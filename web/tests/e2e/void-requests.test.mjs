// Records made in error: the list of what waits for a second person, who may see it, and the way from and to the case page.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { eventually, expectNoFaults, open, startBrowser } from '../support/browser.mjs'
import { findMatter, judge, receiveCase, signInAs, signOn, startClient } from '../support/staff.mjs'

const food = '食品经营许可证(销售类)登记'
let browser, clerk, matter, asker, case_id
before(async () => {
  browser = await startBrowser()
  clerk = await startClient('yl.clerk3')
  await signOn(clerk, { number: 'A03' })
  matter = await findMatter(clerk, food)
  case_id = (await receiveCase(clerk, food, { name: '误录待废', matter })).case_id
  asker = await startClient('yl.manager2')
  for (const left of (await asker.get('/void-requests?limit=100')).items) await asker.act(left.id, 'void/rejection', { reason: '清理' })
})
after(async () => {
  await expectNoFaults(browser)
  await browser?.close()
})
const choose = (page, name) => page.locator('.case-foot').getByRole('button', { name, exact: true }).click()

test('nothing waits: the page says so, and posts without the permission do not see it', async () => {
  const page = await signInAs(browser, 'yl.manager1')
  await open(page, '/bench/void-requests')
  await page.getByText('没有待确认的作废申请').waitFor()
  await judge(page, 'void-requests-empty')
  await page.getByRole('link', { name: '作废申请' }).waitFor() // the menu is there again once the page is wide
  await page.close()
  const outsider = await signInAs(browser, 'yl.sc.handler1')
  await open(outsider, '/bench/void-requests')
  await outsider.getByRole('heading', { name: '您不能查看这个页面' }).waitFor()
  await eventually(async () => assert.equal(await outsider.getByRole('link', { name: '作废申请' }).count(), 0))
  await outsider.close()
  const handler = await startClient('yl.sc.handler2')
  assert.equal((await handler.call('GET', '/void-requests')).status, 403)
})

test('a request shows in the list with who and why; the second person refuses it, later confirms another', async () => {
  await asker.act(case_id, 'void', { reason: '同一申请录了两次' })
  const again = await asker.call('POST', `/cases/${case_id}/void`, {}, { etag: (await asker.call('GET', `/cases/${case_id}`)).etag })
  assert.deepEqual([again.status, again.body.type], [422, again.body.type])
  assert.match(again.body.type, /second-person/)

  const page = await signInAs(browser, 'yl.manager1')
  await open(page, '/bench/void-requests')
  const row = page.locator('tbody tr', { hasText: '同一申请录了两次' })
  await row.getByText(asker.session.account.name).waitFor()
  await judge(page, 'void-requests')
  await row.getByRole('link', { name: /^核对并确认/ }).click()
  await page.waitForURL(`**/bench/cases/${case_id}`)
  await page.locator('.case-notices').getByText('同一申请录了两次').waitFor()
  await judge(page, 'case-void-asked')
  await choose(page, '不作废…')
  await page.fill('#field-reason', '两次申请的经营场所不同')
  await page.keyboard.press('Control+Enter')
  await page.getByText('作废申请已撤销').waitFor()
  await eventually(async () => assert.equal((await clerk.get(`/cases/${case_id}`)).void_request, null))

  await asker.act(case_id, 'void', { reason: '申请人确认重复' })
  await open(page, `/bench/cases/${case_id}`)
  await page.getByRole('link', { name: '全部作废申请' }).click()
  await page.locator('tbody tr', { hasText: '申请人确认重复' }).getByRole('link', { name: /^核对并确认/ }).click()
  await choose(page, '作废…')
  await page.keyboard.press('Control+Enter')
  await page.locator('.case-path .tag', { hasText: '已作废' }).waitFor()
  const list = await asker.get('/void-requests')
  assert.ok(!list.items.some((one) => one.id === case_id))
  await page.close()
})

test('who asked sees it waiting for another and takes it back', async () => {
  const other = (await receiveCase(clerk, food, { name: '误录撤回', matter })).case_id
  const page = await signInAs(browser, 'yl.manager1')
  await open(page, `/bench/cases/${other}`)
  await choose(page, '作废…')
  await page.fill('#field-reason', '录错事项')
  await page.keyboard.press('Control+Enter')
  await page.getByText('作废申请已登记').waitFor()
  await open(page, '/bench/void-requests')
  await page.locator('tbody tr', { hasText: '录错事项' }).getByText('待他人确认').waitFor()
  await open(page, `/bench/cases/${other}`)
  await choose(page, '不作废…')
  await page.fill('#field-reason', '核对后无误')
  await page.keyboard.press('Control+Enter')
  await page.getByText('作废申请已撤销').waitFor()
  await page.close()
})
