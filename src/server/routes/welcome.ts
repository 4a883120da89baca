import type { FastifyInstance } from 'fastify'
import type { Services } from '../setup/services.ts'

export type WelcomeRouteOptions = {
  readonly services: Pick<Services, 'documents' | 'suggestions' | 'isReady'>
}

/** `GET /welcome`: what can be asked about, and questions to begin with that were tried. */
export const welcomeRoute = async (
  app: FastifyInstance,
  { services }: WelcomeRouteOptions,
): Promise<void> => {
  app.get('/welcome', () => {
    if (!services.isReady()) return { documents: 0, collections: [], questions: [], isTrying: true }
    const { documents, total } = services.documents.list({ limit: MOST })
    const counts = new Map<string, number>()
    for (const { collection } of documents)
      counts.set(collection, (counts.get(collection) ?? 0) + 1)
    const collections = [...counts].map(([name, count]) => ({ name, documents: count }))
    return { documents: total, collections, ...services.suggestions() }
  })
}

// A larger library is not counted to its end.
const MOST = 10_000
