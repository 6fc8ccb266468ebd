// A route is changed in the browser, against a running server with the demonstration city: drawn by one, published by
// another, walked by cases accepted afterwards while older ones keep theirs.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { eventually, open, settle } from '../support/browser.mjs'
import { as, carryOut, closeAll, dialog, expectNoFaultsAnywhere, judged, press, stamp } from '../support/admin.mjs'
import { acceptCase, findMatter, metChecks, signOn, startClient } from '../support/staff.mjs'

const food = '食品经营许可证(销售类)登记'
const path = '/bench/processes/handler-reviewer-approver'
const row = `现场照片齐全${stamp}`
const step = `会商${stamp}`
let clerk, handler, matter, oldCase
const accepted = (name) => acceptCase(clerk, matter, name)
const forward = async (id) => {
  const task = await handler.openTask(id)
  await handler.act(id, `/tasks/${task.id}/forward`, { opinion: '齐全，建议准予', checks: metChecks(task) })
  return handler.openTask(id)
}
before(async () => {
  clerk = await startClient('yl.clerk3')
  await signOn(clerk, { number: 'A03' })
  handler = await startClient('yl.sc.handler2')
  matter = await findMatter(clerk, food)
  oldCase = await accepted('旧流程')
})
after(async () => {
  await expectNoFaultsAnywhere()
  await closeAll()
})
const status = (page, words) => page.locator('.problem-list').getByText(words).waitFor()
/** What a signed-in person asks beside what the page does; another sign-in would end the page's own. */
async function ask(page, method, path, body, etag) {
  const answer = await page.evaluate(async ([method, path, body, etag]) => {
    const { csrf_token: token } = await (await fetch('/api/v1/session')).json()
    const headers = { 'X-CSRF-Token': token, ...(method === 'POST' ? { 'Idempotency-Key': crypto.randomUUID() } : {}), ...(etag ? { 'If-Match': etag } : {}), ...(body ? { 'Content-Type': 'application/json' } : {}) }
    const response = await fetch(`/api/v1${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    return { status: response.status, etag: response.headers.get('ETag'), body: await response.json() }
  }, [method, path, body, etag])
  assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer.body)}`)
  return answer
}
const outline = (page, name) => page.locator('.outline .pick:not(.small)').filter({ hasText: name }).first()

test('the list and the page of a process say what holds, who uses it and what may be done', async () => {
  const page = await as('yl.catalogue')
  await open(page, '/bench/processes')
  await judged(page, 'processes')
  await page.getByRole('link', { name: '承办—审核—批准' }).click()
  await page.getByRole('heading', { name: /使用这个流程的事项/ }).waitFor()
  await settle(page)
  await judged(page, 'process')
  await page.getByRole('button', { name: /^(修改流程|继续修改)$/ }).click()
  await status(page, '没有问题')
})

test('the drawing opens with words that can be read, is whole beside the palette and over the whole width when asked', async () => {
  const page = await as('yl.catalogue')
  const isWhole = () => page.locator('.drawing').evaluate((place) => {
    const [frame, palette] = [place.getBoundingClientRect(), place.querySelector('.djs-palette').getBoundingClientRect()]
    return [...place.querySelectorAll('.djs-shape')].map((one) => one.getBoundingClientRect()).every((box) => box.left >= palette.right && box.right <= frame.right)
  })
  const width = () => page.locator('.djs-shape[data-element-id=review]').evaluate((one) => one.getBoundingClientRect().width)
  await eventually(async () => assert.ok((await width()) >= 64)) // 100 wide as drawn
  await press(page, '全图')
  await eventually(async () => assert.ok(await isWhole()))
  const before = await width()
  await press(page, '只看图')
  await page.waitForFunction((least) => document.querySelector('.djs-shape[data-element-id=review]').getBoundingClientRect().width > least * 1.3, before)
  await eventually(async () => assert.ok(await isWhole()))
  await press(page, '只看图')
  await page.locator('.outline').waitFor()
})

const foreign = `<?xml version="1.0" encoding="UTF-8"?>
<!-- made elsewhere -->
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:other="http://example.org/other" id="Definitions_1" targetNamespace="http://example.org" exporter="Other" exporterVersion="5.20.0">
  <bpmn:process id="Process_1" isExecutable="true" other:keep="180">
    <bpmn:startEvent id="Start_1" name="开始"><bpmn:outgoing>Flow_1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:task id="Task_1" name="初审"><bpmn:extensionElements><other:form><other:field id="f1" label="意见"/></other:form></bpmn:extensionElements><bpmn:incoming>Flow_1</bpmn:incoming><bpmn:outgoing>Flow_2</bpmn:outgoing></bpmn:task>
    <bpmn:endEvent id="End_1" name="结束"><bpmn:incoming>Flow_2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="Flow_1" sourceRef="Start_1" targetRef="Task_1"/><bpmn:sequenceFlow id="Flow_2" sourceRef="Task_1" targetRef="End_1"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="D1"><bpmndi:BPMNPlane id="P1" bpmnElement="Process_1">
    <bpmndi:BPMNShape id="s1" bpmnElement="Start_1"><dc:Bounds x="152" y="102" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s2" bpmnElement="Task_1"><dc:Bounds x="240" y="80" width="100" height="80"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s4" bpmnElement="End_1"><dc:Bounds x="400" y="102" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="e1" bpmnElement="Flow_1"><di:waypoint x="188" y="120"/><di:waypoint x="240" y="120"/></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="e2" bpmnElement="Flow_2"><di:waypoint x="340" y="120"/><di:waypoint x="400" y="120"/></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>
`
/** Files in and out of the designer. */
const filesOf = (page) => ({
  bring: (name, text) => page.locator('.designer input[type=file]').setInputFiles({ name, mimeType: 'text/xml', buffer: Buffer.from(text) }),
  async out() {
    const [file] = await Promise.all([page.waitForEvent('download'), press(page, '导出文件')])
    return (await file.createReadStream()).toArray().then((parts) => Buffer.concat(parts).toString())
  },
})
const unpictured = foreign.replace(/ *<bpmndi:BPMNDiagram[^]*<\/bpmndi:BPMNDiagram>\n/, '')
test('a file of another tool comes in and goes out as it is, and is taken back; what is no drawing changes nothing', async () => {
  const page = await as('yl.catalogue')
  const { bring, out } = filesOf(page)
  const before = await out()
  for (const [name, text, words] of [['照片.bpmn', '\u0089PNG', '不是 BPMN 流程图'], ['几个流程.bpmn', unpictured.replace('</bpmn:definitions>', '<bpmn:process id="Process_2"><bpmn:task id="Task_2"/></bpmn:process></bpmn:definitions>'), '有几个流程（泳池）'], ['很大.bpmn', 'x'.repeat(2_000_000), '超过1 MB']]) {
    await bring(name, text)
    await page.locator('[role=alert]', { hasText: words }).waitFor()
    await eventually(async () => assert.equal(await out(), before))
    await page.getByText('已保存', { exact: true }).waitFor()
  }
  await bring('别处.bpmn', foreign)
  await outline(page, '初审').waitFor()
  await eventually(async () => assert.equal(await out(), foreign))
  await outline(page, '初审').press('Enter')
  await page.getByRole('button', { name: '改为环节' }).press('Enter')
  await eventually(async () => assert.equal(await page.inputValue('#field-role'), 'handler'))
  const changed = await out()
  assert.match(changed, /<other:field id="f1" label="意见"/)
  assert.match(changed, /other:keep="180"/)
  await judged(page, 'process-imported')
  await press(page, '撤销') // the step becomes the task it was, at once
  await eventually(async () => assert.equal(await out(), foreign))
  await press(page, '撤销')
  await outline(page, '承办').waitFor()
  await eventually(async () => assert.equal(await out(), before))
  await status(page, '没有问题')
})

test('what is added or changed by one act is taken back by one undo and done again by one redo', async () => {
  const page = await as('yl.catalogue')
  const { out } = filesOf(page)
  const before = await out()
  const once = async (act, isDone) => {
    await outline(page, '承办').press('Enter')
    await act()
    await eventually(isDone)
    await press(page, '撤销')
    await eventually(async () => assert.equal(await out(), before))
    await press(page, '重做')
    await eventually(isDone)
    await press(page, '撤销')
    await eventually(async () => assert.equal(await out(), before))
  }
  await once(async () => {
    await page.selectOption('#field-add-kind', 'bpmn:SubProcess')
    await page.locator('.outline').getByRole('button', { name: '添加', exact: true }).press('Enter')
  }, async () => assert.match(await out(), /<bpmn:subProcess /))
  await once(() => press(page, '加超时处理'), async () => assert.match(await out(), /<bpmn:timerEventDefinition/))
  await status(page, '没有问题')
})

test('a file without a picture is arranged, told so, and taken back by one undo', async () => {
  const page = await as('yl.catalogue')
  const out = async () => {
    const [file] = await Promise.all([page.waitForEvent('download'), press(page, '导出文件')])
    return (await file.createReadStream()).toArray().then((parts) => Buffer.concat(parts).toString())
  }
  const before = await out()
  const remarked = unpictured.replace('  </bpmn:process>', '    <bpmn:textAnnotation id="Remark_1"><bpmn:text>看原件</bpmn:text></bpmn:textAnnotation><bpmn:association id="Tie_1" sourceRef="Task_1" targetRef="Remark_1"/>\n  </bpmn:process>')
  await page.locator('.designer input[type=file]').setInputFiles({ name: '没画图.bpmn', mimeType: 'text/xml', buffer: Buffer.from(remarked) })
  await page.getByRole('status').filter({ hasText: '这份文件没有图，已自动排出，请看一看再保存' }).waitFor()
  await outline(page, '初审').waitFor()
  const xml = await out()
  const [kept] = remarked.split('</bpmn:definitions>')
  assert.ok(xml.startsWith(kept) && xml.endsWith('</bpmn:definitions>\n'))
  for (const id of ['Start_1', 'Task_1', 'End_1', 'Flow_1', 'Flow_2', 'Remark_1', 'Tie_1']) await page.locator(`.drawing [data-element-id=${id}]`).first().waitFor({ state: 'attached' })
  await eventually(async () => assert.equal(await page.locator('.designer details').filter({ hasText: '画不出来' }).count(), 0))
  await eventually(async () => assert.equal(await page.locator('.outline .ways', { hasText: '注释' }).count(), 0)) // a remark is no way to go
  await judged(page, 'process-arranged')
  await press(page, '撤销')
  await outline(page, '承办').waitFor()
  await eventually(async () => assert.equal(await out(), before))
  await eventually(async () => assert.equal(await page.getByText('已自动排出').count(), 0))
  await press(page, '重做')
  await outline(page, '初审').waitFor()
  await eventually(async () => assert.equal(await out(), xml))
  await press(page, '撤销')
  await outline(page, '承办').waitFor()
  await press(page, '重新排列')
  await page.getByRole('status').filter({ hasText: '已重新排列' }).waitFor()
  const anew = await out()
  assert.equal(anew.split('<bpmndi:BPMNDiagram')[0].trim(), before.split('<bpmndi:BPMNDiagram')[0].trim())
  assert.notEqual(anew, before)
  await status(page, '没有问题')
  await press(page, '撤销')
  await outline(page, '承办').waitFor()
  await eventually(async () => assert.equal(await out(), before))
  await status(page, '没有问题')
})

test('a file that cannot be drawn leaves the way back; each file and each arrangement is one step of it', async () => {
  const page = await as('yl.catalogue')
  const { bring, out } = filesOf(page)
  const before = await out()
  const edit = async () => {
    await outline(page, '承办').press('Enter')
    await page.fill('#field-element-name', '承办一下')
    await outline(page, '承办一下').waitFor()
  }
  await edit()
  for (const text of ['\u0089PNG', unpictured.replace('name="初审"', 'name="初审 & 复审"')]) {
    await bring('坏了.bpmn', text)
    await page.locator('[role=alert]', { hasText: '坏了.bpmn' }).waitFor()
    await outline(page, '承办一下').waitFor()
    await eventually(async () => assert.equal(await page.locator('.drawing .djs-container').count(), 1))
  }
  await press(page, '撤销')
  await outline(page, '承办').waitFor()
  await eventually(async () => assert.equal(await out(), before))
  await edit()
  const edited = await out()
  await bring('别处.bpmn', foreign)
  await outline(page, '初审').waitFor()
  await press(page, '重新排列')
  await page.getByRole('status').filter({ hasText: '已重新排列' }).waitFor()
  await eventually(async () => assert.notEqual(await out(), foreign))
  await press(page, '撤销')
  await page.getByText('已重新排列').waitFor({ state: 'detached' })
  await eventually(async () => assert.equal(await out(), foreign))
  await press(page, '撤销')
  await outline(page, '承办一下').waitFor()
  await eventually(async () => assert.equal(await out(), edited))
  await press(page, '撤销')
  await outline(page, '承办一下').waitFor({ state: 'detached' })
  await eventually(async () => assert.equal(await out(), before))
  // And forth again, step by step, until something else is done.
  for (const held of [edited, foreign]) {
    await press(page, '重做')
    await eventually(async () => assert.equal(await out(), held))
  }
  await press(page, '撤销')
  await outline(page, '承办一下').waitFor()
  await press(page, '撤销')
  await outline(page, '承办一下').waitFor({ state: 'detached' })
  await edit()
  await eventually(async () => assert.equal(await page.getByRole('button', { name: '重做', exact: true }).isEnabled(), false))
  await press(page, '撤销')
  await eventually(async () => assert.equal(await out(), before))
  await status(page, '没有问题')
})

test('under pools it is the process that is drawn for others to call or not', async () => {
  const page = await as('yl.catalogue')
  const pools = unpictured.replace('<bpmn:process id="Process_1" isExecutable="true"', '<bpmn:collaboration id="C1"><bpmn:participant id="P1" name="部门" processRef="Process_1"/><bpmn:participant id="P2" name="申请人"/><bpmn:messageFlow id="M1" sourceRef="P2" targetRef="Start_1"/></bpmn:collaboration>\n  <bpmn:process id="Process_1" isExecutable="false"')
  await page.locator('.designer input[type=file]').setInputFiles({ name: '泳池.bpmn', mimeType: 'text/xml', buffer: Buffer.from(pools) })
  await page.locator('.drawing [data-element-id=P2]').first().waitFor()
  const forCalls = page.getByLabel('供其他流程调用')
  await eventually(async () => assert.equal(await forCalls.isChecked(), true))
  await forCalls.uncheck()
  const [file] = await Promise.all([page.waitForEvent('download'), press(page, '导出文件')])
  const xml = Buffer.concat(await (await file.createReadStream()).toArray()).toString()
  assert.match(xml, /<bpmn:process id="Process_1" isExecutable="true"/)
  assert.doesNotMatch(xml, /<bpmn:collaboration [^>]*isExecutable/)
  while (await page.getByRole('button', { name: '撤销', exact: true }).isEnabled()) await press(page, '撤销')
  await outline(page, '承办').waitFor()
  await status(page, '没有问题')
})

test('the palette says what it offers, and its last element can be reached on a low screen', async () => {
  const page = await as('yl.catalogue')
  await page.setViewportSize({ width: 1280, height: 720 })
  const words = await page.locator('.djs-palette .entry').evaluateAll((all) => all.map((one) => one.dataset.word))
  assert.ok(['环节', '单选网关', '自由顺序', '事件子流程', '发送任务'].every((one) => words.includes(one)), words.join())
  const last = page.locator('.djs-palette .entry').last()
  await last.scrollIntoViewIfNeeded()
  await eventually(async () => assert.ok(await last.evaluate((one) => one.getBoundingClientRect().bottom <= one.closest('.drawing').getBoundingClientRect().bottom)))
})

test('a step and a row of its check-list are added by keyboard; a problem leads to its element and is mended', async () => {
  const page = await as('yl.catalogue')
  await judged(page, 'process-designer')
  await outline(page, '审核').press('Enter')
  await page.fill('#field-checks', `${await page.inputValue('#field-checks')}\n${row}`)
  await outline(page, '承办').press('Enter')
  await page.selectOption('#field-add-kind', 'bpmn:UserTask')
  await page.locator('.outline').getByRole('button', { name: '添加', exact: true }).press('Enter')
  await status(page, '1 处问题')
  await outline(page, '受理').press('Enter')
  await page.locator('.problem-list .link').press('Enter')
  await eventually(async () => assert.equal(await page.inputValue('#field-element-name'), ''))
  await judged(page, 'process-designer-problem')
  await page.fill('#field-element-name', step)
  await page.selectOption('#field-role', 'reviewer')
  await status(page, '没有问题')
  await press(page, '撤销')
  await press(page, '重做')
  await status(page, '没有问题')
  await press(page, '步骤列表')
  await eventually(async () => assert.equal(await page.locator('.steps-table tbody tr').count(), 4))
  const steps = await page.locator('.steps-table tbody tr').allInnerTexts()
  assert.match(steps[1], new RegExp(step))
  assert.ok(!steps.some((one) => one.includes(row))) // told in a number until it is asked for
  await page.locator('.steps-table tr', { hasText: '审核' }).locator('summary').first().press('Enter')
  await page.locator('.steps-table li', { hasText: row }).waitFor()
  await judged(page, 'process-steps')
  await press(page, '步骤列表')
})

test('what cannot be done lawfully is said while drawing', async () => {
  const page = await as('yl.catalogue')
  await outline(page, '批准').press('Enter')
  await page.selectOption('#field-stage', 'review')
  await page.locator('.problem-list').getByText('不经决定').first().waitFor()
  await press(page, '撤销')
  await status(page, '没有问题')
})

test('a simulation walks and counts', async () => {
  const page = await as('yl.catalogue')
  await press(page, '模拟')
  await page.getByText(/模拟 500 件：办结 500 件/).waitFor()
  // What was asked for is in sight, above the bar of acts.
  await page.waitForFunction(() => document.querySelector('.simulation [data-sight]').getBoundingClientRect().bottom < innerHeight - 60)
  await press(page, '下一步')
  await page.getByText(/第 2 步/).waitFor()
  await judged(page, 'process-simulation')
  await press(page, '模拟')
})

test('a trial walks the finished cases of the past year and names those that would go elsewhere', async () => {
  const page = await as('yl.catalogue')
  await press(page, '用旧件试走')
  await page.getByText(/路线相同 \d+ 件，不同 \d+ 件/).waitFor()
  await judged(page, 'process-trial')
  await press(page, '用旧件试走')
})

test('a step is given three working days and a reminder behind them, by keyboard', async () => {
  const page = await as('yl.catalogue')
  await outline(page, '审核').press('Enter')
  await page.fill('#field-limit-days', 'abc')
  await page.press('#field-limit-days', 'Tab')
  await page.getByText('时限应为1至999的整数').first().waitFor()
  await page.fill('#field-limit-days', '3')
  await page.getByRole('button', { name: '加超时处理' }).press('Enter')
  await page.locator('#field-deadline-days').waitFor()
  await page.fill('#field-element-name', '审核超时')
  await page.selectOption('#field-add-kind', 'bpmn:ServiceTask')
  await page.locator('.outline').getByRole('button', { name: '添加', exact: true }).press('Enter')
  await page.fill('#field-element-name', '请尽快审核')
  await page.selectOption('#field-add-kind', 'bpmn:EndEvent')
  await page.locator('.outline').getByRole('button', { name: '添加', exact: true }).press('Enter')
  await status(page, '没有问题')
  await judged(page, 'process-deadline')
})

test('a step is done again while a condition holds, so many times at most', async () => {
  const page = await as('yl.catalogue')
  await outline(page, '承办').press('Enter')
  await page.fill('#field-repeat', 'check.missing_materials > 0')
  await page.press('#field-repeat', 'Tab')
  await page.locator('#field-repeat-most').waitFor()
  await eventually(async () => assert.equal(await page.inputValue('#field-repeat-most'), '3'))
  await page.fill('#field-repeat-most', '')
  await page.locator('.problem-list').getByText('请写明最多几次').waitFor()
  await judged(page, 'process-repeat')
  await page.fill('#field-repeat', '')
  await page.press('#field-repeat', 'Tab')
  await status(page, '没有问题')
})

test('a business-rule task asks a published rule; without one it is a problem', async () => {
  const page = await as('yl.catalogue')
  await outline(page, '承办').press('Enter')
  await page.selectOption('#field-add-kind', 'bpmn:BusinessRuleTask')
  await page.locator('.outline').getByRole('button', { name: '添加', exact: true }).press('Enter')
  await page.fill('#field-element-name', '看取水量')
  await page.locator('.problem-list').getByText('没有选择决策规则').waitFor()
  await page.selectOption('#field-decision', 'water-permit-term')
  await eventually(async () => assert.equal(await page.inputValue('#field-result-variable'), 'result'))
  await page.locator('.problem-list').getByText('没有写“近三年超许可取水”从哪里取').waitFor()
  await page.getByText('取自办件：取水用途、年最大取水量').waitFor()
  await page.fill('#field-rule-input-0', 'null')
  await page.press('#field-rule-input-0', 'Tab')
  await status(page, '没有问题')
  await judged(page, 'process-rule-task')
  await press(page, '删除这个元素')
  await status(page, '没有问题')
})

test('the draft is saved, compared, submitted and published by somebody else', async () => {
  const page = await as('yl.catalogue')
  await page.fill('#field-note', '批准前增加会商，审核查看现场照片')
  await press(page, '保存草稿')
  await page.getByText('已保存').waitFor()
  await page.getByRole('link', { name: '查看修改了什么' }).click()
  await page.getByRole('cell', { name: '新增' }).first().waitFor()
  await eventually(async () => assert.ok((await page.locator('td.side').allInnerTexts()).some((one) => one.includes(row))))
  await settle(page)
  await judged(page, 'process-comparison')
  await open(page, `${path}/draft`)
  await status(page, '没有问题')
  await press(page, '提交审核')
  await carryOut(page, '提交审核')
  await page.getByText('您编辑的须由另一人审核发布').waitFor()

  const checker = await as('yl.catalogueb')
  await open(checker, `${path}/draft`)
  await status(checker, '没有问题')
  await judged(checker, 'process-review')
  await press(checker, '发布')
  await judged(checker, 'process-publish')
  await dialog(checker).getByRole('button', { name: '发布', exact: true }).click()
  await checker.getByRole('heading', { name: /使用这个流程的事项/ }).waitFor()
  await eventually(async () => assert.match(await checker.locator('tbody tr').first().innerText(), /现行/))
})

test('the tab of a draft that is no more leads to the version in force', async () => {
  const page = await as('yl.catalogue')
  await open(page, `${path}/draft`)
  await page.getByRole('heading', { name: '没有正在编辑的草稿' }).waitFor()
  await judged(page, 'process-draft-gone')
  await page.getByRole('link', { name: '查看现行版本' }).click()
  await page.getByRole('heading', { name: /使用这个流程的事项/ }).waitFor()
})

test('a new case walks the new step, an old one does not', async () => {
  const after = await forward(await accepted('新流程'))
  assert.equal(after.name, step)
  assert.equal((await forward(oldCase)).name, '审核')
})

test('running cases move to the new version after a preview, and back while nobody has gone on', async () => {
  const checker = await as('yl.catalogueb')
  await open(checker, path)
  const versions = (await (await checker.request.get('/api/v1/processes/handler-reviewer-approver')).json()).versions
  const newest = versions[0].version
  await checker.selectOption('#field-move-from', String(newest - 1))
  await checker.selectOption('#field-move-to', String(newest))
  await press(checker, '预览')
  await checker.getByText(/可以迁移 \d+ 件/).waitFor()
  await checker.locator('summary', { hasText: '可以迁移的办件' }).click()
  const { case_no: number } = await handler.get(`/cases/${oldCase}`)
  await checker.getByRole('region', { name: '可以迁移的办件' }).getByRole('row').filter({ hasText: number }).filter({ hasText: '审核' }).waitFor()
  await judged(checker, 'process-move-preview')
  const versionOf = async () => (await handler.get(`/cases/${oldCase}/process`)).version
  const before = await versionOf()
  await checker.getByRole('button', { name: /^迁移这/ }).click()
  await dialog(checker).locator('#field-reason').fill(`演练迁移${stamp}`)
  await dialog(checker).getByRole('button', { name: '迁移', exact: true }).click()
  await checker.getByText(/第 \d+ 版 → 第 \d+ 版/).first().waitFor()
  assert.equal(before, newest - 1)
  await eventually(async () => assert.equal(await versionOf(), newest))
  await judged(checker, 'process-moved')
  await checker.getByRole('button', { name: /^撤回迁移/ }).first().click()
  await eventually(async () => assert.equal(await versionOf(), before))
})

test('a version is withdrawn with its reason: the one before holds again', async () => {
  const checker = await as('yl.catalogueb')
  await open(checker, path)
  await checker.getByRole('button', { name: /^停用第/ }).first().click()
  await dialog(checker).locator('#field-reason').fill(`演练结束${stamp}`)
  await dialog(checker).getByRole('button', { name: '停用', exact: true }).click()
  await checker.getByText(`演练结束${stamp}`).waitFor()
  await judged(checker, 'process-withdrawn')
  assert.equal((await forward(await accepted('再一件'))).name, '审核')
})

test('a step with another id and name is mapped by hand: previewed, moved, told in the list, taken back', async () => {
  const at = '/processes/handler-reviewer-approver'
  const [author, checker] = [await as('yl.catalogue'), await as('yl.catalogueb')]
  const held = (await ask(author, 'GET', at)).body.versions.find((one) => one.state === 'published').version
  await ask(author, 'POST', `${at}/draft`, { version: held })
  const begun = await ask(author, 'GET', `${at}/draft`)
  const renamed = begun.body.xml.replace(/\b(id|sourceRef|targetRef|bpmnElement)="review"/g, '$1="recheck"').replace('name="审核"', 'name="复核"')
  const saved = await ask(author, 'PUT', `${at}/draft`, { xml: renamed, name: begun.body.name, note: '改名' }, begun.etag)
  await ask(author, 'POST', `${at}/submission`, {}, saved.etag)
  const published = await ask(checker, 'POST', `${at}/publication`, {}, (await ask(checker, 'GET', `${at}/draft`)).etag)
  const standing = async () => (await handler.get(`/cases/${oldCase}`)).tasks.find((task) => task.is_open).name
  await eventually(async () => assert.equal(await standing(), '审核'))

  await open(checker, path)
  await checker.selectOption('#field-move-from', String(held))
  await checker.selectOption('#field-move-to', String(published.body.version))
  await press(checker, '预览')
  await checker.getByText('新版本里找不到的环节').waitFor()
  await checker.getByText(/没有环节“审核”/).first().waitFor()
  await checker.locator('#field-map-review').selectOption({ label: '复核' })
  await checker.getByText(/没有环节“审核”/).first().waitFor({ state: 'detached' })
  await settle(checker)
  await judged(checker, 'process-move-mapping')
  await checker.getByRole('button', { name: /^迁移这/ }).press('Enter')
  await dialog(checker).locator('#field-reason').fill(`改名迁移${stamp}`)
  await dialog(checker).getByRole('button', { name: '迁移', exact: true }).click()
  await checker.getByText('（审核→复核）').first().waitFor()
  await eventually(async () => assert.equal(await standing(), '复核'))
  await checker.getByRole('button', { name: /^撤回迁移/ }).first().click()
  await eventually(async () => assert.equal(await standing(), '审核'))
})
