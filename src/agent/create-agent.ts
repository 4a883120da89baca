import type { Agent, AgentDeps } from './agent.ts'
import { decideSearch } from './decide-search.ts'
import { respond } from './respond.ts'
import { dialogueRoom } from './window/dialogue-room.ts'
import { fitDialogue } from './window/fit-dialogue.ts'
import { writeQueries } from './write-queries.ts'

/** An agent over the given models and evidence source; stateless, safe for concurrent turns. */
export const createAgent = (deps: AgentDeps): Agent => ({
  respond: (request) => respond(deps, request),
  decideSearch: (dialogue, signal) => decideSearch(deps, dialogue, {}, signal),
  writeQueries: (dialogue, signal) => {
    const { languageModel, settings } = deps
    const room = dialogueRoom(languageModel, settings)
    const fitted = fitDialogue(dialogue, room, languageModel)
    return writeQueries(languageModel, fitted.dialogue, settings, signal)
  },
})
