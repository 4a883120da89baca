import type { FastifyInstance } from 'fastify'
import { countUsage, type CountTokens } from '../borrowed/usage.ts'
import { sendSse } from '../http/sse.ts'
import { whenLeft } from '../http/when-left.ts'
import { collectReply } from '../turns/collect-reply.ts'
import type { TurnService } from '../turns/turn-service.ts'
import { messageEvents, wholeMessage } from './message.ts'
import { readMessagesRequest, type AskedMessage } from './messages-request.ts'

export type AnthropicRoutesOptions = {
  readonly turns: Pick<TurnService, 'start'>
  /** Of the language model. */
  readonly countTokens: CountTokens
  readonly quietMs: number
}

/** `POST /v1/messages` and `POST /v1/messages/count_tokens`: the same turns in Anthropic's shapes. */
export const anthropicRoutes = async (
  app: FastifyInstance,
  { turns, countTokens, quietMs }: AnthropicRoutesOptions,
): Promise<void> => {
  const usageIn =
    ({ request, documents }: AskedMessage) =>
    (shown: string) => {
      const given = documents.map(({ text }) => ({ participant: 'user' as const, text }))
      return countUsage(countTokens, [...given, ...(request.dialogue ?? [])], shown)
    }

  app.post('/v1/messages', async ({ body, id, tenant, caller }, reply) => {
    const reader = { signal: whenLeft(reply) }
    const asked = readMessagesRequest(body)
    const turn = await turns.start({ request: asked.request, tenant, caller })
    const { documents, ignored } = asked
    const head = { turnId: turn.turnId, documents, ignored, usageOf: usageIn(asked) }
    const frames = turn.frames(reader)
    if (!asked.stream) return wholeMessage(await collectReply(frames), head)
    return sendSse(reply, messageEvents(frames, head, id), { quietMs, encode: encodeEvent })
  })

  app.post('/v1/messages/count_tokens', ({ body }) => {
    const { input } = usageIn(readMessagesRequest(body))('')
    return { input_tokens: input }
  })
}

const encodeEvent = (event: { readonly type: string }): string =>
  `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
