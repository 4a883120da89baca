import type { FastifyReply } from 'fastify'

/** Fires when the caller's connection is gone (or the answer is complete, when nobody listens any more). */
export const whenLeft = ({ raw }: FastifyReply): AbortSignal => {
  const controller = new AbortController()
  // Not the request's signal: that one fires as soon as a body has been read.
  raw.once('close', () => controller.abort())
  if (raw.destroyed) controller.abort()
  return controller.signal
}
