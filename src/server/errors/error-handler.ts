import type { FastifyReply, FastifyRequest } from 'fastify'
import { ERRORS, type AppError } from '../../spec/errors.ts'
import { errorBody, toAppError } from './error-body.ts'
import { retryAfter } from './retry-after.ts'

/** The one place where an error becomes an HTTP answer. */
export const handleError = async (
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  shape: (error: AppError) => object = (error) => errorBody(error, request.id),
): Promise<void> => {
  const error = toAppError(thrown)
  const { status } = ERRORS[error.code]
  // Being asked too early or too much is no fault: a probe asks every few seconds.
  if (status >= 500 && status !== 503) request.log.error({ err: thrown }, error.message)
  if (status === 503 || status === 429) reply.header('retry-after', retryAfter(error))
  // Again, since hooks are passed over where the path can't be read.
  reply.header('x-content-type-options', 'nosniff')
  await reply.code(status).type('application/json').send(shape(error))
}
