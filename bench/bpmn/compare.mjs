// Measures the program and bpmn-engine in turns on the same model and prints a Markdown table with the ratio; see tools/bench_bpmn.
//   node compare.mjs PROGRAM FOLDER [MILLISECONDS] [ROUNDS]
import { execFileSync } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Engine } from 'bpmn-engine'
import * as Elements from 'bpmn-elements'
import BpmnModdle from 'bpmn-moddle'
import { Serializer, TypeResolver } from 'moddle-context-serializer'

const folder = dirname(fileURLToPath(import.meta.url))
const [program, databases, milliseconds = '500', rounds = '3'] = process.argv.slice(2)
const file = `${folder}/fork.bpmn`
const nodes = 8

/** Read once, so that only running is compared. */
const sourceContext = Serializer(await new BpmnModdle().fromXML(readFileSync(file, 'utf8')), TypeResolver(Elements))

function open() {
  const engine = new Engine({ name: 'bench', sourceContext })
  const listener = new EventEmitter()
  return { engine, listener }
}

function drive() {
  const { engine, listener } = open()
  listener.on('activity.wait', (activity) => activity.signal())
  return new Promise((resolve, reject) => {
    engine.once('end', resolve)
    engine.once('error', reject)
    engine.execute({ listener })
  })
}

/** Processor time, as the program measures: waiting for the event loop does not count. */
function processorMilliseconds() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

async function measureEngine() {
  for (let i = 0; i < 20; i++) await drive()
  const begin = processorMilliseconds()
  let instances = 0
  while (processorMilliseconds() - begin < Number(milliseconds)) {
    await drive()
    instances++
  }
  return (instances * 1000) / (processorMilliseconds() - begin)
}

/** Its state as text, synced to a file at every waiting task and recovered from there: what keeping an instance costs that engine. */
async function drivePersisted(path) {
  let { engine, listener } = open()
  let running = await engine.execute({ listener })
  for (;;) {
    const waiting = running.getPostponed().filter(({ type }) => type === 'bpmn:UserTask')
    if (waiting.length === 0) return
    writeFileSync(path, JSON.stringify(await engine.getState()), { flush: true })
    await engine.stop()
    engine = new Engine({ name: 'bench' }).recover(JSON.parse(readFileSync(path, 'utf8')))
    running = await engine.resume({ listener: new EventEmitter() })
    running.getPostponed().find(({ type }) => type === 'bpmn:UserTask').signal()
  }
}

async function measurePersisted() {
  const folder = mkdtempSync(`${databases}/`)
  const begin = performance.now()
  let instances = 0
  while (performance.now() - begin < Number(milliseconds)) {
    await drivePersisted(`${folder}/state.json`)
    instances++
  }
  rmSync(folder, { recursive: true })
  return (instances * 1000) / (performance.now() - begin)
}

/** The text that keeps one instance waiting at its second task. */
async function waitingBytes() {
  const { engine, listener } = open()
  let is_first = true
  listener.on('activity.wait', (activity) => {
    if (is_first) activity.signal()
    is_first = false
  })
  await engine.execute({ listener })
  const state = await engine.getState()
  await engine.stop()
  return Buffer.byteLength(JSON.stringify(state))
}

const best = { memory: 0, text: 0, engine: 0, bytes: 0, kept: 0 }
const stores = { sqlite: null, postgres: null }
for (let round = 0; round < Number(rounds); round++) {
  const folder = mkdtempSync(`${databases}/`)
  const lines = execFileSync(program, [file, milliseconds, folder], { encoding: 'utf8' }).trim().split('\n').map((line) => JSON.parse(line))
  rmSync(folder, { recursive: true })
  const of = (name) => lines.find((line) => line.name === name)
  best.memory = Math.max(best.memory, of('in_memory').instances)
  best.text = Math.max(best.text, of('as_text').instances)
  best.bytes = of('waiting').bytes
  best.engine = Math.max(best.engine, await measureEngine())
  best.kept = Math.max(best.kept, await measurePersisted())
  for (const name of Object.keys(stores)) if (of(name) && of(name).instances > (stores[name]?.instances ?? 0)) stores[name] = of(name)
}
const row = (name, instances, base) => `| ${name} | ${Math.round(instances)} | ${Math.round(instances * nodes)} | ${Math.round(instances / base)} |`
console.log('| 引擎 | 每秒实例 | 每秒环节 | 倍数 |\n|---|--:|--:|--:|')
console.log(row('本引擎，内存中', best.memory, best.engine))
console.log(row('本引擎，每步写成文本再读回', best.text, best.engine))
console.log(row('bpmn-engine，内存中', best.engine, best.engine))
const names = { sqlite: 'SQLite', postgres: 'PostgreSQL' }
for (const [name, found] of Object.entries(stores)) if (found) console.log(row(`本引擎，状态存${names[name]}，每步一个事务，16路并行`, found.instances, best.kept))
console.log(row('bpmn-engine，每步状态写入一个文件并落盘', best.kept, best.kept))
console.log(`\n等待中的一个实例：本引擎 ${best.bytes} 字节，bpmn-engine ${await waitingBytes()} 字节（状态文本）。`)
for (const [name, found] of Object.entries(stores)) if (found) console.log(`${names[name]}中一万个等待的实例：每个占数据库 ${found.stored} 字节（表和索引），占本进程内存 ${found.resident} 字节。`)
console.log(`内存中各项按处理器时间，存数据库、写文件的按钟表时间；每项取 ${rounds} 轮中最快的一次，两边轮流测。`)
