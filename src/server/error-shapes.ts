import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AppError } from '../spec/errors.ts'
import { anthropicError } from './anthropic/anthropic-error.ts'
import { errorBody } from './errors/error-body.ts'
import { handleError } from './errors/error-handler.ts'
import { openAiError } from './openai/openai-error.ts'

type Shape = (error: AppError, requestId: string) => object

// By what the path begins with: a call that no door takes is refused in its neighbours' shape.
const SHAPES: readonly (readonly [string, Shape])[] = [
  ['/v1/messages', anthropicError],
  ['/v1/', openAiError],
]

/** Answers with the error, in the shape of the protocol that the path belongs to. */
export const handleShaped = (
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> => {
  const [, shape = errorBody] = SHAPES.find(([start]) => request.url.startsWith(start)) ?? []
  return handleError(thrown, request, reply, (error) => shape(error, request.id))
}
