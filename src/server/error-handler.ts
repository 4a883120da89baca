import type { FastifyReply, FastifyRequest } from 'fastify'
import { ERRORS, type AppError } from '../spec/errors.ts'
import { errorBody, toAppError } from './error-body.ts'
import { RETRY_AFTER_SECONDS } from './turns/turn-service.ts'

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
  if (status === 503 || status === 429) reply.header('retry-after', retryAfter(error.details))
  // Again, since hooks are passed over where the path can't be read.
  reply.header('x-content-type-options', 'nosniff')
  await reply.code(status).type('application/json').send(shape(error))
}

/** The seconds that an error names; else what a caller refused for load is told. */
export const retryAfter = (details: unknown): number => {
  const known: unknown =
    typeof details === 'object' && details !== null ? Reflect.get(details, 'retryAfter') : undefined
  return typeof known === 'number' ? known : RETRY_AFTER_SECONDS
}
