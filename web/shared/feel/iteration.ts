import { Decimal } from './decimal'
import type { Frame, Node, Run } from './node'
import { civilFromDays, daysFromCivil, FeelDate } from './temporal'
import { FeelRange, type Value } from './value'
import { kept } from './weight'

/** for, some, every; filters. */
export interface Iterator {
  local: number
  first: Node
  last: Node | null
}
interface Domain {
  size: number
  at(index: number): Value
}
const ofItems = (items: Value[]): Domain => ({ size: items.length, at: (index) => items[index]! })

function countable(value: Value): number | null {
  if (value instanceof FeelDate) return daysFromCivil(value)
  return value instanceof Decimal ? value.toInt() : null
}
/** Whole numbers or days from one to the other. */
function counting(first: Value, last: Value, skipsFirst = false, skipsLast = false): Domain | null {
  let [from, to] = [countable(first), countable(last)]
  const areDates = first instanceof FeelDate
  const farthest = 1e12
  if (from === null || to === null || areDates !== last instanceof FeelDate || Math.abs(from) > farthest || Math.abs(to) > farthest) return null
  const direction = from > to ? -1 : 1
  if (skipsFirst) from++
  if (skipsLast) to--
  const start = from
  return {
    size: Math.max(0, (to - from) * direction + 1),
    at: (index) => (areDates ? civilFromDays(start + direction * index) : Decimal.of(start + direction * index)),
  }
}
function domainOf(iterator: Iterator, frame: Frame): Domain | null {
  const first = iterator.first.run(frame)
  if (iterator.last) return counting(first, iterator.last.run(frame))
  if (first === null) return null
  if (!(first instanceof FeelRange)) return ofItems(Array.isArray(first) ? first : [first])
  if (first.form !== 'interval') return null
  const [from, to] = [countable(first.start), countable(first.end)]
  if (from === null || to === null || from > to) return null
  return counting(first.start, first.end, !first.startIncluded, !first.endIncluded)
}

/** Runs over all iterators, the last one innermost; `visit` says whether to go on. @returns false when a domain is none. */
function runOver(iterators: Iterator[], frame: Frame, visit: () => boolean): boolean {
  let isUsable = true
  const run = (index: number): boolean => {
    const iterator = iterators[index]
    if (!iterator) return visit()
    const domain = domainOf(iterator, frame)
    if (!domain) {
      isUsable = false
      frame.session.warn('feel/iteration', iterator.first.at)
      return false
    }
    for (let i = 0; i < domain.size; i++) {
      if (!frame.session.step()) return false
      frame.locals[iterator.local] = domain.at(i)
      if (!run(index + 1)) return false
    }
    return true
  }
  run(0)
  return isUsable && !frame.session.isStopped
}

export function loop(iterators: Iterator[], body: Node, partial: number | null): Run {
  return (frame) => {
    const results: Value[] = []
    const isUsable = runOver(iterators, frame, () => {
      if (partial !== null) frame.locals[partial] = [...results] // only a body that asks for the results so far pays for them
      results.push(body.run(frame))
      return partial === null || frame.session.step(Math.floor(results.length / 16))
    })
    return isUsable ? kept(results, frame.session) : null
  }
}
export function quantified(iterators: Iterator[], body: Node, decides: boolean): Run {
  return (frame) => {
    let isUnknown = false
    let isDecided = false
    const isUsable = runOver(iterators, frame, () => {
      const answer = body.run(frame)
      isDecided = answer === decides
      isUnknown ||= typeof answer !== 'boolean'
      return !isDecided
    })
    if (!isUsable) return null
    if (isDecided) return decides
    return isUnknown ? null : !decides
  }
}

/** list[n], counted from 1, or from the end with -1. */
function itemAt(frame: Frame, at: number, items: Value[], index: Decimal): Value {
  const place = index.toInt()
  if (place === null || place === 0) return frame.session.warn('feel/index', at)
  const found = place > 0 ? place - 1 : items.length + place
  return found >= 0 && found < items.length ? items[found]! : frame.session.warn('feel/index', at)
}
const asList = (value: Value): Value[] => (Array.isArray(value) ? value : [value])

export function filter(base: Node, condition: Node, local: number, asksForItem: boolean, at: number): Run {
  if (!asksForItem)
    return (frame) => {
      const value = base.run(frame)
      const wanted = condition.run(frame)
      if (value === null) return null
      if (wanted instanceof Decimal) return itemAt(frame, at, asList(value), wanted)
      return wanted === true ? asList(value) : []
    }
  return (frame) => {
    const value = base.run(frame)
    if (value === null) return null
    const items = asList(value)
    const kept: Value[] = []
    for (const item of items) {
      if (!frame.session.step()) return null
      frame.locals[local] = item
      const wanted = condition.run(frame)
      if (wanted === true) kept.push(item)
      else if (wanted instanceof Decimal) return itemAt(frame, at, items, wanted)
    }
    return kept
  }
}
