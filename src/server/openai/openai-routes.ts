import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { AppError } from '../../spec/errors.ts'
import type { Store } from '../../store/store.ts'
import { parseInput } from '../http/parse-input.ts'
import { SSE_HEADERS, streamSse } from '../http/sse.ts'
import { collectReply } from '../turns/collect-reply.ts'
import type { TurnService } from '../turns/turn-service.ts'
import { whenLeft } from '../http/when-left.ts'
import { idParamsSchema } from '../http/paging.ts'
import { chatCompletion, chatCompletionChunks } from './chat-completion.ts'
import { handleOpenAiError } from './openai-error.ts'
import { MODEL, readChatRequest, readResponsesRequest } from './request.ts'
import { completedResponse, responseEvents, turnIdIn } from './response.ts'

export type OpenAiRoutesOptions = {
  readonly turns: Pick<TurnService, 'start'>
  readonly store: Pick<Store, 'findTurn' | 'getDialogue'>
  readonly quietMs: number
}

/** `POST /v1/chat/completions`, `POST /v1/responses`, `GET /v1/models`: the same turns in OpenAI's shapes. */
export const openAiRoutes = async (
  app: FastifyInstance,
  { turns, store, quietMs }: OpenAiRoutesOptions,
): Promise<void> => {
  app.setErrorHandler(handleOpenAiError)
  const model = { id: MODEL, object: 'model', created: seconds(), owned_by: 'dunnock' }

  app.post('/v1/chat/completions', async ({ body, id, tenant, caller }, reply) => {
    const reader = { signal: whenLeft(reply) }
    const { request, stream, ignored } = readChatRequest(body)
    const turn = await turns.start({ request, tenant, caller })
    const head = { turnId: turn.turnId, created: seconds() }
    if (!stream) return chatCompletion(await collectReply(turn.frames(reader)), head, ignored)
    const chunks = chatCompletionChunks(turn.frames(reader), head, { ignored, requestId: id })
    return sendEvents(reply, streamSse(chunks, quietMs, encodeChunk, 'data: [DONE]\n\n'))
  })

  app.post('/v1/responses', async ({ body, id, tenant, caller }, reply) => {
    const reader = { signal: whenLeft(reply) }
    const asked = await readResponsesRequest(body, (previous) => dialogueOf(store, previous))
    const turn = await turns.start({ request: asked.request, tenant, caller })
    const head = { turnId: turn.turnId, created: seconds(), ...asked }
    if (!asked.stream) return completedResponse(await collectReply(turn.frames(reader)), head)
    return sendEvents(
      reply,
      streamSse(responseEvents(turn.frames(reader), head, id), quietMs, encodeEvent),
    )
  })

  app.get('/v1/models', () => ({ object: 'list', data: [model] }))

  app.get('/v1/models/:id', ({ params }) => {
    const { id } = parseInput(idParamsSchema, params)
    if (id === MODEL) return model
    throw new AppError('NOT_FOUND', `There is no model ${id}: ${MODEL} is the only one.`)
  })
}

const seconds = (): number => Math.floor(Date.now() / 1_000)

const sendEvents = (reply: FastifyReply, events: AsyncGenerator<string>): FastifyReply =>
  reply.headers(SSE_HEADERS).send(Readable.from(events))

const encodeChunk = (chunk: object): string => `data: ${JSON.stringify(chunk)}\n\n`
const encodeEvent = (event: { readonly type: string }): string =>
  `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`

/** The dialogue that an earlier response ended: one that was gone on with since can't be branched. */
const dialogueOf = async (
  store: OpenAiRoutesOptions['store'],
  responseId: string,
): Promise<string> => {
  const turn = await store.findTurn(turnIdIn(responseId))
  if (turn === undefined) {
    throw new AppError('TURN_NOT_FOUND', `There is no stored response ${responseId}.`)
  }
  const dialogue = await store.getDialogue(turn.dialogueId)
  if (dialogue?.turns.at(-1)?.turnId === turn.turnId) return turn.dialogueId
  const details = [{ path: 'previous_response_id', message: 'the dialogue has gone on since' }]
  throw new AppError('INVALID_REQUEST', 'previous_response_id: the dialogue has gone on since', {
    details,
  })
}
