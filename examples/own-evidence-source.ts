// An evidence source of your own beside the built-in ones: here, a table of opening hours.
// Run it: node --import tsx examples/own-evidence-source.ts
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compose, readConfig } from 'dunnock/server'
import type { EvidenceSource } from 'dunnock/spec'

const HOURS: Record<string, string> = {
  library: 'The library is open from 9 to 18, and on Sunday from 11 to 16.',
  museum: 'The museum is open from 10 to 17. On Monday it is closed.',
}

const openingHours: EvidenceSource = {
  id: 'opening-hours',
  async *find(query, { limit }) {
    const found = Object.entries(HOURS).filter(([place]) => query.toLowerCase().includes(place))
    const evidence = found.slice(0, limit).map(([place, text]) => ({
      id: `hours-${place}`,
      text, // at most 500 characters
      title: `Opening hours: ${place}`,
      url: `https://town.example/hours/${place}`,
      source: 'opening-hours',
    }))
    yield { type: 'search-results', results: evidence }
    return { evidence, failures: [] }
  },
  health: () => ({
    id: 'opening-hours',
    status: 'ok',
    detail: `${Object.keys(HOURS).length} places`,
  }),
}

const log = { info: () => undefined, warn: console.warn, error: console.error }
const config = readConfig({}, { data: join(tmpdir(), 'hours-data'), wikipedia: 'off' })
// No store: nothing of the dialogue is kept.
const only = ['language-model', 'reward', 'reader', 'index'] as const
const services = await compose(config, log, { only, sources: [openingHours], indexing: false })
await services.whenReady()
const dialogue = [{ participant: 'user' as const, text: 'When is the museum open?' }]
const turn = { dialogueId: 'd', turnId: 't', dialogue, rules: services.rules.all() }
for await (const event of services.agent.respond({ ...turn, options: { search: 'always' } })) {
  if (event.type === 'turn-end') console.log(event.reply.text, event.reply.citations)
}
await services.close()
