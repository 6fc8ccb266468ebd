// A form with conditions, computed fields and a repeated group, from filling it in to the clerk's view of it:
//   YIMEN_URL=http://127.0.0.1:8080 node --test tests/e2e/form.test.mjs
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { apiOf, demoPassword } from '../support/api.mjs'
import { eventually, expectAccessible, expectNoFaults, judgeBothWidths, open, phone, screenshot, settle, signIn, startBrowser } from '../support/browser.mjs'
import { signInAs } from '../support/staff.mjs'

let browser, page, matter, caseId
before(async () => {
  browser = await startBrowser()
  page = await browser.newPage()
  const { items } = await (await fetch(`${browser.base}/api/v1/public/matters?q=${encodeURIComponent('最低生活保障')}&region=450900000000`)).json()
  matter = items.find((one) => one.name.startsWith('最低生活保障金'))
  assert.ok(matter, 'the demonstration city is not loaded: run `yimen demo` first')
  await signIn(page, 'wangxiulan', demoPassword)
})
after(() => browser?.close())

const judged = (name) => judgeBothWidths(page, `form-${name}`)
const next = (name = '继续') => page.getByRole('button', { name, exact: true }).click()
const add = () => next('添加一项家庭成员')
const at = (key) => page.locator(`#field-form-${key}`)
const result = (key) => at(key).innerText()
async function fillMember(row, name, relation, income) {
  await at(`members-${row}-name`).fill(name)
  await at(`members-${row}-relation`).selectOption(relation)
  await at(`members-${row}-income`).fill(income)
}
async function arrive(path) {
  await page.waitForURL(`**/apply/*/${path}*`)
  await settle(page)
}

test('the form begins without rows and says what is missing', async () => {
  await open(page, `/apply/${matter.id}/applicant?anew=1`)
  await page.getByRole('radio').first().check()
  await next()
  for (const [key, name] of [['household', /^整户/], ['student', '没有'], ['agent', '本人']]) {
    await page.waitForURL(`**/situation/${key}*`)
    await page.getByRole('radio', { name }).check()
    await next()
  }
  await arrive('tasks')
  await next('填写信息')
  await arrive('form')
  await next('保存并继续')
  await page.getByRole('link', { name: '家庭成员至少填写 1 行。' }).click()
  await eventually(async () => assert.equal(await page.locator('#field-form-members').evaluate((group) => group === document.activeElement), true))
  await eventually(async () => assert.equal(await page.getByText('收入情况说明').count(), 0))
  await judged('empty')
})

test('rows are added by keyboard, added up, taken out and brought back', async () => {
  await page.locator('#field-form-members-add').press('Enter')
  await page.waitForFunction(() => document.activeElement?.id === 'field-form-members-0-name')
  await fillMember(0, '王秀兰', 'self', '900.10')
  await add()
  await fillMember(1, '王小明', 'child', '0')
  await at('members-1-school').fill('玉林市第一小学')
  await add()
  await fillMember(2, '李建设', 'spouse', '1200')
  await eventually(async () => assert.deepEqual([await result('member_count'), await result('monthly_income'), await result('per_capita')], ['3 人', '2100.1 元', '700.03 元']))
  await judged('rows')
  await page.getByRole('button', { name: '删除家庭成员 2' }).click()
  await eventually(async () => assert.equal(await result('per_capita'), '1050.05 元'))
  await eventually(async () => assert.equal(await at('members-1-name').inputValue(), '李建设'))
  await at('income_note').waitFor() // above the threshold the form asks why
  await page.getByRole('button', { name: '撤销' }).click()
  await eventually(async () => assert.equal(await at('members-1-school').inputValue(), '玉林市第一小学'))
  await eventually(async () => assert.equal(await result('per_capita'), '700.03 元'))
  await eventually(async () => assert.equal(await at('income_note').count(), 0))
})

test('what is hidden is kept; a rule across fields is told on leaving the field', async () => {
  await at('members-1-relation').selectOption('other')
  await eventually(async () => assert.equal(await at('members-1-school').count(), 0))
  await page.getByRole('radio', { name: '农村' }).check()
  await at('address-line').fill('玉林市玉州区名山街道 1 号')
  await at('housing').selectOption('rent')
  await at('rent').fill('9000')
  await at('rent').press('Tab')
  await page.getByText('每月租金超过家庭月收入的两倍').first().waitFor()
  await at('members-2-income').fill('8000') // the rule reads another field: once that fits, the words go
  await page.getByText('每月租金超过家庭月收入的两倍').waitFor({ state: 'detached' })
  await at('members-2-income').fill('1200')
  await at('rent').fill('600')
  await page.getByRole('radio', { name: '没有' }).check()
  await at('reason').fill('家庭成员长期患病，没有稳定收入。')
  await at('bank_card').fill('6222021234567890')
  await at('bank_card').press('Tab')
  await page.getByText('社会保障卡银行账号应为 12 至 19 位银行卡号，请核对。').waitFor()
  await at('bank_card').fill('6222 0212 3456 7894')
  await at('phone').fill('19900000001')
  await judged('filled')
  await next('保存并继续')
  await arrive('tasks')
})

test('the server takes it, and the clerk sees what does not apply, marked', async () => {
  const draft = new URL(page.url()).searchParams.get('draft')
  const person = await apiOf('wangxiulan')
  const { content, party_id } = (await person.call('GET', `/my/drafts/${draft}`)).value
  assert.equal(content.form.members[1].school, '玉林市第一小学')
  const guide = (await person.call('GET', `/public/matters/${matter.id}`)).value
  const form = Object.fromEntries(Object.entries(content.form).filter(([, answer]) => answer !== null && answer !== ''))
  const { value } = await person.call('POST', '/my/applications', {
    matter_id: matter.id, applicant_party_id: party_id, situation: content.situation, form, is_declared: true, delivery_way: 'window',
    materials: guide.materials.map((one) => ({ key: one.key, received_as: 'waived' })),
  }, { 'Idempotency-Key': crypto.randomUUID() })
  caseId = value.case_id
  const kept = (await person.call('GET', `/my/cases/${caseId}`)).value.form
  assert.deepEqual([kept.member_count, kept.monthly_income, kept.per_capita, kept.members[1].school], [3, 2100.1, 700.03, '玉林市第一小学'])
  await open(page, `/my/cases/${caseId}`)
  await page.getByText('我填写的内容').click()
  await page.getByText('700.03 元').waitFor()
  await judged('sent')

  const desk = await startBrowser()
  try {
    const bench = await signInAs(desk, 'yl.clerk1', { window: 'A01' })
    await open(bench, `/bench/cases/${caseId}`)
    const line = bench.locator('.case-facts > div').filter({ hasText: '家庭成员 2：就读学校' })
    await line.getByText('当前不适用').waitFor()
    await line.getByText('玉林市第一小学').waitFor()
    await expectAccessible(bench, 'form-clerk')
    await screenshot(bench, 'form-clerk')
    await expectNoFaults(desk)
  } finally {
    await desk.close()
  }
  await expectNoFaults(browser)
})
