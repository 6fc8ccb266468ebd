// Every page that the applications offer a role: it opens, says what it is in a heading, asks for nothing that fails, throws
// nothing and fits. Each page is looked at closely once, at both widths and by axe, by the first role that is offered it; later
// roles are led there without loading the application again.
import { before, describe, test } from 'node:test'
import assert from 'node:assert/strict'
import { faultsAt, giveCases, lookAt, offeredPaths, roles, walker } from '../support/sweep.mjs'

const seen = new Set()
before(giveCases)

describe('pages by role', { concurrency: 2 }, () => {
  for (const role of roles)
    test(`every page offered to the ${role.name} stands`, async (t) => {
      const one = await walker(role)
      t.after(() => one.browser.close())
      const paths = await offeredPaths(one.page)
      const found = []
      let closely = 0
      for (const { pattern, path } of paths) {
        const isFirst = !seen.has(pattern)
        seen.add(pattern)
        closely += isFirst
        found.push(...(isFirst ? await faultsAt(one, path) : await lookAt(one, path)))
      }
      t.diagnostic(`${paths.length} pages, ${closely} closely`)
      assert.equal(found.length, 0, `${found.length} faults\n${found.join('\n')}`)
    })
})
