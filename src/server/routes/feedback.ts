import type { FastifyInstance } from 'fastify'
import { idParamsSchema } from '../http/paging.ts'
import { feedbackSchema } from '../../spec/feedback.ts'
import type { Store } from '../../store/store.ts'
import { parseInput } from '../http/parse-input.ts'

export type FeedbackRouteOptions = { readonly store: Pick<Store, 'addFeedback' | 'removeFeedback'> }

/** `POST /feedback`, `DELETE /feedback/:id` */
export const feedbackRoute = async (
  app: FastifyInstance,
  { store }: FeedbackRouteOptions,
): Promise<void> => {
  app.post('/feedback', async (request, reply) =>
    reply
      .code(201)
      .send(await store.addFeedback(parseInput(feedbackSchema, request.body), request.caller)),
  )

  app.delete('/feedback/:id', async (request, reply) => {
    await store.removeFeedback(parseInput(idParamsSchema, request.params).id)
    return reply.code(204).send()
  })
}
