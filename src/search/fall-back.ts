import { throwIfAborted } from '../spec/errors.ts'
import type { EvidenceSource, Found } from '../spec/evidence-source.ts'
import type { SourceFailure } from '../spec/reply.ts'
import { jointHealth } from './joint-health.ts'

/** Sources asked one after the other, until one has evidence; what failed before it is told. */
export const fallBack = (id: string, sources: readonly EvidenceSource[]): EvidenceSource => ({
  id,
  async *find(query, options) {
    const failures: SourceFailure[] = []
    let found: Found = { evidence: [], failures }
    for (const source of sources) {
      throwIfAborted(options.signal)
      const { evidence, failures: said } = yield* source.find(query, options)
      failures.push(...said)
      found = { evidence, failures }
      if (evidence.length > 0) break
    }
    return found
  },
  health: () => jointHealth(id, sources),
})
