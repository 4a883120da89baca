import type { EvidenceSource } from '../../src/spec/evidence-source.ts'

/** A source that finds one page, whatever is asked. */
export const hours: EvidenceSource = {
  id: 'hours',
  async *find(_, { limit }) {
    yield { type: 'search-results', results: [] }
    const text = 'The pump house is open from 9 to 17.'
    const evidence = [{ id: 'h', text, url: 'https://town.example/hours', source: 'hours' }]
    return { evidence: evidence.slice(0, limit), failures: [] }
  },
  health: () => ({ id: 'hours', status: 'ok', detail: '' }),
}
