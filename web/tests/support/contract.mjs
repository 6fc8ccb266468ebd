// Holds what the server answers a browser against the API document: status, kind and shape.

/** The document of the server on trial. */
export async function loadContract(base) {
  const document = await (await fetch(`${base}/api/v1/openapi.json`)).json()
  const routes = Object.entries(document.paths ?? {}).map(([path, operations]) => ({
    operations,
    parameters: (path.match(/\{/g) ?? []).length,
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }))
  routes.sort((a, b) => a.parameters - b.parameters) // "/departments/export" before "/departments/{id}"
  return { schemas: document.components?.schemas ?? {}, routes }
}

const kinds = {
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  null: (value) => value === null,
}
const shown = (value) => (JSON.stringify(value) ?? 'nothing').slice(0, 60)
const tooFar = (value, least, most) => (least !== undefined && value < least) || (most !== undefined && value > most)

/** What is wrong with a value, each with its place. */
export function faultsOf(schemas, schema, value, at = '') {
  if (schema.$ref) return faultsOf(schemas, schemas[schema.$ref.split('/').pop()], value, at)
  if (schema.oneOf) {
    const all = schema.oneOf.map((choice) => faultsOf(schemas, choice, value, at))
    return all.some((found) => !found.length) ? [] : all.flat()
  }
  const types = schema.type ? [schema.type].flat() : []
  if (types.length && !types.some((type) => kinds[type](value))) return [`${at}: ${shown(value)} is not ${types.join(' or ')}`]
  const found = []
  if (schema.enum && !schema.enum.includes(value)) found.push(`${at}: ${shown(value)} is none of ${schema.enum.join(', ')}`)
  if (typeof value === 'number' && tooFar(value, schema.minimum, schema.maximum)) found.push(`${at}: ${value} is out of bounds`)
  if (typeof value === 'string') {
    if (tooFar([...value].length, schema.minLength, schema.maxLength)) found.push(`${at}: ${shown(value)} is too short or too long`)
    if (schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) found.push(`${at}: ${shown(value)} does not match ${schema.pattern}`)
    if (schema.format && Number.isNaN(Date.parse(value))) found.push(`${at}: ${shown(value)} is no ${schema.format}`)
  }
  if (Array.isArray(value)) {
    if (tooFar(value.length, schema.minItems, schema.maxItems)) found.push(`${at}: ${value.length} items`)
    if (schema.items) value.forEach((item, index) => found.push(...faultsOf(schemas, schema.items, item, `${at}/${index}`)))
  } else if (kinds.object(value) && schema.properties) {
    for (const name of schema.required ?? []) if (!(name in value)) found.push(`${at}/${name}: is missing`)
    for (const [name, member] of Object.entries(value)) {
      if (schema.properties[name]) found.push(...faultsOf(schemas, schema.properties[name], member, `${at}/${name}`))
      else if (schema.additionalProperties === false) found.push(`${at}/${name}: is not declared`)
    }
  }
  return found
}

/** What an answer of the API lacks to be what the document says; empty for everything else a browser loads. */
export async function contractFaults({ schemas, routes }, response) {
  const { pathname } = new URL(response.url())
  const method = response.request().method()
  const operation = routes.find((route) => route.pattern.test(pathname) && route.operations[method.toLowerCase()])?.operations[method.toLowerCase()]
  if (!pathname.startsWith('/api/v1/') || !operation || response.status() === 304) return []
  const name = `${method} ${pathname}`
  const status = response.status()
  const declared = operation.responses[status === 206 ? 200 : status] ?? // a part of the answer that 200 declares, asked for by Range
    (status >= 400 ? operation.responses.default : undefined)
  if (!declared) return [`${name}: status ${status} is not declared`]
  const kind = (response.headers()['content-type'] ?? '').split(';')[0]
  if (!kind.endsWith('json')) return []
  const schema = declared.content?.[kind]?.schema
  if (!schema) return [`${name}: ${kind} is not declared for ${status}`]
  const body = await response.json().catch(() => undefined) // the page went on before the body was read
  return body === undefined ? [] : faultsOf(schemas, schema, body).map((fault) => `${name}: ${fault}`)
}
