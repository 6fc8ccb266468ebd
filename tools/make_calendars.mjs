#!/usr/bin/env node
// Writes data/calendars/national.json and guangxi.json.
//   mkdir /tmp/cd && cd /tmp/cd && npm init -y && npm install chinese-days@1.5.7
//   node tools/make_calendars.mjs /tmp/cd/node_modules/chinese-days data/calendars
// Facts of 2007-2026 come from the package (MIT), which follows the notices of the General Office of the State Council.
// The year after the last notice is computed from the law alone (全国年节及纪念日放假办法, 2024) and marked not official.
// A new year needs no new file: the notice is imported in the program; run this only to refresh what a fresh install gets.
import { createRequire } from 'node:module'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

if (process.argv.includes('--help') || process.argv.length !== 4) {
  console.log('usage: make_calendars.mjs <folder of the npm package chinese-days> <output folder>')
  process.exit(process.argv.includes('--help') ? 0 : 2)
}
const [, , packageFolder, outFolder] = process.argv
const require = createRequire(import.meta.url)
const facts = require(join(packageFolder, 'dist/chinese-days.json'))
const { getSolarDateFromLunar, getSolarTerms } = require(packageFolder)
const first = 2007, last = 2026, next = last + 1

const fullName = { 清明: '清明节', 端午: '端午节', 中秋: '中秋节' }
const notice = year => `国务院办公厅关于${year}年部分节假日安排的通知`
const noticeYear = (day, name) => Number(day.slice(0, 4)) + (day.slice(5, 7) === '12' && name === '元旦' ? 1 : 0)
// Days that came from a notice of their own.
const special = [
  [/^2015-09-/, '国务院关于中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日调休放假的通知'],
  [/^2019-(04-28|05-0)/, '国务院办公厅关于调整2019年劳动节假期安排的通知'],
  [/^2020-(01-31|02-0)/, '国务院办公厅关于延长2020年春节假期的通知'],
]
function rowOf(day, kind, text) {
  const short = text.split(',')[1]
  const source = special.find(([pattern]) => pattern.test(day))?.[1] ?? notice(noticeYear(day, short))
  return { day, kind, name: fullName[short] ?? short, source }
}
const inYears = day => Number(day.slice(0, 4)) >= first && Number(day.slice(0, 4)) <= last
const official = [
  ...Object.entries(facts.holidays).filter(([day]) => inYears(day)).map(([day, text]) => rowOf(day, 'off', text)),
  ...Object.entries(facts.workdays).filter(([day]) => inYears(day)).map(([day, text]) => rowOf(day, 'work', text)),
]

const plus = (day, n) => new Date(Date.parse(day) + n * 86400000).toISOString().slice(0, 10)
const isWeekend = day => [0, 6].includes(new Date(day).getUTCDay())
const lunar = (year, month, day) =>
  getSolarDateFromLunar(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`).date

// 放假办法 Art. 2 names the days, Art. 6 gives a working day back for each that falls on a weekend. Which one is for the
// notice to say; the next free one is the best guess.
function computedYear(year) {
  const source = '按《全国年节及纪念日放假办法》推算，未含调休，以国务院办公厅通知为准'
  const springFestival = lunar(year, 1, 1)
  const qingming = getSolarTerms(`${year}-04-01`, `${year}-04-10`).find(term => term.term === 'pure_brightness').date
  const feasts = [
    ['元旦', [`${year}-01-01`]], ['春节', [-1, 0, 1, 2].map(n => plus(springFestival, n))], ['清明节', [qingming]],
    ['劳动节', [`${year}-05-01`, `${year}-05-02`]], ['端午节', [lunar(year, 5, 5)]], ['中秋节', [lunar(year, 8, 15)]],
    ['国庆节', [1, 2, 3].map(n => `${year}-10-0${n}`)],
  ]
  return feasts.flatMap(([name, days]) => withCompensation(days, isWeekend).map(day => ({ day, kind: 'off', name, source })))
}
function withCompensation(days, isRest) {
  const all = [...days]
  for (const day of days) {
    if (!isRest(day)) continue
    let free = plus(day, 1)
    while (isRest(free) || all.includes(free)) free = plus(free, 1)
    all.push(free)
  }
  return all.sort()
}

// 广西壮族自治区少数民族习惯节日放假办法 (自治区政府令第98号): two days around lunar 3/3 since 2014.
const known = {
  2018: { off: ['2018-04-18', '2018-04-19', '2018-04-20'], work: ['2018-04-15'] },
  2021: { off: ['2021-04-14', '2021-04-15', '2021-04-16'], work: ['2021-04-18'] },
  2023: { off: ['2023-04-21', '2023-04-22', '2023-04-23'], work: [] },
  2024: { off: ['2024-04-11', '2024-04-12'], work: [] },
}
const nationalKind = new Map(official.map(row => [row.day, row.kind]))
const isNationalRest = day => (nationalKind.get(day) ?? (isWeekend(day) ? 'off' : 'work')) === 'off'
function guangxiYear(year) {
  const name = '壮族三月三'
  if (known[year]) {
    const source = `自治区人民政府办公厅关于${year}年“壮族三月三”放假的通知`
    return Object.entries(known[year]).flatMap(([kind, days]) => days.map(day => ({ day, kind, name, source })))
  }
  const day = lunar(year, 3, 3)
  const source = '按农历推算，以自治区办公厅通知为准'
  return withCompensation([day, plus(day, 1)], isNationalRest).map(day => ({ day, kind: 'off', name, source }))
}

const range = (a, b) => Array.from({ length: b - a + 1 }, (_, i) => a + i)
const byDay = rows => [...rows].sort((a, b) => (a.day < b.day ? -1 : 1))
function write(file, region_code, name, years, days) {
  const lines = list => list.map(entry => '    ' + JSON.stringify(entry)).join(',\n')
  writeFileSync(join(outFolder, file), `{
  "region_code": "${region_code}",
  "name": "${name}",
  "years": [\n${lines(years)}\n  ],
  "days": [\n${lines(byDay(days))}\n  ]\n}\n`)
}
write('national.json', '000000000000', '全国工作日历', [
  ...range(first, last).map(year => ({ year, is_official: true, source: notice(year) })),
  { year: next, is_official: false, source: '按《全国年节及纪念日放假办法》推算，以国务院办公厅通知为准' },
], [...official, ...computedYear(next)])
write('guangxi.json', '450000000000', '广西壮族自治区工作日历', range(2014, next).map(year => ({
  year, is_official: Boolean(known[year]),
  source: known[year] ? `自治区人民政府办公厅关于${year}年“壮族三月三”放假的通知` : '按农历推算，以自治区办公厅通知为准',
})), range(2014, next).flatMap(guangxiYear))
