import t from 'tap'
import { findEvidence } from '../../src/agent/gather-evidence.ts'
import type { EvidenceSource } from '../../src/spec/evidence-source.ts'
import { evidenceOf } from '../helpers/fakes.ts'

void t.test(
  'queries run side by side; what they find is in the order of the queries',
  async (t) => {
    let open: () => void = () => undefined
    const secondAsked = new Promise<void>((resolve) => (open = resolve))
    const source: EvidenceSource = {
      id: 'slow',
      async *find(query) {
        if (query === 'second') open()
        else await secondAsked
        yield { type: 'search-results', results: [] }
        return { evidence: [evidenceOf(query, query), evidenceOf('both', 'x')], failures: [] }
      },
      health: () => ({ id: 'slow', status: 'ok', detail: '' }),
    }
    const search = findEvidence(source, ['first', 'second'], { limit: 3 })
    for (let step = await search.next(); ; step = await search.next()) {
      if (!step.done) continue
      const ids = step.value.evidence.map(({ id }) => id)
      t.strictSame(ids, ['first', 'second', 'both'])
      break
    }
  },
)
