import type { FastifyInstance } from 'fastify'
import type { Metrics } from '../observe/metrics.ts'

export type MetricsRouteOptions = { readonly metrics: Metrics }

/** `GET /metrics`, in Prometheus' text format. */
export const metricsRoute = async (
  app: FastifyInstance,
  { metrics }: MetricsRouteOptions,
): Promise<void> => {
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.render()),
  )
}
