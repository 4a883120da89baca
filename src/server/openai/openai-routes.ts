import type { FastifyInstance } from 'fastify'
import { completionRoutes } from './completion-routes.ts'
import { modelRoutes } from './model-routes.ts'
import type { OpenAiRoutesOptions } from './options.ts'
import { responseRoutes } from './response-routes.ts'

/** The same turns in OpenAI's shapes. */
export const openAiRoutes = async (
  app: FastifyInstance,
  options: OpenAiRoutesOptions,
): Promise<void> => {
  await app.register(completionRoutes, options)
  await app.register(responseRoutes, options)
  await app.register(modelRoutes)
}
