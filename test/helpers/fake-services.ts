import type { Agent } from '../../src/agent/agent.ts'
import type { RuleBook } from '../../src/rules/rule-book.ts'
import type { DocumentIndex } from '../../src/search/index/document-index.ts'
import type { Services } from '../../src/server/setup/services.ts'
import type { Reply } from '../../src/spec/reply.ts'
import type { TurnEvent } from '../../src/spec/turn-event.ts'
import { fakeRewardModel } from './fakes.ts'

type Respond = Agent['respond']

const notExpected = (what: string) => (): never => {
  throw new Error(`the test did not expect ${what}`)
}

export const replyOf = (place: { dialogueId: string; turnId: string }, text: string): Reply => ({
  dialogueId: place.dialogueId,
  turnId: place.turnId,
  text,
  kind: 'talk',
  passages: [],
  citations: [],
  evidence: [],
  searchQueries: [],
  sourceFailures: [],
  abstained: false,
  factSeeking: 0.25,
  seed: 7,
  scorecard: {
    score: 0.5,
    preference: 0.1,
    rules: {},
    support: null,
    blocked: [],
    warned: [],
    statements: [],
  },
  models: {
    languageModel: 'fake-language-model',
    rewardModel: 'fake-reward-model',
    reader: 'fake-reader',
  },
  timings: { decide: 1, total: 2 },
})

/** Answers with the words of the question, a delta each. */
export const echo: Respond = async function* ({ clientTurnId, dialogue, signal, ...place }) {
  const text = dialogue.at(-1)?.text ?? ''
  yield { type: 'turn-start', ...(clientTurnId !== undefined && { clientTurnId }) }
  yield { type: 'decision', factSeeking: 0.25, search: false }
  for (const delta of text.match(/\s*\S+\s*/gu) ?? []) {
    signal?.throwIfAborted()
    yield { type: 'reply-delta', text: delta } satisfies TurnEvent
  }
  yield await Promise.resolve({ type: 'turn-end' as const, reply: replyOf(place, text) })
}

/** A gate in the middle of a turn: `started` resolves there, and the turn goes on when it is let go. */
export const gated = () => {
  let arrive = (): void => undefined
  let letGo = (): void => undefined
  const started = new Promise<void>((resolve) => (arrive = resolve))
  const open = new Promise<void>((resolve) => (letGo = resolve))
  const state = { aborted: false }
  const respond: Respond = async function* (request) {
    yield { type: 'turn-start' }
    arrive()
    const left = new Promise<void>((resolve) => {
      request.signal?.addEventListener('abort', () => resolve())
    })
    await Promise.race([open, left])
    state.aborted = request.signal?.aborted === true
    request.signal?.throwIfAborted()
    yield { type: 'reply-delta', text: 'late' }
    yield { type: 'turn-end', reply: replyOf(request, 'late') }
  }
  return { respond, started, letGo, state }
}

export const fakeAgent = (respond: Respond = notExpected('a turn')): Agent => ({
  respond,
  decideSearch: notExpected('a decision'),
  writeQueries: notExpected('a query'),
})

export const fakeRules = (): RuleBook => ({
  all: () => [],
  removed: () => [],
  resolve: () => [],
  sets: () => [],
  resolveSet: notExpected('a rule set'),
  put: notExpected('a rule'),
  remove: notExpected('a removal'),
})

export const fakeDocuments = (): DocumentIndex => ({
  id: 'fake-documents',
  find: notExpected('a search'),
  search: notExpected('a search'),
  health: () => ({ id: 'fake-documents', status: 'ok', detail: 'none' }),
  add: notExpected('a document'),
  addAll: notExpected('documents'),
  list: notExpected('a list'),
  get: notExpected('a look-up'),
  origins: notExpected('a look-up'),
  remove: notExpected('a removal'),
  removeAll: notExpected('a removal'),
  page: notExpected('a page'),
  keepPage: notExpected('a page'),
  restore: () => Promise.resolve({ restored: 0, lost: [] }),
  optimize: notExpected('an optimisation'),
  close: () => Promise.resolve(),
})

/** What a test does not give throws when it is used. */
export const fakeServices = (given: Partial<Services> & Pick<Services, 'store'>): Services => ({
  agent: fakeAgent(),
  languageModel: { countTokens: (text) => text.split(/\s+/u).length },
  rewardModel: fakeRewardModel(),
  rules: fakeRules(),
  documents: fakeDocuments(),
  sources: () => [],
  health: () => ({
    status: 'ok',
    version: '0.0.0',
    models: [],
    sources: [],
    device: { requested: 'auto', used: 'cpu', detail: 'a test' },
  }),
  indexing: () => undefined,
  suggestions: () => ({ questions: [], isTrying: false }),
  probes: {
    start: notExpected('a probing run'),
    get: notExpected('a probing report'),
    close: () => Promise.resolve(),
  },
  isReady: () => true,
  whenReady: () => Promise.resolve(),
  close: () => Promise.resolve(),
  ...given,
})
