import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/**
 * The service as a plugin of another Fastify app: `host.register(mountApp(app), { prefix: '/assistant' })`.
 * Calls and sockets under the prefix go to it untouched; it closes with its host.
 */
export const mountApp =
  (app: FastifyInstance) =>
  async (host: FastifyInstance): Promise<void> => {
    const { prefix } = host
    const within = (url = '/'): string | undefined => {
      if (!url.startsWith(prefix)) return undefined
      const rest = url.slice(prefix.length)
      return rest === '' || rest.startsWith('?')
        ? `/${rest}`
        : rest.startsWith('/')
          ? rest
          : undefined
    }
    const pass = (request: FastifyRequest, reply: FastifyReply): void => {
      reply.hijack()
      request.raw.url = within(request.raw.url) ?? '/'
      app.routing(request.raw, reply.raw)
    }
    // The body is left for the app to read.
    host.removeAllContentTypeParsers()
    host.addContentTypeParser('*', (_request, _body, done) => done(null))
    host.all('/', pass)
    host.all('/*', pass)
    const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
      const url = within(request.url)
      if (url === undefined) {
        // Where nobody else listens, nobody else will answer.
        if (host.server.listenerCount('upgrade') === 1) socket.end('HTTP/1.1 404 Not Found\r\n\r\n')
        return
      }
      request.url = url
      app.server.emit('upgrade', request, socket, head)
    }
    host.server.on('upgrade', upgrade)
    host.addHook('preClose', async () => {
      host.server.off('upgrade', upgrade)
      await app.close()
    })
  }
