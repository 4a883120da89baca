import type { FastifyReply, FastifyRequest } from 'fastify'

/** Lets web pages of the given origins read the answers, and answers their preflight requests. */
export const createCors = (origins: readonly string[]) => {
  const known = new Set(origins)
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> => {
    const { origin } = request.headers
    if (origin === undefined || !(known.has(origin) || known.has('*'))) return undefined
    reply.header('access-control-allow-origin', origin).header('vary', 'origin')
    reply.header('access-control-expose-headers', 'x-request-id, retry-after')
    const preflight = request.headers['access-control-request-method'] !== undefined
    if (request.method !== 'OPTIONS' || !preflight) return undefined
    return reply
      .header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE')
      .header(
        'access-control-allow-headers',
        'authorization, content-type, x-api-key, anthropic-version',
      )
      .header('access-control-max-age', '600')
      .code(204)
      .send()
  }
}
