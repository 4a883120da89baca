import type { FastifyInstance } from 'fastify'

/** JSON as Fastify reads it, but that clients may name the type where they send nothing: some do when they delete. */
export const readJson = (app: FastifyInstance): void => {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '' && request.method === 'DELETE') done(null)
    else void parse(request, String(body), done)
  })
}
