import type { EvidenceSource, SourceHealth } from '../spec/evidence-source.ts'

const BEST_FIRST = ['ok', 'starting', 'down', 'off'] as const

/** The health of the best of several sources, told of each. */
export const jointHealth = (id: string, sources: readonly EvidenceSource[]): SourceHealth => {
  const all = sources.map((source) => source.health())
  const status = BEST_FIRST.find((one) => all.some((health) => health.status === one)) ?? 'off'
  return { id, status, detail: all.map((one) => `${one.id}: ${one.detail}`).join('; ') }
}
