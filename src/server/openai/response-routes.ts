import type { FastifyInstance } from 'fastify'
import { AppError } from '../../spec/errors.ts'
import { idParamsSchema } from '../http/paging.ts'
import { parseInput } from '../http/parse-input.ts'
import { sendSse } from '../http/sse.ts'
import { whenLeft } from '../http/when-left.ts'
import { collectReply } from '../turns/collect-reply.ts'
import type { OpenAiRoutesOptions } from './options.ts'
import { responseEvents } from './response-events.ts'
import { completedResponse } from './response.ts'
import { readResponsesRequest } from './responses-request.ts'
import { seconds } from '../borrowed/seconds.ts'
import { shownEvents } from './shown-events.ts'
import { findStored, inputItemsOf, storedResponse } from './stored-response.ts'
import { countUsage } from '../borrowed/usage.ts'

/** `POST /v1/responses`; `GET` and `DELETE /v1/responses/:id` of stored ones, and what was asked. */
export const responseRoutes = async (
  app: FastifyInstance,
  { turns, store, countTokens, quietMs }: OpenAiRoutesOptions,
): Promise<void> => {
  app.post('/v1/responses', async ({ body, id, tenant, caller }, reply) => {
    const reader = { signal: whenLeft(reply) }
    const { dialogue, ...asked } = await readResponsesRequest(body, store)
    const turn = await turns.start({ ...asked.turn, tenant, caller })
    const usageOf = (shown: string) => countUsage(countTokens, dialogue, shown)
    const head = { ...asked, turnId: turn.turnId, created: seconds(), usageOf }
    const frames = turn.frames(reader)
    if (!asked.stream) return completedResponse(await collectReply(frames), head)
    const events = responseEvents(shownEvents(frames, asked.cited), head, id)
    return sendSse(reply, events, { quietMs, encode: encodeEvent })
  })

  app.get('/v1/responses/:id', async ({ params, id: requestId }) => {
    const { id } = parseInput(idParamsSchema, params)
    return storedResponse(await findStored(store, id), countTokens, requestId)
  })

  app.get('/v1/responses/:id/input_items', async ({ params }) => {
    const { id } = parseInput(idParamsSchema, params)
    return inputItemsOf((await findStored(store, id)).turn)
  })

  app.delete('/v1/responses/:id', async ({ params }) => {
    const { id } = parseInput(idParamsSchema, params)
    const { turn } = await findStored(store, id)
    if (turns.isRunning(turn.dialogueId)) {
      throw new AppError('DIALOGUE_BUSY', 'The dialogue has a turn that is not over yet.')
    }
    await store.deleteTurn(turn.turnId)
    return { id, object: 'response', deleted: true }
  })
}

const encodeEvent = (event: { readonly type: string }): string =>
  `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
