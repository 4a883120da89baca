import type { FastifyInstance } from 'fastify'
import { AppError } from '../../spec/errors.ts'
import type { Services } from '../services.ts'

export type HealthRoutesOptions = {
  readonly services: Pick<Services, 'health' | 'indexing' | 'isReady' | 'store'>
}

/** `GET /health` says how things stand; `GET /ready` is 503 until turns can be answered and stored. */
export const healthRoutes = async (
  app: FastifyInstance,
  { services }: HealthRoutesOptions,
): Promise<void> => {
  const describe = async () => {
    const store = await services.store.health()
    const health = services.health()
    const indexing = services.indexing()
    const status = store.status === 'failed' ? 'degraded' : health.status
    return { ...health, status, store, ...(indexing !== undefined && { indexing }) }
  }
  app.get('/health', describe)

  app.get('/ready', async () => {
    const health = await describe()
    const unstored = health.store.status === 'failed'
    if (services.isReady() && !unstored) return health
    const message = unstored
      ? `Nothing can be stored. ${health.store.detail}`
      : 'The models are still loading.'
    throw new AppError('NOT_READY', message, { details: health })
  })
}
