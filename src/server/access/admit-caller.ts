import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError, isAppError } from '../../spec/errors.ts'
import { digest, sentKey, type Access } from './check-access.ts'
import { isToken } from './embed-token.ts'
import type { Tenant } from './tenant.ts'

/** Like `Access.check`, and slows down who guesses keys. Throws RATE_LIMITED too. */
export type AdmitCaller = (request: FastifyRequest, key?: string) => Promise<Tenant | undefined>

// Of an address, in a minute. A page that has a wrong key sends it four times when it is loaded.
const MAX_WRONG = 20
// Pairs of address and right key.
const MAX_PROVEN = 10_000

/**
 * After too many wrong keys from an address, other keys from there are not looked at until the minute
 * is over: not even a right one, which would tell the guesser. One that was right there before is.
 */
export const createAdmitCaller = (
  app: Pick<FastifyInstance, 'createRateLimit'>,
  { check, needsKey }: Access,
): AdmitCaller => {
  const count = app.createRateLimit({ max: MAX_WRONG, timeWindow: '1 minute' })
  const proven = new Set<string>()
  const refuseGuesses = async (request: FastifyRequest, increment: boolean): Promise<void> => {
    const wrong = await count(request, { increment })
    if (wrong.isAllowed || !wrong.isExceeded) return
    throw new AppError('RATE_LIMITED', `More than ${MAX_WRONG} wrong keys in a minute.`, {
      details: { retryAfter: wrong.ttlInSeconds },
    })
  }
  return async (request, key) => {
    const call = `${request.method} ${request.routeOptions.url ?? ''}`
    const caller = { headers: request.headers, call, ...(key !== undefined && { key }) }
    const sent = sentKey(caller)
    request.isEmbedded = sent !== undefined && isToken(sent)
    if (!needsKey || sent === undefined) return check(caller)
    const pair = `${request.ip} ${digest(sent).toString('base64')}`
    try {
      const tenant = check(caller)
      if (!proven.has(pair)) await refuseGuesses(request, false)
      remember(proven, pair)
      return tenant
    } catch (error) {
      if (isAppError(error, 'UNAUTHORIZED')) await refuseGuesses(request, true)
      throw error
    }
  }
}

/** The one used longest ago makes room. */
const remember = (proven: Set<string>, pair: string): void => {
  proven.delete(pair)
  proven.add(pair)
  const [oldest] = proven
  if (proven.size > MAX_PROVEN && oldest !== undefined) proven.delete(oldest)
}
