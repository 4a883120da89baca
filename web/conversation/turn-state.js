/** What the page knows of a turn, as a pure function of its frames. */

/** @import { Citation } from '../../src/spec/citation.ts' */
/** @import { SearchResult } from '../../src/spec/evidence.ts' */
/** @import { GivenFeedback } from '../service/api.js' */
/** @import { Reply } from '../../src/spec/reply.ts' */
/** @import { Scorecard } from '../../src/spec/scorecard.ts' */
/** @import { TurnEvent } from '../../src/spec/turn-event.ts' */

/**
 * @typedef {'sent' | 'deciding' | 'searching' | 'writing' | 'scoring' | 'replying' | 'done' | 'failed'} Phase
 * @typedef {{ readonly index: number, readonly withEvidence: boolean, readonly scorecard?: Scorecard }} Lane
 * @typedef {{ readonly status: 'ok' | 'refused' | 'failed', readonly reason?: string | undefined }} PageState
 * @typedef {object} TurnState
 * @property {string} text of the user
 * @property {string} clientTurnId
 * @property {string} [turnId]
 * @property {Phase} phase
 * @property {number} [factSeeking]
 * @property {boolean} [search]
 * @property {readonly string[]} queries
 * @property {readonly SearchResult[]} results
 * @property {Readonly<Record<string, PageState>>} pages by URL
 * @property {readonly Lane[]} lanes in the order of their index
 * @property {string} replyText as far as it has arrived
 * @property {readonly Citation[]} citations
 * @property {Reply} [reply] once the turn is over
 * @property {readonly GivenFeedback[]} [given] what was said of the reply
 * @property {boolean} [consent] whether its dialogue may be learnt from, where that was said with it or before
 * @property {string | undefined} [instead] the candidate that the person would rather see, and sees
 * @property {{ readonly code: string, readonly message: string, readonly retryAfter?: number }} [error]
 */

/**
 * @param {string} text
 * @param {string} clientTurnId
 * @returns {TurnState}
 */
export const startTurn = (text, clientTurnId) => ({
  text,
  clientTurnId,
  phase: 'sent',
  queries: [],
  results: [],
  pages: {},
  lanes: [],
  replyText: '',
  citations: [],
})

/**
 * The state after one more frame; a second `turn-start` begins anew, as the service did.
 * @param {TurnState} turn
 * @param {TurnEvent & { readonly turnId?: string }} frame
 * @returns {TurnState}
 */
export const applyFrame = (turn, frame) => {
  switch (frame.type) {
    case 'turn-start': {
      const fresh = startTurn(turn.text, turn.clientTurnId)
      return { ...fresh, phase: 'deciding', ...(frame.turnId && { turnId: frame.turnId }) }
    }
    case 'decision': {
      const { factSeeking, search } = frame
      return { ...turn, phase: search ? 'searching' : 'writing', factSeeking, search }
    }
    case 'search-query':
      return { ...turn, phase: 'searching', queries: [...turn.queries, frame.text] }
    case 'search-results':
      return { ...turn, phase: 'searching', results: addResults(turn.results, frame.results) }
    case 'page': {
      const { url, status, reason } = frame
      return { ...turn, phase: 'writing', pages: { ...turn.pages, [url]: { status, reason } } }
    }
    case 'candidate': {
      const { index, withEvidence } = frame
      return { ...turn, phase: 'writing', lanes: putLane(turn.lanes, { index, withEvidence }) }
    }
    case 'score': {
      const { index, scorecard } = frame
      const lane = turn.lanes.find((one) => one.index === index) ?? { index, withEvidence: false }
      return { ...turn, phase: 'scoring', lanes: putLane(turn.lanes, { ...lane, scorecard }) }
    }
    case 'reply-delta':
      return { ...turn, phase: 'replying', replyText: turn.replyText + frame.text }
    case 'citation':
      return { ...turn, citations: [...turn.citations, frame.citation] }
    case 'turn-end':
      return withReply(turn, frame.reply)
    case 'error':
      return { ...turn, phase: 'failed', error: { code: frame.code, message: frame.message } }
    default:
      // A newer service may say more than this page knows.
      return turn
  }
}

/**
 * A turn as it stands in the record of a dialogue: what the reply itself says of its steps.
 * @param {TurnState} turn
 * @param {Reply} reply
 * @returns {TurnState}
 */
export const withReply = (turn, reply) => ({
  ...turn,
  phase: 'done',
  turnId: reply.turnId,
  factSeeking: reply.factSeeking,
  search: turn.search ?? reply.searchQueries.length > 0,
  queries: reply.searchQueries.length > 0 ? reply.searchQueries : turn.queries,
  ...readIn(turn, reply),
  replyText: reply.text,
  citations: reply.citations,
  reply,
})

/**
 * What was read is what the reply has for evidence, now and when it is read again; what could not be read is
 * known from the frames alone.
 * @param {TurnState} turn
 * @param {Reply} reply
 * @returns {Pick<TurnState, 'results' | 'pages'>}
 */
const readIn = (turn, { evidence }) => {
  const failed = Object.entries(turn.pages).filter(([, { status }]) => status !== 'ok')
  const found = evidence.flatMap(({ url, title = '', text, source }) =>
    url === undefined ? [] : { url, title, text, source },
  )
  const missed = turn.results.filter(({ url }) => failed.some(([one]) => one === url))
  const ok = found.map(({ url }) => /** @type {const} */ ([url, { status: 'ok' }]))
  return {
    results: addResults(addResults([], found), missed),
    pages: Object.fromEntries([...ok, ...failed]),
  }
}

/** @param {TurnState} turn */
export const isOver = ({ phase }) => phase === 'done' || phase === 'failed'

/**
 * A page may be found by several queries; it is listed once.
 * @param {readonly SearchResult[]} known
 * @param {readonly SearchResult[]} more
 */
const addResults = (known, more) => {
  const urls = new Set(known.map(({ url }) => url))
  const fresh = more.filter(({ url }) => !urls.has(url) && urls.add(url))
  return [...known, ...fresh]
}

/**
 * @param {readonly Lane[]} lanes
 * @param {Lane} lane
 */
const putLane = (lanes, lane) =>
  [...lanes.filter(({ index }) => index !== lane.index), lane].sort((a, b) => a.index - b.index)
