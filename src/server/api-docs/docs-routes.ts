import type { FastifyInstance } from 'fastify'
import { renderDocs } from './docs-page.ts'
import { describeApi } from './openapi.ts'

export type DocsRoutesOptions = { readonly version: string }

/** `GET /openapi.json` and `GET /docs` */
export const docsRoutes = async (
  app: FastifyInstance,
  { version }: DocsRoutesOptions,
): Promise<void> => {
  const description = describeApi(version)
  const page = renderDocs(version)
  app.get('/openapi.json', () => description)
  app.get('/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(page))
}
