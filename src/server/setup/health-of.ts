import type { EvidenceSource } from '../../spec/evidence-source.ts'
import type { Health } from '../../spec/health.ts'
import { packageVersion } from './package-root.ts'

/** How the models and the sources stand, as `GET /health` tells it. */
export const healthOf = (
  { device, models }: Pick<Health, 'device' | 'models'>,
  sources: readonly EvidenceSource[],
  ready: boolean,
): Health => {
  const failed = models.some(({ status }) => status === 'failed')
  return {
    status: failed ? 'degraded' : ready ? 'ok' : 'starting',
    version: packageVersion,
    device,
    models,
    sources: sources.map((source) => source.health()),
  }
}
