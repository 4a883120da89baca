import type { Agent, AgentDeps } from './agent.ts'
import { decideSearch } from './decide-search.ts'
import { respond } from './respond.ts'
import { writeQueries } from './write-queries.ts'

/** An agent over the given models and evidence source; stateless, safe for concurrent turns. */
export const createAgent = (deps: AgentDeps): Agent => ({
  respond: (request) => respond(deps, request),
  decideSearch: (dialogue, signal) => decideSearch(deps, dialogue, {}, signal),
  writeQueries: (dialogue, signal) =>
    writeQueries(deps.languageModel, dialogue, deps.settings, signal),
})
