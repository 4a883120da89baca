import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../spec/errors.ts'

/** Throws RATE_LIMITED with `details.retryAfter` in seconds. */
export type CheckRate = (request: FastifyRequest) => Promise<void>

/** Counts calls and turns of each address together, over a minute; 0 lets all through. */
export const createRateCheck = (
  app: Pick<FastifyInstance, 'createRateLimit'>,
  max: number,
): CheckRate => {
  if (max === 0) return () => Promise.resolve()
  const count = app.createRateLimit({ max, timeWindow: '1 minute' })
  return async (request) => {
    const limit = await count(request)
    if (limit.isAllowed || !limit.isExceeded) return
    throw new AppError('RATE_LIMITED', `More than ${max} calls in a minute.`, {
      details: { retryAfter: limit.ttlInSeconds },
    })
  }
}
