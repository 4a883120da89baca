import { z } from 'zod'
import { COMPONENTS, type Operation } from './components.ts'
import { OPERATIONS } from './operations.ts'

type Json = Readonly<Record<string, unknown>>

/** The OpenAPI 3.1 document, from the same schemas that check what callers send. */
export const describeApi = (version: string): Json => ({
  openapi: '3.1.0',
  info: {
    title: 'Dunnock',
    version,
    description: 'A dialogue agent that answers from evidence, and cites what it has checked.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
  paths: describePaths(),
  components: {
    schemas: Object.fromEntries(
      Object.entries(COMPONENTS).map(([name, schema]) => [name, toJsonSchema(schema)]),
    ),
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
  },
  security: [{}, { key: [] }],
})

const describePaths = (): Json => {
  const paths: Record<string, Record<string, Json>> = {}
  for (const operation of OPERATIONS) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(operation) }
  }
  return paths
}

const describe = (operation: Operation): Json => {
  const { method, path, summary, body, answer, query = [], fails = 'Error' } = operation
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => parameter(name ?? '', 'path'))
  const parameters = [...inPath, ...query.map((name) => parameter(name, 'query'))]
  return {
    operationId: `${method.toLowerCase()}${path.replace(/\W+(\w)?/g, (_, letter: string = '') => letter.toUpperCase())}`,
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: { required: true, content: contentOf(body) } }),
    responses: {
      [answer]: {
        description: summary,
        ...(operation.gives !== undefined && { content: answerOf(operation) }),
      },
      default: { description: 'An error', content: contentOf(fails) },
    },
  }
}

const KNOWN: Readonly<Record<string, Json>> = {
  limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
  offset: { type: 'integer', minimum: 0, maximum: 1_000_000_000, default: 0 },
  quote: { type: 'string', pattern: '^\\d{1,9}-\\d{1,9}$' },
  last: { type: 'integer', minimum: 1, maximum: 100 },
}

const parameter = (name: string, place: 'path' | 'query'): Json => ({
  name,
  in: place,
  required: place === 'path',
  schema: KNOWN[name] ?? { type: 'string' },
})

const contentOf = (shape: Operation['body'] | Operation['gives']): Json => {
  if (shape === 'html') return { 'text/html': {} }
  if (shape === 'text') return { 'text/plain': {} }
  if (shape === 'document') return { 'application/json': { schema: DOCUMENT }, '*/*': {} }
  if (shape === undefined || shape === 'object')
    return { 'application/json': { schema: { type: 'object' } } }
  return { 'application/json': { schema: refer(shape) } }
}

const refer = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })

const answerOf = ({ gives, streams, isShown }: Operation): Json => ({
  ...contentOf(gives),
  ...(isShown && contentOf('html')),
  ...(streams !== undefined && {
    'text/event-stream': {
      schema: streams === 'objects' ? { type: 'object' } : refer(streams),
    },
  }),
})

const DOCUMENT: Json = {
  type: 'object',
  properties: Object.fromEntries(
    ['text', 'name', 'title', 'url', 'mediaType', 'collection'].map((name) => [
      name,
      { type: 'string' },
    ]),
  ),
  required: ['text'],
}

const toJsonSchema = (schema: z.ZodType): Json => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input' })
  return json
}
