import type { FastifyInstance } from 'fastify'
import { AppError } from '../../spec/errors.ts'
import type { Services } from '../services.ts'

export type HealthRoutesOptions = {
  readonly services: Pick<Services, 'health' | 'indexing' | 'isReady'>
}

/** `GET /health` says how things stand; `GET /ready` is 503 until turns are answered. */
export const healthRoutes = async (
  app: FastifyInstance,
  { services }: HealthRoutesOptions,
): Promise<void> => {
  const describe = () => {
    const indexing = services.indexing()
    return { ...services.health(), ...(indexing !== undefined && { indexing }) }
  }
  app.get('/health', describe)

  app.get('/ready', () => {
    const health = describe()
    if (services.isReady()) return health
    throw new AppError('NOT_READY', 'The service is still starting.', { details: health })
  })
}
