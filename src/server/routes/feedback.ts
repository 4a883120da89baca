import type { FastifyInstance } from 'fastify'
import { feedbackSchema } from '../../spec/feedback.ts'
import type { Store } from '../../store/store.ts'
import { parseInput } from '../http/parse-input.ts'

export type FeedbackRouteOptions = { readonly store: Pick<Store, 'addFeedback'> }

/** `POST /feedback` */
export const feedbackRoute = async (
  app: FastifyInstance,
  { store }: FeedbackRouteOptions,
): Promise<void> => {
  app.post('/feedback', async (request, reply) =>
    reply.code(201).send(await store.addFeedback(parseInput(feedbackSchema, request.body))),
  )
}
