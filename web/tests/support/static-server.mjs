// A stand-in for the server where only the front end is on trial: the built pages under the real policy, plus the few
// answers of /api/v1 that the shells and the identity pages ask for.
//   node tests/support/static-server.mjs [--port N]
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { pathToFileURL } from 'node:url'

const web = new URL('../../', import.meta.url).pathname
const gallery = new URL('../../../build/gallery/', import.meta.url).pathname
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"

const sessions = {
  wang: {
    account: { id: '1', name: '王芳', kind: 'staff' }, csrf_token: 'token', permissions: ['cases.accept'], post_id: '11',
    posts: [
      { id: '11', name: 'A 岗', department_name: '食品经营科', is_substitute: false },
      { id: '12', name: 'B 岗', department_name: '综合窗口', is_substitute: true },
    ],
  },
  li: { account: { id: '2', name: '李晓明', kind: 'citizen' }, csrf_token: 'token', permissions: [], posts: [], post_id: null },
}

const problem = (status, slug, detail, errors = []) => [status, { type: `/problems/${slug}`, title: '没有办成', status, detail, trace_id: 'f3a1c07e', errors }]

function answer(method, path, body, user) {
  const known = sessions[user]
  if (path === '/site') return [200, { name: '玉林市政务服务', region_name: '玉林市 · 市本级', host: '玉林市人民政府办公室', operator: '玉林市行政审批局', hotline: '12345', site_code: '4509000001', privacy_version: '2025-01', is_demo: true }]
  if (path === '/session' && method === 'GET') return known ? [200, known] : problem(401, 'identity/signed-out', '请先登录。')
  if (path === '/session' && method === 'DELETE') return [204, null, '']
  if (path === '/session' && method === 'POST') {
    const login = body.login ?? 'li'
    if (body.password !== undefined && body.password !== 'Yimen@2026') return problem(401, 'identity/wrong-credentials', '登录名或密码不对，再错 4 次将锁定 30 分钟。')
    return sessions[login] ? [200, sessions[login], login] : problem(401, 'identity/wrong-credentials', '登录名或密码不对。')
  }
  if (path === '/session/post') return [200, { ...known, post_id: body.post_id }]
  if (path === '/sms-codes') return [200, { expires_in_seconds: 300, demo_code: '482913' }]
  if (path === '/registrations') return body.login === 'taken' ? problem(422, 'identity/login-taken', '有一处需要修改。', [{ field: '/login', detail: '登录名已有人使用，请换一个' }]) : [201, sessions.li, 'li']
  if (path === '/password-resets') return [204, null]
  if (path === '/my/profile') return [200, { login: user, name: known?.account.name ?? '', phone: '138****1234', real_name_level: 3, is_otp_enrolled: false, sms_enabled: true, party: known?.account.kind === 'citizen' ? { kind: 'person', name: '李*明', id_no: '450900********1234', address: '', legal_person_name: '' } : null }]
  if (path === '/my/sessions') return [200, { items: [{ id: '1', ip: '127.0.0.1', user_agent: 'Mozilla/5.0 (Windows NT 10.0) Chrome/126.0', created_at: '2026-11-20T01:00:00Z', seen_at: '2026-11-20T02:00:00Z', is_current: true }, { id: '2', ip: '10.0.0.9', user_agent: '', created_at: '2026-11-19T01:00:00Z', seen_at: '2026-11-19T02:00:00Z', is_current: false }], next: null }]
  if (path === '/my/access-log') return [200, { items: [{ id: '1', happened_at: '2026-11-19T02:00:00Z', post_name: '综合窗口岗（1）', purpose: 'unmask', reason: '核对身份', case_no: '45090026112200000037', fields: ['name', 'id_no'] }], next: null }]
  if (path === '/my/cases') return [200, { items: [], next: null, total: 0, total_is: 'exact' }]
  if (path === '/my/drafts') return [200, { items: [] }]
  if (path === '/my/messages/unread-count') return [200, { unread: 0 }]
  if (path === '/messages/unread') return [200, { unread: 4 }]
  if (path === '/duty') return [200, { is_on_duty: body.is_on_duty ?? true, since: '2026-11-20T01:00:00Z' }]
  return problem(404, 'platform/no-route', '没有这个接口。')
}

async function fileFor(path) {
  const safe = normalize(path).replace(/^(\.\.[/\\])+/, '')
  const candidates = path.startsWith('/gallery') ? [join(gallery, 'apps/gallery/index.html')] : [join(web, 'dist', safe), join(gallery, safe)]
  if (path === '/shell-example') candidates.unshift(join(web, 'apps/portal/shell-example.html'))
  if (!extname(path)) candidates.push(join(web, 'dist/apps', path.startsWith('/bench') ? 'workbench' : 'portal', 'index.html'))
  for (const file of candidates) {
    try {
      return [await readFile(file), types[extname(file)] ?? 'application/octet-stream']
    } catch {
      // the next candidate
    }
  }
  return null
}

export async function serve(port = 0) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost')
    const headers = { 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff' }
    if (url.pathname.startsWith('/api/v1/')) {
      let text = ''
      for await (const piece of request) text += piece
      const user = /yimen_user=(\w+)/.exec(request.headers.cookie ?? '')?.[1]
      const [status, body, signedIn] = answer(request.method, url.pathname.slice(7), text ? JSON.parse(text) : {}, user)
      if (signedIn !== undefined) headers['Set-Cookie'] = `yimen_user=${signedIn}; Path=/; HttpOnly; SameSite=Lax`
      response.writeHead(status, { ...headers, 'Content-Type': status >= 400 ? 'application/problem+json' : 'application/json' })
      return response.end(body === null ? undefined : JSON.stringify(body))
    }
    const found = await fileFor(url.pathname)
    response.writeHead(found ? 200 : 404, { ...headers, 'Content-Type': found?.[1] ?? 'text/plain' })
    response.end(found?.[0])
  })
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const at = process.argv.indexOf('--port')
  console.log((await serve(at > 0 ? Number(process.argv[at + 1]) : 0)).url)
}
