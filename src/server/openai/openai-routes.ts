import type { FastifyInstance } from 'fastify'
import { completionRoutes } from './completion-routes.ts'
import type { OpenAiRoutesOptions } from './options.ts'
import { responseRoutes } from './response-routes.ts'
import { AppError } from '../../spec/errors.ts'
import { idParamsSchema } from '../http/paging.ts'
import { parseInput } from '../http/parse-input.ts'
import { MODELS } from '../borrowed/model-names.ts'
import { seconds } from '../borrowed/seconds.ts'

/** The same turns in OpenAI's shapes. */
export const openAiRoutes = async (
  app: FastifyInstance,
  options: OpenAiRoutesOptions,
): Promise<void> => {
  await app.register(completionRoutes, options)
  await app.register(responseRoutes, options)
  await app.register(modelRoutes)
}

/** `GET /v1/models`, `GET /v1/models/:id`: OpenAI's fields and Anthropic's in one. */
const modelRoutes = async (app: FastifyInstance): Promise<void> => {
  const created = seconds()
  const models = MODELS.map((id) => ({
    id,
    object: 'model',
    created,
    owned_by: 'dunnock',
    type: 'model',
    display_name: id,
    created_at: new Date(created * 1_000).toISOString(),
  }))

  app.get('/v1/models', () => ({
    object: 'list',
    data: models,
    has_more: false,
    first_id: models[0]?.id,
    last_id: models.at(-1)?.id,
  }))

  app.get('/v1/models/:id', ({ params }) => {
    const { id } = parseInput(idParamsSchema, params)
    const model = models.find((one) => one.id === id)
    if (model !== undefined) return model
    throw new AppError('NOT_FOUND', `There is no model ${id}: ${MODELS.join(' and ')} are here.`)
  })
}
