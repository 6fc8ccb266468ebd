import { expect, test } from 'vitest'
import { readRows, reportCsv } from './import'

test('a list is taken as it is or from the object that holds it', () => {
  expect(readRows('[{"id":1}]').rows).toEqual([{ id: 1 }])
  expect(readRows('\uFEFF{"matters":[1,2]}').rows).toEqual([1, 2])
  expect(readRows('{"a":1}')).toEqual({ words: null })
})
test('a broken file is told by line and column', () => {
  const { words } = readRows('[\n {"id": 1,}\n]')
  expect(words?.line).toBe(2)
  expect(words!.column).toBeGreaterThan(8)
})
test('no cell of the report becomes a formula', () => {
  expect(reportCsv([{ row: 1, id: '=1+1', field: 'a"b', reason: '-x', severity: 'error' }], ['行'])).toBe('\uFEFF"行"\r\n"1","\'=1+1","a""b","error","\'-x"\r\n')
})
