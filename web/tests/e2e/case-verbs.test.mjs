// 加签, 委托, 撤回, 催办, 跳转 on the page of a case, by the people they concern, against a running server.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { eventually, expectNoFaults, open, settle, startBrowser } from '../support/browser.mjs'
import { acceptCase, findMatter, judge, metChecks, signInAs, signOn, startClient, tickAll } from '../support/staff.mjs'

const food = '食品经营许可证(销售类)登记'
let browser, clerk, matter
before(async () => {
  browser = await startBrowser()
  clerk = await startClient('yl.clerk3')
  await signOn(clerk, { number: 'A03' })
  matter = await findMatter(clerk, food)
})
after(async () => {
  await expectNoFaults(browser)
  await browser?.close()
})
const accepted = (name) => acceptCase(clerk, matter, name)
const more = async (page, name) => {
  await page.locator('.case-verbs summary').click()
  await page.locator('.case-verbs .pop').getByRole('button', { name }).click()
  await page.locator('dialog[open]').waitFor()
}
const send = async (page) => {
  await page.keyboard.press('Control+Enter')
  await page.locator('dialog[open]').waitFor({ state: 'detached' })
  await settle(page)
}

test('简单件 is said at the step whose model asks: the case goes straight to the decision, unsaid it takes the long way', async () => {
  const ways = []
  const walked = async (isSimple) => {
    const id = await accepted(isSimple ? '简单' : '一般')
    const page = await signInAs(browser, 'yl.sc.handler1')
    await open(page, `/bench/cases/${id}`)
    await page.getByText('这是简单件，提交后直接到“批准”').waitFor()
    if (isSimple) await page.check('#field-is-simple')
    await tickAll(page)
    await page.fill('#field-opinion', '材料齐全，建议准予')
    await page.keyboard.press('Control+Enter')
    await page.getByText('已提交下一环节').waitFor()
    await open(page, `/bench/cases/${id}`)
    await page.locator('.case-tabs').getByText('流程').click()
    await page.locator('.djs-shape.flow-open').waitFor()
    ways.push(await page.locator('.djs-connection.flow-done').evaluateAll((flows) => flows.map((flow) => flow.dataset.elementId)))
    await page.close()
    return (await clerk.get(`/cases/${id}`)).tasks.find((task) => task.is_open).name
  }
  assert.equal(await walked(true), '批准')
  assert.equal(await walked(false), '审核')
  const [short, long] = ways
  assert.ok(short.length === long.length && short.length > 2, `${short} / ${long}`)
  assert.notDeepEqual(short, long, 'the drawing tells the two ways apart')
})

test('加签 before a step: the colleague is asked, agrees or objects with words, and the step comes back', async () => {
  const id = await accepted('加签')
  const page = await signInAs(browser, 'yl.sc.handler1')
  await open(page, `/bench/cases/${id}`)
  await more(page, '加签…')
  await page.getByRole('group', { name: /加签给/ }).getByRole('checkbox').first().waitFor()
  await judge(page, 'case-sign-dialog')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('link', { name: /加签理由/ }).waitFor()
  const boxes = page.getByRole('group', { name: /加签给/ })
  const label = boxes.locator('label', { hasText: '审核人' }).first()
  const name = (await label.locator('span').innerText()).split('\n')[0].replace('审核人', '').trim()
  await label.locator('input').check()
  await page.fill('dialog #field-reason', '涉及冷链，请先看储存条件')
  await send(page)
  const signer = (await clerk.get(`/cases/${id}`)).tasks.find((task) => task.given_as === 'sign_before')
  assert.ok(signer.is_open)
  assert.equal(signer.assignee_name, name)
  await page.close()
  const logins = ['yl.sc.reviewer1', 'yl.sc.reviewer2', 'yl.sc.reviewer3']
  let colleague
  for (const login of logins) {
    const client = await startClient(login).catch(() => null)
    if (client?.session.account.name === name) colleague = login
  }
  assert.ok(colleague, `${name} is one of the reviewers`)
  const other = await signInAs(browser, colleague)
  await open(other, '/bench/tasks')
  await other.locator('.tag', { hasText: '加签' }).first().waitFor()
  await open(other, `/bench/cases/${id}`)
  await other.getByText('涉及冷链，请先看储存条件').waitFor()
  await judge(other, 'case-signature')
  await other.getByLabel('不同意', { exact: true }).check()
  await other.fill('#field-opinion', '冷库温度记录不全')
  await other.keyboard.press('Control+Enter')
  await other.getByText('已提交下一环节').waitFor()
  await other.close()
  const back = (await clerk.get(`/cases/${id}`)).tasks
  assert.equal(back.find((task) => task.given_as === 'sign_before').outcome, 'disagree')
  assert.equal(back.filter((task) => task.is_open && !task.is_held).length, 1)
})

test('委托 and 收回: who lends a step gets it back to confirm, or at once', async () => {
  const id = await accepted('委托')
  const page = await signInAs(browser, 'yl.sc.handler1')
  await open(page, `/bench/cases/${id}`)
  await more(page, '委托办理…')
  await page.locator('#field-to option').nth(1).waitFor({ state: 'attached' })
  await page.selectOption('#field-to', { index: 1 })
  await page.fill('dialog #field-reason', '下午外出核查')
  await judge(page, 'case-delegate-dialog')
  await send(page)
  await eventually(async () => assert.equal((await clerk.get(`/cases/${id}`)).tasks.find((task) => task.is_open).given_as, 'delegated'))
  await page.locator('.case-verbs summary').click()
  await page.locator('.case-verbs .pop').getByRole('button', { name: '收回委托' }).click()
  await page.locator('.case-verbs .pop button', { hasText: '委托办理' }).waitFor({ state: 'attached' })
  await eventually(async () => assert.equal((await clerk.get(`/cases/${id}`)).tasks.find((task) => task.is_open).given_as, ''))
  await page.close()
})

test('撤回: a step that was sent on too early comes back with its opinion in the file', async () => {
  const id = await accepted('撤回')
  const page = await signInAs(browser, 'yl.sc.handler1')
  await open(page, `/bench/cases/${id}`)
  await tickAll(page)
  await page.fill('#field-opinion', '齐全，建议准予')
  await page.keyboard.press('Control+Enter')
  await page.getByText('已提交下一环节').waitFor()
  await more(page, '撤回提交…')
  await page.fill('dialog #field-reason', '漏附一张照片')
  await judge(page, 'case-take-back-dialog')
  await send(page)
  await page.locator('.case-points').waitFor()
  await page.getByText('齐全，建议准予').first().waitFor()
  await page.close()
})

test('催办 by the centre is counted on the task; 跳转 asks for its reason and leads to the step', async () => {
  const id = await accepted('催办')
  const page = await signInAs(browser, 'yl.manager1')
  await open(page, `/bench/cases/${id}`)
  await more(page, '催办…')
  await page.fill('dialog #field-words', '申请人已三次来电，请尽快办理')
  await judge(page, 'case-urge-dialog')
  await send(page)
  await eventually(async () => assert.equal((await clerk.get(`/cases/${id}`)).tasks.find((task) => task.is_open).urged_count, 1))
  await page.close()
  const worker = await startClient('yl.sc.handler2')
  const task = await worker.openTask(id)
  await worker.act(id, `/tasks/${task.id}/forward`, { opinion: '齐全', checks: metChecks(task) })
  const chief = await signInAs(browser, 'yl.sc.chief')
  await open(chief, `/bench/cases/${id}`)
  await more(chief, '跳转环节…')
  await chief.locator('#field-to_node option').nth(1).waitFor({ state: 'attached' })
  await chief.selectOption('#field-to_node', { label: '批准' })
  await chief.fill('dialog #field-reason', '抢险物资，领导批示先办')
  await judge(chief, 'case-jump-dialog')
  await send(chief)
  await eventually(async () => assert.equal((await clerk.get(`/cases/${id}`)).state, 'in_approval'))
  await chief.close()
})
