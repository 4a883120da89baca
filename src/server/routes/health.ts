import type { FastifyInstance } from 'fastify'
import { AppError, isAppError } from '../../spec/errors.ts'
import type { StoreHealth } from '../../spec/health.ts'
import type { Store } from '../../store/store.ts'
import type { Services } from '../setup/services.ts'

export type HealthRoutesOptions = {
  readonly services: Pick<Services, 'health' | 'indexing' | 'isReady' | 'store'>
}

/** `GET /health` says how things stand; `GET /ready` is 503 until turns can be answered and stored. */
export const healthRoutes = async (
  app: FastifyInstance,
  { services }: HealthRoutesOptions,
): Promise<void> => {
  const describe = async () => {
    const store = await storeHealth(services.store)
    const health = services.health()
    const indexing = services.indexing()
    const status = store.status === 'failed' ? 'degraded' : health.status
    return { ...health, status, store, ...(indexing !== undefined && { indexing }) }
  }
  app.get('/health', describe)

  app.get('/ready', async () => {
    const health = await describe()
    const isFailed = health.store.status === 'failed'
    if (services.isReady() && !isFailed) return health
    const message = isFailed
      ? `Nothing can be stored. ${health.store.detail}`
      : 'The service is still starting.'
    throw new AppError('NOT_READY', message, { details: health })
  })
}

/** A new store takes some seconds to be made. */
const storeHealth = async (store: Store): Promise<StoreHealth> => {
  try {
    return await store.health()
  } catch (error) {
    if (!isAppError(error, 'NOT_READY')) throw error
    return { status: 'opening', detail: 'the store is being opened' }
  }
}
