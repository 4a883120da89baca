import type { FastifyReply, FastifyRequest } from 'fastify'
import { type AppError, ERRORS } from '../spec/errors.ts'
import { anthropicError } from './anthropic/anthropic-error.ts'
import { errorBody, toAppError } from './errors/error-body.ts'
import { openAiError } from './openai/openai-error.ts'
import { retryAfter } from './errors/retry-after.ts'

type Shape = (error: AppError, requestId: string) => object

// By what the path begins with: a call that no door takes is refused in its neighbours' shape.
const SHAPES: readonly (readonly [string, Shape])[] = [
  ['/v1/messages', anthropicError],
  ['/v1/', openAiError],
]

/** The one place where an error becomes an HTTP answer, in the shape of the protocol that the path belongs to. */
export const handleError = async (
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> => {
  const [, shape = errorBody] = SHAPES.find(([start]) => request.url.startsWith(start)) ?? []
  const error = toAppError(thrown)
  const { status } = ERRORS[error.code]
  // Being asked too early or too much is no fault: a probe asks every few seconds.
  if (status >= 500 && status !== 503) request.log.error({ err: thrown }, error.message)
  if (status === 503 || status === 429) reply.header('retry-after', retryAfter(error))
  // Again, since hooks are passed over where the path can't be read.
  reply.header('x-content-type-options', 'nosniff')
  await reply.code(status).type('application/json').send(shape(error, request.id))
}
