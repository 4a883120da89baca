import { oneByOne } from '../../base/one-by-one.ts'
import { fastifyWebsocket } from '@fastify/websocket'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { WebSocket } from 'ws'
import { AppError } from '../../spec/errors.ts'
import type { CallerOf } from '../admission/caller-of.ts'
import type { AdmitCaller } from '../access/admit-caller.ts'
import type { Tenant } from '../access/tenant.ts'
import { toAppError } from '../errors/error-body.ts'
import { retryAfter } from '../errors/retry-after.ts'
import { openChatSession, sendError, type ChatDeps } from './chat-session.ts'
import { keepAlive } from './keep-alive.ts'
import { readFrame } from './read-frame.ts'
import { sendFrame } from './send-frame.ts'

export type ChatRouteOptions = Pick<ChatDeps, 'turns' | 'store'> & {
  readonly admit: AdmitCaller
  readonly callerOf: CallerOf
  readonly checkRate: (request: FastifyRequest) => Promise<void>
  readonly pingMs: number
}

const MAX_FRAME_BYTES = 64 * 1024
// Frames of one client that wait to be acted on, from which no more are read.
const MAX_WAITING = 16

/** Lets the app speak WebSocket; when it closes, sockets are told that it restarts. */
export const openSockets = async (app: FastifyInstance): Promise<void> => {
  await app.register(fastifyWebsocket, {
    options: { maxPayload: MAX_FRAME_BYTES },
    // The socket closes itself with the right code; cutting it off here would lose that.
    errorHandler: (error, _socket, request) => request.log.debug({ err: error }, 'socket error'),
    preClose: async () => {
      for (const socket of app.websocketServer.clients) {
        socket.close(1012, 'the service is restarting')
      }
    },
  })
}

/** `GET /chat`. Closes with 1008 (refused), 1009 (frame too large), 1012 (restarting), 1013 (overloaded). */
export const chatRoute = async (app: FastifyInstance, options: ChatRouteOptions): Promise<void> => {
  app.route({
    method: 'GET',
    url: '/chat',
    exposeHeadRoute: false,
    handler: () => {
      throw new AppError('INVALID_REQUEST', 'GET /chat is for WebSockets: ask for an upgrade.')
    },
    wsHandler: (socket, request) => serveSocket(socket, request, options),
  })
}

/** Nothing is read before the caller is admitted. */
const serveSocket = (
  socket: WebSocket,
  request: FastifyRequest,
  options: ChatRouteOptions,
): void => {
  const key = new URL(request.url, 'http://localhost').searchParams.get('key') ?? undefined
  socket.pause()
  options.admit(request, key).then(
    (tenant) => {
      readFrames(socket, request, options, tenant)
      socket.resume()
    },
    (error: unknown) => void refuse(socket, error),
  )
}

const refuse = async (socket: WebSocket, error: unknown): Promise<void> => {
  const refusal = toAppError(error)
  // It has to be read that the other side closes too.
  socket.resume()
  // A close reason has room for 123 bytes.
  const reason = `${refusal.code}: ${refusal.message}`.slice(0, 60)
  if (refusal.code !== 'RATE_LIMITED') {
    socket.close(1008, reason)
    return
  }
  await sendFrame(socket, { type: 'retry-after', retryAfter: retryAfter(refusal) })
  socket.close(1013, reason)
}

const readFrames = (
  socket: WebSocket,
  request: FastifyRequest,
  options: ChatRouteOptions,
  tenant: Tenant | undefined,
): void => {
  const report = (error: unknown): void => request.log.error({ err: error }, 'a frame failed')
  const checkRate = (): Promise<void> => options.checkRate(request)
  const session = openChatSession(socket, {
    ...options,
    checkRate,
    report,
    requestId: request.id,
    tenant,
    caller: options.callerOf(request, tenant),
  })
  keepAlive(socket, options.pingMs)
  let waiting = 0
  const inOrder = oneByOne()
  socket.on('message', (data, isBinary) => {
    waiting += 1
    if (waiting >= MAX_WAITING) socket.pause()
    void inOrder(async () => {
      try {
        await session.handle(readFrame(data, isBinary))
      } catch (error) {
        await sendError(socket, error, report, { requestId: request.id })
      }
      waiting -= 1
      if (waiting === 0 && socket.isPaused) socket.resume()
    })
  })
}
