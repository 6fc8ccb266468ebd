#!/usr/bin/env node
// Writes shared/http/api-types.ts, the shapes of every body and answer, from ../api/openapi.json, which the server prints from
// its routes (yimen openapi > api/openapi.json). Part of `npm run build`: the file is not committed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'

const source = new URL('../../api/openapi.json', import.meta.url)
const target = new URL('../shared/http/api-types.ts', import.meta.url)
const { openapi, info, components } = JSON.parse(readFileSync(source, 'utf8'))
const types = await openapiTS({ openapi, info, paths: {}, components: { schemas: components.schemas } }, { alphabetize: true })
const text = `// Written by npm run types from api/openapi.json.\n${astToString(types)}`
if (!existsSync(target) || readFileSync(target, 'utf8') !== text) writeFileSync(target, text)
