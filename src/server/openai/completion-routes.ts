import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendSse } from '../http/sse.ts'
import { whenLeft } from '../http/when-left.ts'
import { collectReply } from '../turns/collect-reply.ts'
import { chatCompletion, chatCompletionChunks } from './chat-completion.ts'
import { readChatRequest, readCompletionRequest } from './chat-request.ts'
import type { OpenAiRoutesOptions } from './options.ts'
import { seconds } from '../borrowed/seconds.ts'
import { shownEvents } from './shown-events.ts'
import { textCompletion, textCompletionChunks } from './text-completion.ts'
import { countUsage } from '../borrowed/usage.ts'

const SHAPES = {
  chat: { read: readChatRequest, whole: chatCompletion, chunks: chatCompletionChunks },
  text: { read: readCompletionRequest, whole: textCompletion, chunks: textCompletionChunks },
} as const

/** `POST /v1/chat/completions` and `POST /v1/completions`: a whole dialogue, or a prompt; nothing is stored. */
export const completionRoutes = async (
  app: FastifyInstance,
  { turns, countTokens, quietMs }: OpenAiRoutesOptions,
): Promise<void> => {
  const answer =
    ({ read, whole, chunks }: (typeof SHAPES)[keyof typeof SHAPES]) =>
    async ({ body, id: requestId, tenant, caller }: FastifyRequest, reply: FastifyReply) => {
      const reader = { signal: whenLeft(reply) }
      const { request, stream, cited, ignored, includeUsage } = read(body)
      const turn = await turns.start({ request, tenant, caller })
      const usageOf = (shown: string) => countUsage(countTokens, request.dialogue ?? [], shown)
      const head = { turnId: turn.turnId, created: seconds(), cited, ignored, usageOf }
      const frames = turn.frames(reader)
      if (!stream) return whole(await collectReply(frames), head)
      const events = chunks(shownEvents(frames, cited), head, { includeUsage, requestId })
      return sendSse(reply, events, { quietMs, encode: encodeChunk, end: 'data: [DONE]\n\n' })
    }
  app.post('/v1/chat/completions', answer(SHAPES.chat))
  app.post('/v1/completions', answer(SHAPES.text))
}

const encodeChunk = (chunk: object): string => `data: ${JSON.stringify(chunk)}\n\n`
