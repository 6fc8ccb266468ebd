#!/usr/bin/env node
// Writes shared/http/api-types.ts from ../api/openapi.json, the document that the server makes from its routes.
import { existsSync, writeFileSync } from 'node:fs'

const source = new URL('../../api/openapi.json', import.meta.url)
const target = new URL('../shared/http/api-types.ts', import.meta.url)
if (!existsSync(source)) {
  console.error('api/openapi.json is missing: let the server write it first (yimen openapi > api/openapi.json).')
  process.exit(1)
}
const { default: openapiTS, astToString } = await import('openapi-typescript')
writeFileSync(target, `// Written by npm run types from api/openapi.json.\n${astToString(await openapiTS(source))}`)
console.log(`wrote ${target.pathname}`)
