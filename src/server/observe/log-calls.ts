import type { FastifyInstance } from 'fastify'
import type { Metrics } from './metrics.ts'

// Asked every few seconds by machines, or files of the page: a line each would bury the rest.
const QUIET = /^\/(health|ready|metrics|\*)?$/

/** One log line and one measurement a call; the query is left out, since it may hold a key. */
export const logCalls = (app: FastifyInstance, metrics: Pick<Metrics, 'countCall'>): void => {
  app.addHook('onRequest', async (request, reply) => {
    // No browser may take an answer for another kind of file than it is said to be.
    reply.headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff' })
  })
  app.addHook('onResponse', async (request, reply) => {
    const { statusCode: status, elapsedTime: ms } = reply
    const route = request.routeOptions.url ?? '(none)'
    metrics.countCall({ route, status, ms })
    const path = request.url.split('?', 1)[0] ?? ''
    const line = `${request.method} ${path} ${status} ${Math.round(ms)} ms`
    if (QUIET.test(route)) request.log.debug(line)
    else request.log.info(line)
  })
}
