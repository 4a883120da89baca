import type { FastifyInstance } from 'fastify'
import { replyRequestSchema } from '../../spec/reply.ts'
import { parseInput } from '../http/parse-input.ts'
import { encodeSse, sendSse } from '../http/sse.ts'
import { collectReply } from '../turns/collect-reply.ts'
import type { TurnService } from '../turns/turn-service.ts'
import { whenLeft } from '../http/when-left.ts'

export type ReplyRouteOptions = {
  readonly turns: Pick<TurnService, 'start'>
  /** After how long without an event a stream says that it is still there. */
  readonly quietMs: number
}

/** `POST /reply`: the reply, or its events where the caller accepts an event stream. */
export const replyRoute = async (
  app: FastifyInstance,
  { turns, quietMs }: ReplyRouteOptions,
): Promise<void> => {
  app.post('/reply', async (request, reply) => {
    const left = whenLeft(reply)
    const turn = await turns.start({
      request: parseInput(replyRequestSchema, request.body),
      tenant: request.tenant,
      caller: request.caller,
    })
    const reader = { signal: left }
    if (!request.headers.accept?.includes('text/event-stream')) {
      return collectReply(turn.frames(reader))
    }
    return sendSse(reply, turn.frames(reader), { quietMs, encode: encodeSse })
  })
}
