// Milliseconds of processor time from a keystroke to decided fields, in a form with 1,000 rules; the browser's own code, run by Node.
//   node bench/forms/keystroke.mjs [KEYSTROKES]      needs web/node_modules; how often rules are asked is counted in web/shared/forms/incremental.test.ts
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

if (process.argv.includes('--help')) {
  console.log('keystroke.mjs [KEYSTROKES]   milliseconds per keystroke of forms with 1,000 rules; aim < 5 ms')
  process.exit(0)
}
const keystrokes = Number(process.argv[2] ?? 500)
const web = fileURLToPath(new URL('../../web/', import.meta.url))
const outDir = fileURLToPath(new URL('../../build/bench-forms/', import.meta.url))
const { build } = await import(pathToFileURL(createRequire(`${web}package.json`).resolve('vite')).href)
await build({
  root: web, configFile: false, logLevel: 'error', resolve: { alias: { '@': web.replace(/\/$/, '') } }, ssr: { noExternal: true },
  build: { ssr: `${web}shared/forms/sheet.ts`, outDir, emptyOutDir: true, target: 'node20', rolldownOptions: { output: { entryFileNames: 'sheet.mjs' } } },
})
const { Sheet } = await import(pathToFileURL(`${outDir}sheet.mjs`).href)

const many = Array.from({ length: 1000 }, (_, at) => at + 1)
const field = (at, change = {}) => ({ key: `f${at}`, type: 'number', label: `第 ${at} 项`, ...change })
const filled = (components) => Object.fromEntries(components.map((one) => [one.key, '1']))
const rows = Array.from({ length: 200 }, (_, at) => ({ price: String(at), count: '2' }))

const forms = {
  '1000 条互不相关的条件 independent conditions': () => {
    const components = [field(0), ...many.map((at) => field(at, { conditional: { hide: `=f${at - 1} = 777` } }))]
    const answers = filled(components)
    return { schema: { components }, answers, type: (n) => (answers[`f${n % 1000}`] = String(n)) }
  },
  '1000 项连成一串的计算 a chain of 1,000 sums': () => {
    const components = [field(0), ...many.map((at) => field(at, { type: 'expression', expression: `=f${at - 1} + 0.1` }))]
    const answers = { f0: '1' }
    return { schema: { components }, answers, type: (n) => (answers.f0 = String(n)) }
  },
  '1000 条都看同一项的规则 1,000 rules on one answer': () => {
    const components = [field(0), ...many.map((at) => field(at, { validate: { rules: [{ expression: `=f${at} <= f0 + 5000`, message: '太大。' }] } }))]
    const answers = filled(components)
    return { schema: { components }, answers, type: (n) => (answers.f0 = String(n)) }
  },
  '200 行、每行 5 条规则，外加合计 200 rows of 5 rules, and their sum': () => {
    const components = [
      { type: 'dynamiclist', path: 'rows', label: '明细', components: [
        field(0, { key: 'price', validate: { rules: [{ expression: '=price >= 0', message: '不能为负。' }] } }), field(1, { key: 'count', conditional: { hide: '=price = null' } }),
        field(2, { key: 'sum', type: 'expression', expression: '=price * count' }), field(3, { key: 'tax', type: 'expression', expression: '=sum * 0.13' }),
        field(4, { key: 'note', conditional: { hide: '=sum < 1000' } })] },
      field(5, { key: 'total', type: 'expression', expression: '=sum(rows.sum)' }),
    ]
    const answers = { rows }
    return { schema: { components }, answers, type: (n) => (answers.rows = answers.rows.with(n % 200, { price: String(n), count: '3' })) }
  },
}

console.log(`负载 load average: ${readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ')}; Node ${process.version}; ${keystrokes} keystrokes`)
console.log('| form | opened, ms | per keystroke: median ms | 95 % below, ms | most, ms | expressions asked per keystroke |\n|---|--:|--:|--:|--:|--:|')
let isMissed = false
for (const [name, make] of Object.entries(forms)) {
  const { schema, answers, type } = make()
  const start = process.cpuUsage()
  const sheet = new Sheet(schema, answers)
  const opened = process.cpuUsage(start).user / 1000
  const times = []
  const asked = sheet.evaluations
  for (let n = 0; n < keystrokes; n++) {
    type(n)
    const before = process.cpuUsage()
    sheet.refresh(answers)
    const { user, system } = process.cpuUsage(before)
    times.push((user + system) / 1000)
  }
  times.sort((a, b) => a - b)
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(2)
  isMissed ||= Number(at(0.5)) >= 5
  console.log(`| ${name} | ${opened.toFixed(0)} | ${at(0.5)} | ${at(0.95)} | ${at(1)} | ${((sheet.evaluations - asked) / keystrokes).toFixed(0)} |`)
}
process.exit(isMissed ? 1 : 0)
