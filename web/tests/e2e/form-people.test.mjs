// A form with a person or enterprise to look up and a signature to draw: from the citizen's pen to the clerk's screen and the printed sheet.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { apiOf, demoPassword } from '../support/api.mjs'
import { eventually, expectAccessible, expectNoFaults, judgeBothWidths, open, phone, screenshot, signIn, startBrowser } from '../support/browser.mjs'
import { signInAs } from '../support/staff.mjs'

const words = '食品经营许可证(销售类)登记'
let browser, page, matter, caseId
before(async () => {
  const [editor, publisher] = [await apiOf('yl.catalogue'), await apiOf('yl.catalogueb')]
  matter = (await editor.call('GET', `/matters?q=${encodeURIComponent(words)}&limit=5`)).value.items[0]
  const { value: detail } = await editor.call('GET', `/matters/${matter.id}`)
  const form = { title: '申请表', components: [
    { key: 'unit', type: 'textfield', label: '申请单位', validate: { required: true }, layout: { row: 'r1', columns: 8 } },
    { key: 'phone', type: 'phone', label: '联系电话', layout: { row: 'r1', columns: 8 } },
    { key: 'keeper', type: 'party', label: '场所提供者', validate: { required: true } },
    { key: 'sign', type: 'signature', label: '承诺人签名', validate: { required: true } },
  ] }
  const version = (answer) => ({ 'If-Match': `"${answer.value.revision}"` })
  let saved = await editor.call('PUT', `/matters/${matter.id}/draft`, { content: { ...detail.content, form }, note: '签名' }, { 'If-Match': `"${detail.revision}"` })
  saved = await editor.call('POST', `/matters/${matter.id}/submission`, {}, version(saved))
  await publisher.call('POST', `/matters/${matter.id}/publication`, {}, version(saved))
  browser = await startBrowser()
  page = await browser.newPage()
  await signIn(page, 'lvyuan', demoPassword)
})
after(async () => {
  await expectNoFaults(browser)
  await browser?.close()
})
const judged = (name, of = page) => judgeBothWidths(of, `form-${name}`)
const on = (name) => page.getByRole('button', { name, exact: true }).click()
const at = (key) => page.locator(`#field-form-${key}`)
/** Points of a stroke as shares of the board. */
async function stroke(points) {
  await at('sign-board').scrollIntoViewIfNeeded()
  const box = await at('sign-board').boundingBox()
  const place = ([x, y]) => [box.x + x * box.width, box.y + y * box.height]
  await page.mouse.move(...place(points[0]))
  await page.mouse.down()
  for (const one of points.slice(1)) await page.mouse.move(...place(one), { steps: 6 })
  await page.mouse.up()
}
const ink = () => at('sign-board').evaluate((board) => board.getContext('2d').getImageData(0, 0, board.width, board.height).data.filter((_, place) => place % 4 === 3).reduce((sum, alpha) => sum + (alpha > 0 ? 1 : 0), 0))

test('an enterprise the person may act for is picked with its number; what is typed instead is checked', async () => {
  await open(page, `/apply/${matter.id}/applicant?anew=1`)
  await page.getByRole('radio').first().check()
  await on('继续')
  for (let turn = 0; turn < 8 && !/\/(tasks|form)/.test(page.url()); turn++) {
    await page.waitForURL(/\/(situation|tasks|form)/)
    if (!/situation/.test(page.url())) break
    const before = page.url()
    await page.getByRole('radio').or(page.getByRole('checkbox')).first().check()
    await on('继续')
    await page.waitForURL((url) => url.href !== before)
  }
  if (/tasks/.test(page.url())) await on('填写信息')
  await page.waitForURL('**/form*')
  await at('unit').fill('玉林市绿源农业发展有限公司')
  await at('phone').fill('13907750006')
  await at('keeper-name').fill('李1')
  await on('保存并继续')
  await page.getByRole('link', { name: '场所提供者的名称不对，请核对。' }).waitFor()
  await page.getByRole('link', { name: /承诺人签名/ }).waitFor()
  await judged('party-wrong')
  await at('keeper-pick').selectOption({ label: '玉林市绿源农业发展有限公司' })
  await eventually(async () => assert.equal(await at('keeper-name').inputValue(), '玉林市绿源农业发展有限公司'))
  await eventually(async () => assert.match((await at('keeper-id_no').inputValue()).replaceAll(' ', ''), /^[0-9A-Z]{18}$/))
  await at('keeper').getByText('场所提供者的名称不对').waitFor({ state: 'detached' })
})

test('a name typed by keyboard becomes a picture; drawn by pen it is cleared, drawn anew and kept', async () => {
  await page.getByRole('radio', { name: '键盘输入姓名' }).check()
  await at('sign-typed').fill('梁小燕')
  await eventually(async () => assert.ok((await ink()) > 500))
  await judged('signature-typed')
  await page.getByRole('radio', { name: '手写' }).check()
  await on('清除重写')
  await eventually(async () => assert.equal(await ink(), 0))
  await eventually(async () => assert.equal(await page.getByRole('button', { name: '确认签名' }).isEnabled(), false))
  await stroke([[0.2, 0.2], [0.4, 0.7], [0.25, 0.75]])
  await stroke([[0.5, 0.3], [0.75, 0.3], [0.6, 0.8]])
  await eventually(async () => assert.ok((await ink()) > 300))
  await judged('signature-drawn')
  await on('确认签名')
  await page.getByText(/已签名/).waitFor()
  await page.getByRole('img', { name: /承诺人签名/ }).waitFor()
  await judged('signature-kept')
  await on('保存并继续')
  await page.waitForURL((url) => !/\/form/.test(url.pathname))
})

test('the server keeps the picture with the case; the clerk sees it and prints the sheet as it was asked', async () => {
  const draft = new URL(page.url()).searchParams.get('draft')
  const citizen = await apiOf('lvyuan')
  const { content, party_id } = (await citizen.call('GET', `/my/drafts/${draft}`)).value
  const guide = (await citizen.call('GET', `/public/matters/${matter.id}`)).value
  const { value } = await citizen.call('POST', '/my/applications', {
    matter_id: matter.id, applicant_party_id: party_id, situation: content.situation, form: content.form, is_declared: true, delivery_way: 'window',
    materials: guide.materials.map((one) => ({ key: one.key, received_as: 'waived' })),
  }, { 'Idempotency-Key': crypto.randomUUID() })
  caseId = value.case_id
  const desk = await startBrowser()
  try {
    const bench = await signInAs(desk, 'yl.clerk1', { window: 'A01' })
    await open(bench, `/bench/cases/${caseId}`)
    const picture = bench.getByRole('img', { name: '承诺人签名：签名图片' })
    await picture.scrollIntoViewIfNeeded()
    await eventually(async () => assert.ok(await picture.evaluate((one) => one.decode().then(() => one.naturalWidth === 640))))
    await expectAccessible(bench, 'form-people-clerk')
    await screenshot(bench, 'form-people-clerk')
    await bench.evaluate(() => (window.print = () => (window.wasPrinted = true)))
    await bench.getByRole('button', { name: '打印申请表' }).click()
    await bench.waitForFunction(() => window.wasPrinted)
    await bench.emulateMedia({ media: 'print' })
    const sheet = bench.locator('.print-sheet')
    await eventually(async () => assert.ok(await sheet.isVisible()))
    await eventually(async () => assert.equal(await bench.locator('.bench').isVisible(), false))
    const rows = await sheet.locator('tr').evaluateAll((lines) => lines.map((line) => [...line.children].map((cell) => cell.innerText.trim())))
    assert.equal(rows[1][0], '申请单位')
    assert.equal(rows[1][2], '联系电话') // asked in one line, printed in one line
    assert.equal(rows[1][3], '139****0006')
    await eventually(async () => assert.ok(await sheet.getByRole('img').evaluate((one) => one.complete && one.naturalWidth > 0)))
    await screenshot(bench, 'form-people-print')
    const pdf = await bench.pdf({ format: 'A4' })
    assert.equal(pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length, 1)
    await bench.evaluate(() => window.dispatchEvent(new Event('afterprint')))
    await bench.emulateMedia({ media: 'screen' })
    await sheet.waitFor({ state: 'detached' })
    await expectNoFaults(desk)
  } finally {
    await desk.close()
  }
})

test('at the counter a number is looked up in the register: the name comes covered, an unknown one is said to be so', async () => {
  const desk = await startBrowser()
  try {
    const bench = await signInAs(desk, 'yl.clerk1', { window: 'A01' })
    await bench.fill('#field-matter', words)
    await bench.locator('[role=option]', { hasText: words }).first().click()
    await bench.locator('h3', { hasText: words }).waitFor()
    const number = (await (await apiOf('lvyuan')).call('GET', '/my/principals')).value.items.find((one) => one.kind === 'enterprise').id_no
    const field = (name) => bench.locator(`#field-items-0-form-keeper-${name}`)
    await bench.locator('input[name="items.0.form.keeper.kind"][value=enterprise]').check()
    await field('id_no').fill(number)
    await bench.getByRole('button', { name: '查找登记信息' }).press('Enter')
    await bench.getByText(/登记为：.*（单位）/).waitFor()
    await expectAccessible(bench, 'desk-party-found')
    await field('id_no').fill('91350100M000100Y43')
    await bench.getByRole('button', { name: '查找登记信息' }).press('Enter')
    await bench.getByText('没有这个号码的登记信息，请核对。').waitFor()
    await expectNoFaults(desk)
  } finally {
    await desk.close()
  }
})
