#include "http/docs_assets.h"

namespace yimen::platform {

const std::string_view docs_html = R"html(<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>接口文档 · 一门</title>
<link rel="stylesheet" href="/api/docs/docs.css">
<script src="/api/docs/docs.js" defer></script>
</head>
<body>
<header>
<h1>接口文档</h1>
<p id="about">正在读取接口文档…</p>
<label for="search">查找接口</label>
<input id="search" type="search" autocomplete="off" placeholder="名称、路径或权限">
<p id="count" role="status" aria-live="polite"></p>
</header>
<div class="columns">
<nav id="tags" aria-label="接口分类"></nav>
<main id="operations"></main>
</div>
<noscript>查看接口文档需要启用 JavaScript；也可直接下载 <a href="/api/v1/openapi.json">openapi.json</a>。</noscript>
</body>
</html>
)html";

const std::string_view docs_css =
    R"css(:root { color-scheme: light; --line: #d9dde3; --quiet: #5c6370; --accent: #0b5cad; }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.6 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: #1f2329; background: #fff; }
header { padding: 1rem 1.5rem; border-bottom: 1px solid var(--line); background: #f5f6f7; }
h1 { margin: 0; font-size: 1.375rem; }
header p { margin: .25rem 0; color: var(--quiet); }
#search { width: min(28rem, 100%); padding: .5rem .75rem; font: inherit; border: 1px solid #8a919e; border-radius: .25rem; }
label { display: block; margin-top: .5rem; }
.columns { display: grid; grid-template-columns: 14rem minmax(0, 1fr); }
nav { padding: 1rem 1.5rem; border-right: 1px solid var(--line); }
nav a { display: block; padding: .25rem 0; }
a { color: var(--accent); }
main { padding: 1rem 1.5rem; }
h2 { font-size: 1.125rem; margin: 1.5rem 0 .5rem; }
details { border: 1px solid var(--line); border-radius: .25rem; margin: .5rem 0; }
summary { padding: .5rem .75rem; cursor: pointer; overflow-wrap: anywhere; }
details[open] > summary { border-bottom: 1px solid var(--line); background: #f5f6f7; }
.inner { padding: .5rem 1rem 1rem; overflow-x: auto; }
.method { display: inline-block; min-width: 4.5rem; font-weight: 600; color: var(--accent); }
code, pre { font: .875rem/1.5 "DejaVu Sans Mono", Consolas, monospace; }
pre { margin: 0; padding: .75rem; background: #f5f6f7; overflow-x: auto; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (max-width: 48rem) { .columns { grid-template-columns: minmax(0, 1fr); } nav { border-right: 0; border-bottom: 1px solid var(--line); } }
)css";

const std::string_view docs_js = R"js('use strict'
const methods = ['get', 'post', 'put', 'patch', 'delete']
const needs = { anybody: '任何人', signed_in: '登录用户', citizen: '办事人', staff: '工作人员', permission: '需要权限' }

function element(name, text, className) {
  const node = document.createElement(name)
  if (text !== undefined) node.textContent = text
  if (className) node.className = className
  return node
}

function resolve(document_, schema) {
  const name = schema.$ref && schema.$ref.split('/').pop()
  return name ? { name, schema: document_.components.schemas[name] || {} } : { name: '', schema }
}

// A schema as indented text: one member per line, with its limits and its Chinese title.
function describe(document_, schema, depth, seen) {
  const found = resolve(document_, schema)
  const pad = '  '.repeat(depth + 1)
  const inner = found.schema
  if (found.name && seen.includes(found.name)) return found.name
  const known = found.name ? [...seen, found.name] : seen
  if (inner.oneOf) return inner.oneOf.map((one) => describe(document_, one, depth, known)).join(' | ')
  if (inner.properties) {
    const required = inner.required || []
    const lines = Object.entries(inner.properties).map(([name, member]) => {
      const optional = required.includes(name) ? '' : '?'
      const title = member.title || member.description
      return `${pad}${name}${optional}: ${describe(document_, member, depth + 1, known)}${title ? '  // ' + title : ''}`
    })
    return `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`
  }
  if (inner.items) return `[${describe(document_, inner.items, depth, known)}]`
  if (inner.enum) return inner.enum.map((word) => JSON.stringify(word)).join(' | ')
  const type = Array.isArray(inner.type) ? inner.type.join(' | ') : inner.type || '任意'
  const limits = []
  if (inner.format) limits.push(inner.format)
  if (inner.minimum !== undefined) limits.push(`${inner.minimum}…${inner.maximum}`)
  if (inner.maxLength !== undefined) limits.push(`≤ ${inner.maxLength} 字`)
  if (inner.pattern) limits.push(inner.pattern)
  return limits.length ? `${type} (${limits.join(', ')})` : type
}

function contentSchema(content) {
  const first = content && Object.values(content)[0]
  return first && first.schema
}

function parameterTable(document_, parameters) {
  const table = element('table')
  const head = table.createTHead().insertRow()
  for (const title of ['参数', '位置', '格式', '说明']) head.append(element('th', title))
  const body = table.createTBody()
  for (const parameter of parameters) {
    const row = body.insertRow()
    row.append(element('td', parameter.name + (parameter.required ? ' *' : '')))
    row.append(element('td', { path: '路径', query: '查询', header: '请求头' }[parameter.in] || parameter.in))
    row.append(element('td', describe(document_, parameter.schema, 0, [])))
    row.append(element('td', parameter.description || parameter.schema.title || ''))
  }
  return table
}

function fill(document_, operation, inner) {
  const guard = needs[operation['x-needs']] || ''
  inner.append(element('p', `谁可以调用：${guard}${operation['x-permission'] ? ' ' + operation['x-permission'] : ''}`, 'quiet'))
  if (operation.parameters) inner.append(element('h3', '参数'), parameterTable(document_, operation.parameters))
  const body = operation.requestBody && contentSchema(operation.requestBody.content)
  if (body) inner.append(element('h3', '提交内容'), element('pre', describe(document_, body, 0, [])))
  inner.append(element('h3', '答复'))
  for (const [status, answer] of Object.entries(operation.responses)) {
    inner.append(element('p', `${status === 'default' ? '其他' : status} ${answer.description}`))
    const schema = status.startsWith('2') && contentSchema(answer.content)
    if (schema) inner.append(element('pre', describe(document_, schema, 0, [])))
  }
}

function operationDetails(document_, path, method, operation) {
  const details = element('details')
  details.id = operation.operationId
  details.dataset.text = [path, operation.summary, operation.operationId, operation['x-permission'] || ''].join(' ').toLowerCase()
  const summary = element('summary')
  summary.append(element('span', method.toUpperCase(), 'method'), element('code', path), element('span', '  ' + (operation.summary || '')))
  details.append(summary)
  details.addEventListener('toggle', () => {
    if (!details.open || details.children.length > 1) return
    const inner = element('div', undefined, 'inner')
    fill(document_, operation, inner)
    details.append(inner)
  })
  return details
}

function show(document_) {
  document.getElementById('about').textContent = `${document_.info.title} ${document_.info.version} · ${document_.info.description}`
  const groups = new Map()
  for (const [path, item] of Object.entries(document_.paths))
    for (const method of methods) {
      if (!item[method]) continue
      const tag = (item[method].tags || ['其他'])[0]
      if (!groups.has(tag)) groups.set(tag, [])
      groups.get(tag).push(operationDetails(document_, path, method, item[method]))
    }
  const main = document.getElementById('operations')
  const nav = document.getElementById('tags')
  let number = 0
  for (const [tag, operations] of [...groups].sort((a, b) => a[0].localeCompare(b[0], 'zh'))) {
    const section = element('section')
    const heading = element('h2', `${tag}（${operations.length}）`)
    heading.id = 'tag-' + ++number
    section.append(heading, ...operations)
    main.append(section)
    const link = element('a', tag)
    link.href = '#' + heading.id
    nav.append(link)
  }
}

function search(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  let shown = 0
  for (const section of document.querySelectorAll('section')) {
    let any = false
    for (const details of section.querySelectorAll('details')) {
      details.hidden = !words.every((word) => details.dataset.text.includes(word))
      if (!details.hidden) any = true, ++shown
    }
    section.hidden = !any
  }
  document.getElementById('count').textContent = words.length ? `找到 ${shown} 个接口` : `共 ${shown} 个接口`
}

async function start() {
  try {
    const answer = await fetch('/api/v1/openapi.json', { headers: { accept: 'application/json' } })
    if (!answer.ok) throw new Error(String(answer.status))
    show(await answer.json())
    const input = document.getElementById('search')
    input.addEventListener('input', () => search(input.value))
    search('')
    const wanted = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (wanted) { if (wanted.tagName === 'DETAILS') wanted.open = true; wanted.scrollIntoView() }
  } catch {
    document.getElementById('about').textContent = '没有读到接口文档，请检查网络后刷新页面。'
  }
}
start()
)js";

}  // namespace yimen::platform
