// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { ruleIn } from './file'

const utf8 = (text: string) => new TextEncoder().encode(text)
const model = (space: string) => `<definitions xmlns="${space}" name="取水"/>`

test('files of DMN 1.1 to 1.5 are rules, byte for byte', () => {
  for (const space of ['http://www.omg.org/spec/DMN/20151101/dmn.xsd', 'http://www.omg.org/spec/DMN/20180521/MODEL/', 'https://www.omg.org/spec/DMN/20191111/MODEL/', 'https://www.omg.org/spec/DMN/20230324/MODEL/'])
    expect(ruleIn(utf8(model(space)))).toBe(model(space))
})
test('what is no rule is none', () => {
  for (const text of ['', '   ', 'plain', '{"a":1}', '<definitions', '<definitions/>', model('http://www.omg.org/spec/BPMN/20100524/MODEL'), '<other xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>']) expect(ruleIn(utf8(text))).toBeNull()
  expect(ruleIn(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xff]))).toBeNull()
})
