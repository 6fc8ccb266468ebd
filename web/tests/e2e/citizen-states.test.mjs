// What a citizen sees in states that the office brings about, and the parts of the way that few matters use:
//   YIMEN_URL=http://127.0.0.1:8080 node --test tests/e2e/citizen-states.test.mjs
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { act, apiOf, demoPassword, takeWindow } from '../support/api.mjs'
import { eventually, expectAccessible, expectNoFaults, judgeBothWidths, open, phone, settle, signIn, startBrowser } from '../support/browser.mjs'

let browser, page, person, clerk, principals
before(async () => {
  browser = await startBrowser()
  page = await browser.newPage()
  person = await apiOf('lijianguo')
  clerk = await apiOf('yl.clerk1')
  await takeWindow(clerk)
  principals = (await person.call('GET', '/my/principals')).value.items
  await signIn(page, 'lijianguo', demoPassword)
})
after(() => browser?.close())

const judged = (name) => judgeBothWidths(page, `citizen-${name}`)
async function matterNamed(name) {
  const { items } = await (await fetch(`${browser.base}/api/v1/public/matters?q=${encodeURIComponent(name)}&region=450900000000`)).json()
  const found = items.find((one) => one.name.startsWith(name))
  assert.ok(found, `${name} is not in the demonstration city`)
  return found.id
}
/** An application handed in without the browser, every material by a certificate. */
async function applied(name, situation, form) {
  const matter = await matterNamed(name)
  const guide = (await person.call('GET', `/public/matters/${matter}`)).value
  const kind = guide.service_objects.some((one) => /自然人|个人/.test(one)) || !guide.service_objects.length ? 'person' : 'enterprise'
  const { value } = await person.call('POST', '/my/applications', {
    matter_id: matter, applicant_party_id: principals.find((one) => one.kind === kind).party_id, situation, form, is_declared: true, delivery_way: 'window',
    materials: guide.materials.map((one) => ({ key: one.key, received_as: 'waived' })),
  })
  return value.case_id
}

test('an accepted case counts the promised working days and says from when', async () => {
  const form = { place_name: '悦来旅馆', address: '玉林市玉州区 1 号', place_kind: 'hair', area: 50, staff_count: 2, water_source: 'mains', contact: '李建国', phone: '19900000002' }
  const id = await applied('公共场所卫生许可', { kind: 'new', place: 'hair', air: 'no' }, form)
  await act(clerk, id, '/acceptance', { opinion: '材料齐全。' })
  await open(page, `/my/cases/${id}`)
  await page.getByText('承诺办结').waitFor()
  await page.getByText('怎么算的').click()
  await page.getByText('受理（当天不计）').waitFor()
  await page.locator('ol.days li.ahead').first().waitFor()
  await page.getByRole('link', { name: '受理通知书 (PDF)' }).waitFor()
  await judged('case-accepted')
})

test('a matter closed on the spot shows its result and may be rated once, well', async () => {
  const id = await applied('仅销售预包装食品经营者备案', {}, { request: '只卖预包装食品', address: '玉林市玉州区 2 号', phone: '19900000002' })
  await act(clerk, id, '/instant', { decision: { decision: 'granted' }, delivery: { way: 'window', recipient_name: '李建国', recipient_id_no: '450900197909230137' } })
  await open(page, `/my/cases/${id}`)
  await page.getByText('准予').first().waitFor()
  await judged('case-closed')
  await page.getByRole('link', { name: '评价这次服务' }).click()
  await page.waitForURL('**/rate')
  await page.getByRole('radio', { name: '满意', exact: true }).check()
  await page.getByRole('checkbox', { name: '讲得清楚' }).check()
  await page.getByRole('button', { name: '提交评价' }).click()
  await page.waitForURL(`**/my/cases/${id}`)
  await open(page, `/my/cases/${id}/rate`)
  await page.getByText('一事一评').waitFor()
  await judged('rated-once')
})

test('several answers at once, a credit code filled in by itself, and its source', async () => {
  const matter = await matterNamed('食品经营许可证')
  await open(page, `/apply/${matter}/applicant?anew=1`)
  await page.getByRole('radio', { name: /绿源/ }).check()
  await page.getByRole('button', { name: '继续', exact: true }).click()
  await page.waitForURL('**/situation/kind*')
  await page.getByRole('radio', { name: /^新办/ }).check()
  await page.getByRole('button', { name: '继续', exact: true }).click()
  await page.waitForURL('**/situation/goods*')
  await page.getByRole('checkbox', { name: /^预包装/ }).check()
  await page.getByRole('checkbox', { name: /^冷藏/ }).check()
  await judged('situation-many')
  await page.getByRole('button', { name: '继续', exact: true }).click()
  await page.waitForURL('**/situation/agent*')
  await page.getByRole('radio', { name: /^本人/ }).check()
  await page.getByRole('button', { name: '继续', exact: true }).click()
  await page.waitForURL('**/tasks*')
  await page.getByRole('button', { name: '填写信息', exact: true }).click()
  await page.waitForURL('**/form*')
  await settle(page)
  await eventually(async () => assert.match((await page.inputValue('#field-form-uscc')).replaceAll(' ', ''), /^[0-9A-Z]{18}$/))
  await page.getByText('已按您任法定代表人的单位填好').first().waitFor()
  await judged('form-prefilled')
})

test('a draft changed in another window is told before anything is overwritten', async () => {
  const id = new URL(page.url()).searchParams.get('draft')
  const { value, etag } = await person.call('GET', `/my/drafts/${id}`)
  await person.call('PUT', `/my/drafts/${id}`, { matter_id: value.matter_id, party_id: value.party_id, step: value.step, content: { ...value.content, form: { ...value.content.form, shop_name: '另一窗口填写' } } }, { 'If-Match': etag })
  await page.fill('#field-form-area', '88')
  await page.getByText('内容已被他人更新').waitFor()
  await judged('draft-stale')
  await page.getByRole('button', { name: '重新载入' }).click()
  await page.waitForFunction(() => document.querySelector('#field-form-shop_name')?.value === '另一窗口填写')
})

test('a connection lost while filling in keeps the answers and saves them later', async () => {
  await browser.context.setOffline(true)
  await page.fill('#field-form-area', '66')
  await page.getByText('暂未保存').waitFor()
  await expectAccessible(page)
  await browser.context.setOffline(false)
  await page.getByText('已自动保存').waitFor()
  const id = new URL(page.url()).searchParams.get('draft')
  assert.equal((await person.call('GET', `/my/drafts/${id}`)).value.content.form.area, '66')
})

test('a place is found by part of its name', async () => {
  const matter = await matterNamed('最低生活保障金')
  await open(page, `/apply/${matter}/applicant?anew=1`)
  await page.getByRole('radio').first().check()
  await page.getByRole('button', { name: '继续', exact: true }).click()
  for (const [key, name] of [['household', /^整户/], ['student', '没有'], ['agent', '本人']]) {
    await page.waitForURL(`**/situation/${key}*`)
    await page.getByRole('radio', { name }).check()
    await page.getByRole('button', { name: '继续', exact: true }).click()
  }
  await page.waitForURL('**/tasks*')
  await page.getByRole('button', { name: '填写信息', exact: true }).click()
  await page.waitForURL('**/form*')
  const field = page.locator('#field-form-address')
  await field.fill('民乐镇')
  await page.getByRole('option').first().waitFor()
  await expectAccessible(page)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await eventually(async () => assert.match(await field.inputValue(), /民乐镇/))
  await page.fill('#field-form-address-line', '罗政村 12 号')
  await judged('form-region')
})

test('an authorisation is given, accepted by the agent, and revoked', async () => {
  await open(page, '/my/principals')
  await page.getByRole('button', { name: '授权他人代办' }).click()
  await page.fill('#field-agent_name', '梁小燕')
  await page.fill('#field-agent_id_number', '450900200102270642')
  await page.getByRole('radio', { name: '只限指定事项' }).check()
  await page.fill('#field-matter_ids', '公共场所')
  await page.locator('.suggest').getByRole('option').first().click()
  await judged('grant')
  await page.getByRole('button', { name: '发出授权' }).click()
  await page.getByText('待确认').first().waitFor()
  const agent = await apiOf('liangxiaoyan')
  const offered = (await agent.call('GET', '/my/authorisations')).value.items.find((one) => one.state === 'offered')
  await agent.call('POST', `/my/authorisations/${offered.id}/acceptance`)
  await open(page, '/my/principals')
  const row = page.locator('.task-list li').filter({ hasText: '限 1 个事项' }).filter({ hasText: '有效' })
  await row.getByRole('button', { name: '撤销' }).click()
  await page.locator('dialog[open]').waitFor()
  await judged('revoke')
  await page.locator('dialog').getByRole('button', { name: '撤销授权' }).click()
  await page.getByText('已撤销授权').first().waitFor()
})

test('drafts are thrown away only after asking', async () => {
  await open(page, '/my/drafts')
  const count = await page.locator('li.card').count()
  await page.getByRole('button', { name: /^删除草稿/ }).first().click()
  await page.locator('dialog[open]').waitFor()
  await judged('draft-remove')
  await page.locator('dialog').getByRole('button', { name: '删除' }).click()
  await page.waitForFunction((before) => document.querySelectorAll('li.card').length === before - 1, count)
})

test('no page broke the policy or threw', () => expectNoFaults(browser))
