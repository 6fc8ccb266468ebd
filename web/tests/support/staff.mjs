// What tests of the staff's pages need beside the browser: a client of the API that prepares cases the way people would.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { baseUrl, desktop, judgeBothWidths, open, phone, signIn } from './browser.mjs'

export const password = 'Yimen@2026'

/** Signs in over the API and keeps cookie and token; `call` answers { status, body, etag } and never throws for a problem. */
export async function startClient(login, base = baseUrl()) {
  let cookie = ''
  let token = ''
  async function call(method, path, body, { etag, key } = {}) {
    const response = await fetch(`${base}/api/v1${path}`, {
      method,
      headers: {
        Accept: 'application/json',
        ...(cookie ? { Cookie: cookie } : {}),
        ...(token && method !== 'GET' ? { 'X-CSRF-Token': token } : {}),
        ...(method === 'POST' ? { 'Idempotency-Key': key ?? randomUUID() } : {}),
        ...(etag ? { 'If-Match': etag } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const set = response.headers.getSetCookie()
    if (set.length) cookie = set.map((one) => one.split(';')[0]).join('; ')
    const text = await response.text()
    return { status: response.status, body: text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text, etag: response.headers.get('etag') ?? '' }
  }
  const session = await call('POST', '/session', { login, password })
  assert.equal(session.status, 200, `${login} cannot sign in: ${JSON.stringify(session.body)}`)
  token = session.body.csrf_token
  const client = {
    session: session.body,
    call,
    raw: (method, path, body, headers) => fetch(`${base}/api/v1${path}`, { method, body, headers: { Cookie: cookie, 'X-CSRF-Token': token, ...headers } }),
    async get(path) {
      const answer = await call('GET', path)
      assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body)}`)
      return answer.body
    },
    /** Acts on a case in the version it has now. */
    async act(caseId, path, body) {
      const { etag } = await call('GET', `/cases/${caseId}`)
      const answer = await call('POST', path.startsWith('/') ? path : `/cases/${caseId}/${path}`, body, { etag })
      assert.ok(answer.status < 300, `${path}: ${JSON.stringify(answer.body)}`)
      return answer.body
    },
    async openTask(caseId) {
      return (await client.get(`/cases/${caseId}`)).tasks.find((task) => task.is_open)
    },
  }
  return client
}

/** Signs on to a window of the hall that serves the department. */
export async function signOn(client, { kind = 'general', number } = {}) {
  const post = client.session.posts.find((one) => one.id === client.session.post_id)
  const windows = await client.get(`/windows?center_id=${post.center_id}&limit=100`)
  const window = windows.items.find((one) => (number ? one.number === number : one.kind === kind && one.is_open))
  const answer = await client.call('POST', '/session/window', { window_id: window.id })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return window
}

export async function findMatter(client, words, region = '450900000000') {
  const { items } = await client.get(`/public/matters?q=${encodeURIComponent(words)}&region=${region}&limit=10`)
  assert.ok(items.length, `no matter is called ${words}`)
  return client.get(`/public/matters/${items[0].id}`)
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
/** A number of the right form that belongs to nobody: demonstration district code, serial by call. */
export function idNumber(serial = Math.floor(Math.random() * 900) + 100) {
  const day = String(1 + Math.floor(Math.random() * 28)).padStart(2, '0')
  const head = `4509001990${String(1 + Math.floor(Math.random() * 12)).padStart(2, '0')}${day}${String(serial).padStart(3, '0')}`
  const sum = weights.reduce((total, weight, at) => total + weight * Number(head[at]), 0)
  return head + '10X98765432'[sum % 11]
}

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
export function creditCode() {
  const head = `92450900MA${Array.from({ length: 7 }, () => alphabet[Math.floor(Math.random() * 31)]).join('')}`
  const sum = creditWeights.reduce((total, weight, at) => total + weight * alphabet.indexOf(head[at]), 0)
  return head + alphabet[(31 - (sum % 31)) % 31]
}

/** Answers that pass the form's own rules. */
export function answersFor(form) {
  const texts = { phone: '13907750001', id_number: idNumber(), uscc: creditCode(), date: '2026-03-02', number: 3, money: 1000, region: '玉林市玉州区', address: '玉林市玉州区人民中路1号' }
  const answers = {}
  for (const field of form?.fields ?? []) {
    if (!field.key || !field.validate?.required) continue
    if (field.type === 'select' || field.type === 'radio') answers[field.key] = field.values[0].value
    else if (field.type === 'checklist') answers[field.key] = [field.values[0].value]
    else if (field.type === 'checkbox') answers[field.key] = true
    else answers[field.key] = texts[field.type] ?? '演示内容，供核对使用'.slice(0, field.validate.maxLength ?? 30)
  }
  return answers
}

export function situationFor(guide) {
  const chosen = {}
  for (const one of guide.situations) {
    const when = /^\s*(\S+?)\s*=\s*"(.*)"\s*$/.exec(one.when)
    if (!when || [chosen[when[1]]].flat().includes(when[2])) chosen[one.key] = one.is_multiple ? [one.options[0].key] : one.options[0].key
  }
  return chosen
}

/** A walk-in at the window with every material handed in; `missing` names materials that are not. */
export async function receiveCase(clerk, matterWords, { name = '李测试', materials = {}, matter } = {}) {
  const guide = matter ?? (await findMatter(clerk, matterWords))
  const isPerson = guide.service_objects.some((object) => /自然人|个人/.test(object)) || !guide.service_objects.length
  const situation = situationFor(guide)
  const asked = await clerk.get(`/public/matters/${guide.id}/materials?answers=${encodeURIComponent(JSON.stringify(situation))}`)
  const answer = await clerk.call('POST', '/cases', {
    applicant: { is_enterprise: !isPerson, name: isPerson ? name : `玉林市${name}商行`, id_type: isPerson ? '111' : 'uscc', id_no: isPerson ? idNumber() : creditCode(), phone: '13907750002' },
    items: [{
      matter_id: guide.id, contact_name: name, contact_phone: '13907750002', situation, form: answersFor(guide.form), delivery_way: 'window',
      materials: asked.materials.map((material) => ({ key: material.key, received_as: 'original', original_count: 1, ...materials[material.key] })),
    }],
  })
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
  return answer.body.items[0]
}

/** A walk-in that is received and accepted at once; answers its number. */
export async function acceptCase(clerk, matter, name) {
  const { case_id } = await receiveCase(clerk, matter.name, { name, matter })
  await clerk.act(case_id, 'acceptance', {})
  return case_id
}

export const metChecks = (task) => task.checks.map((asked) => ({ text: typeof asked === 'string' ? asked : asked.text, is_met: true, note: '' }))

/** Finishes a step over the API: the one of that name, or the only one that is open. */
export async function forwardStep(client, caseId, opinion, name) {
  const { tasks } = await client.get(`/cases/${caseId}`)
  const task = tasks.find((one) => one.is_open && (!name || one.name === name))
  assert.ok(task, `no open step ${name ?? ''} in ${tasks.map((one) => one.name)}`)
  await client.act(caseId, `/tasks/${task.id}/forward`, { opinion, checks: metChecks(task) })
}
/** A walk-in for the matter of that name, accepted, its first step finished: what comes next is what a test is about. */
export async function caseBehindHandler(clerk, handler, words, name, opinion) {
  const caseId = await acceptCase(clerk, await findMatter(clerk, words), name)
  await forwardStep(handler, caseId, opinion)
  return caseId
}

// ---- in the browser ----------------------------------------------------------------------------------------------------

/** A page signed in as a member of staff; each account keeps its own cookies by signing in anew. */
export async function signInAs(browser, login, { window } = {}) {
  await browser.context.clearCookies()
  const page = await browser.newPage()
  await page.setViewportSize(desktop)
  await signIn(page, login, password, { staff: true })
  if (window) {
    await open(page, '/bench/desk')
    if (!(await page.getByText('可收').count())) {
      await page.locator('#field-window option', { hasText: window }).first().waitFor({ state: 'attached' })
      await page.selectOption('#field-window', await page.locator('#field-window option', { hasText: window }).first().getAttribute('value'))
      await page.getByRole('button', { name: '上岗' }).click()
      await page.getByText('可收').waitFor()
    }
  }
  return page
}

export const judge = (page, name) => judgeBothWidths(page, `staff-${name}`, { fromTop: true })

export async function tickAll(page) {
  await page.locator('.case-points').first().waitFor()
  for (const box of await page.locator('.case-points input[type=checkbox]').all()) await box.check()
}

/** The id of a case, asked with the page's own session. */
export async function caseOf(page, caseNo) {
  const found = await (await page.request.get(`/api/v1/cases?q=${caseNo}`)).json()
  assert.equal(found.items.length, 1, `case ${caseNo} is not visible`)
  return found.items[0].id
}

// ---- online applications -----------------------------------------------------------------------------------------------

// One red pixel: small, and a picture to every browser.
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64')

/** The smallest PDF that viewers open: one empty A4 page. */
export function smallPdf() {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>']
  let text = '%PDF-1.4\n'
  const places = objects.map((object, at) => {
    const place = text.length
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const start = text.length
  text += `xref\n0 4\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}

export async function upload(client, name, bytes) {
  const begun = await client.call('POST', '/uploads', { name, size_bytes: bytes.length, purpose: 'material' })
  assert.equal(begun.status, 201, JSON.stringify(begun.body))
  const sent = await client.raw('PATCH', `/uploads/${begun.body.id}`, bytes, { 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' })
  assert.equal(sent.status, 200, await sent.text())
  const done = await client.call('POST', `/uploads/${begun.body.id}/completion`, {})
  assert.equal(done.status, 200, JSON.stringify(done.body))
  return done.body.file.id
}

/** A citizen applies online with a file for every required material, pictures and PDF by turns. */
export async function applyOnline(citizen, matter) {
  const { items } = await citizen.get('/my/principals')
  const situation = situationFor(matter)
  const asked = await citizen.get(`/public/matters/${matter.id}/materials?answers=${encodeURIComponent(JSON.stringify(situation))}`)
  const materials = []
  for (const [at, material] of asked.materials.entries())
    materials.push({ key: material.key, received_as: 'electronic', file_id: await upload(citizen, at % 2 ? '材料.pdf' : '材料.png', at % 2 ? smallPdf() : picture) })
  const answer = await citizen.call('POST', '/my/applications', {
    matter_id: matter.id, applicant_party_id: items.find((one) => one.role === 'self').party_id, situation, form: answersFor(matter.form), materials, delivery_way: 'window', is_declared: true,
  })
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
  return answer.body
}
