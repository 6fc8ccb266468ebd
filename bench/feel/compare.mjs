// Measures the program and feelin in turns on the same expressions and prints a Markdown table with the ratio; see tools/bench_feel.
//   node compare.mjs PROGRAM [MILLISECONDS] [ROUNDS]
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { evaluate, unaryTest } from 'feelin'

const folder = dirname(fileURLToPath(import.meta.url))
const [program, milliseconds = '200', rounds = '3'] = process.argv.slice(2)
const wanted = Number(milliseconds)

function measure(call) {
  let calls = 0
  let batch = 4
  const start = process.hrtime.bigint()
  for (;;) {
    for (let i = 0; i < batch; i++) call()
    calls += batch
    const took = Number(process.hrtime.bigint() - start)
    if (took >= wanted * 1e6) return took / calls
    batch *= 2
  }
}

const valueOf = (answer) => (answer !== null && typeof answer === 'object' && 'value' in answer ? answer.value : answer)

function measureFeelin() {
  const results = []
  for (const line of readFileSync(`${folder}/expressions.tsv`, 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue
    const [name, text, json] = line.split('\t')
    const variables = JSON.parse(json)
    results.push({ name, ns: measure(() => evaluate(text, variables)), value: valueOf(evaluate(text, variables)) })
  }
  const table = JSON.parse(readFileSync(`${folder}/table.json`, 'utf8'))
  const firstHit = (input) => {
    for (let r = 0; r < table.rules.length; r++) {
      if (input.every((value, i) => valueOf(unaryTest(table.rules[r][i], { '?': value })) === true)) return r + 1
    }
    return table.rules.length + 1
  }
  const run = () => table.inputs.map(firstHit)
  results.push({ name: '十条规则的决策表（每次判定）', ns: measure(run) / table.inputs.length, value: run() })
  return results
}

const measureProgram = () =>
  execFileSync(program, [folder, milliseconds], { encoding: 'utf8' }).trim().split('\n').map((line) => JSON.parse(line))

/** Numbers within 1e-9 of one another count as the same: feelin works with doubles. */
function agree(a, b) {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a))
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, i) => agree(one, b[i]))
  return a === b
}

const best = new Map()
for (let round = 0; round < Number(rounds); round++) {
  const ours = measureProgram()
  const theirs = measureFeelin()
  ours.forEach((one, i) => {
    const known = best.get(one.name) ?? { ns: Infinity, parsing: Infinity, feelin: Infinity }
    best.set(one.name, {
      ns: Math.min(known.ns, one.ns),
      parsing: Math.min(known.parsing, one.ns_with_parsing),
      feelin: Math.min(known.feelin, theirs[i].ns),
      same: agree(one.value, theirs[i].value) ? '是' : `否：${JSON.stringify(one.value)} / ${JSON.stringify(theirs[i].value)}`,
    })
  })
}

const micro = (ns) => (ns / 1000).toFixed(ns < 10000 ? 2 : 0)
console.log('| 表达式 | 本引擎 µs | 每次重新解析 µs | feelin µs | 倍数 | 结果相同 |\n|---|--:|--:|--:|--:|---|')
let product = 1
for (const [name, one] of best) {
  console.log(`| ${name} | ${micro(one.ns)} | ${micro(one.parsing)} | ${micro(one.feelin)} | ${Math.round(one.feelin / one.ns)} | ${one.same} |`)
  product *= one.feelin / one.ns
}
console.log(`\n几何平均 ${Math.round(product ** (1 / best.size))} 倍；每项取 ${rounds} 轮中最快的一次，两边轮流测。`)
