import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { NewDocument } from '../../search/index/document.ts'
import type { DocumentIndex } from '../../search/index/document-index.ts'
import { AppError } from '../../spec/errors.ts'
import { isoDateSchema } from '../../spec/search.ts'
import { givenUrlSchema } from '../../spec/text/safe-url.ts'
import { parseInput } from '../http/parse-input.ts'
import { whenLeft } from '../http/when-left.ts'
import { pageHtml, PAGE_HEADERS } from './page-html.ts'
import { idParamsSchema, pagingSchema } from '../http/paging.ts'

export type DocumentRoutesOptions = { readonly documents: DocumentIndex }

const MAX_DOCUMENT_BYTES = 20 * 1024 * 1024

const name = z.string().min(1).max(1_000)
// Of one line: that is how they are kept. In an address, one is a text and several are a list.
const tag = name.regex(/^[^\n\r]+$/u, 'must be one line')
const tags = z.union([z.array(tag).max(16), tag.transform((one) => [one])])
const aboutSchema = z.strictObject({
  name: name.optional(),
  title: name.optional(),
  url: givenUrlSchema.min(1).max(1_000).optional(),
  collection: name.optional(),
  tags: tags.optional(),
  published: isoDateSchema.optional(),
})
const textDocumentSchema = aboutSchema.extend({
  text: z.string().min(1),
  mediaType: name.optional(),
})
const quoteSchema = z.strictObject({
  quote: z
    .string()
    .regex(/^\d{1,9}-\d{1,9}$/, 'must be start-end')
    .transform((text) => {
      const [start = 0, end = 0] = text.split('-').map(Number)
      return { start, end }
    })
    .refine(({ start, end }) => start < end, 'must end behind its start')
    .optional(),
})
const listSchema = pagingSchema.extend({ collection: name.optional() })

/** `POST` and `GET /documents`, `DELETE /documents/:id`. A file comes as the body itself, with `?name=`. */
export const documentRoutes = async (
  app: FastifyInstance,
  { documents }: DocumentRoutesOptions,
): Promise<void> => {
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  // Fastify's own parser for plain text would lose bytes that are not UTF-8.
  app.removeContentTypeParser('text/plain')

  app.post('/documents', { bodyLimit: MAX_DOCUMENT_BYTES }, async (request, reply) => {
    const left = whenLeft(reply)
    const { body, headers, query } = request
    const document = Buffer.isBuffer(body)
      ? describeFile(body, headers['content-type'], query)
      : describeText(body)
    return reply.code(201).send(await documents.add(document, left))
  })

  app.get('/documents', (request) => {
    const { collection, ...paging } = parseInput(listSchema, request.query)
    const found = documents.list({ ...paging, ...(collection !== undefined && { collection }) })
    return { ...found, ...paging }
  })

  app.delete('/documents/:id', async (request, reply) => {
    const { id } = parseInput(idParamsSchema, request.params)
    await documents.remove(id)
    return reply.code(204).send()
  })

  app.get('/pages/:hash', async (request, reply) => {
    const { hash } = parseInput(z.object({ hash: z.string() }), request.params)
    const { quote } = parseInput(quoteSchema, request.query)
    const page = await documents.page(hash)
    if (page === undefined) throw new AppError('NOT_FOUND', `There is no page ${hash}.`)
    if (quote !== undefined && quote.end > page.text.length)
      throw new AppError('INVALID_REQUEST', `The page ends at ${page.text.length}.`)
    reply.header('vary', 'accept')
    // Browsers name it; programs take whatever comes, or JSON.
    if (!/\btext\/html\b/.test(request.headers.accept ?? '')) return page
    return reply.headers(PAGE_HEADERS).send(pageHtml(page, quote))
  })
}

const describeText = (body: unknown): NewDocument => {
  const { text, ...about } = parseInput(textDocumentSchema, body)
  return { ...describe(about, text), text }
}

const describeFile = (
  bytes: Buffer,
  mediaType: string | undefined,
  query: unknown,
): NewDocument => {
  if (bytes.length === 0) throw new AppError('INVALID_REQUEST', 'The body is empty.')
  const about = parseInput(aboutSchema, query)
  // "Some bytes" says nothing: the name's ending may say more.
  const known = mediaType === 'application/octet-stream' ? undefined : mediaType
  return { ...describe({ ...about, mediaType: known }, bytes), bytes }
}

type About = z.infer<typeof aboutSchema> & { readonly mediaType?: string | undefined }

type Described = {
  readonly name: string
  readonly mediaType?: string
  readonly url?: string
  readonly title?: string
  readonly collection?: string
  readonly tags?: readonly string[]
  readonly published?: string
}

/** A document without a name is named by its content, so that sending it twice changes nothing. */
const describe = (about: About, content: string | Buffer): Described => {
  const { name: given, mediaType, url, title, collection, tags: words, published } = about
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  return {
    name: given ?? title ?? url ?? hash,
    ...(mediaType !== undefined && { mediaType }),
    ...(url !== undefined && { url }),
    ...(title !== undefined && { title }),
    ...(collection !== undefined && { collection }),
    ...(words !== undefined && { tags: words }),
    ...(published !== undefined && { published }),
  }
}
