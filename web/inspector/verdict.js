/** Why a reply is shown, in one sentence. */
import { say } from '../ground/say.js'
import { differingCitations } from '../conversation/compare-claims.js'
import { shownReply } from '../conversation/shown-reply.js'
import { distinctCandidates } from './distinct-candidates.js'

/** @import { Reply } from '../../src/spec/reply.ts' */
/** @import { TurnState } from '../conversation/turn-state.js' */

/** @param {Pick<TurnState, 'reply' | 'instead' | 'text'>} turn with a reply */
export const verdictOf = (turn) => {
  const { reply, text: question } = turn
  const shown = shownReply(turn)
  if (reply === undefined || shown === undefined) return ''
  return shown === reply ? whyChosen(reply, question) : whySwapped(shown, question)
}

/**
 * @param {Reply} reply
 * @param {string} question
 */
const whyChosen = (reply, question) => {
  const { kind, scorecard } = reply
  if (kind === 'declined' && scorecard.blocked.length > 0) return say('verdict.forbidden')
  const others = distinctCandidates(reply).filter(({ text }) => text !== reply.text).length
  const over = others > 0 ? say('verdict.over', { count: others }) : say('verdict.only')
  if (kind === 'passages')
    return say('verdict.passages', { over: say('verdict.all', { count: others }) })
  if (kind === 'declined') return say('verdict.declined')
  const rules = rulesOf(reply)
  return kind === 'answer'
    ? say('verdict.answer', { over, quotes: quotesOf(reply, question), rules })
    : say('verdict.talk', { over, rules })
}

/**
 * @param {Reply} shown a candidate that the person put in place of the reply
 * @param {string} question
 */
const whySwapped = (shown, question) => {
  const rules = rulesOf(shown)
  return shown.scorecard.statements.some(({ checkable }) => checkable)
    ? say('verdict.swapped', { quotes: quotesOf(shown, question), rules })
    : say('verdict.swappedTalk', { rules })
}

/** @param {Reply} reply */
const rulesOf = ({ scorecard: { warned } }) =>
  warned.length > 0 ? say('verdict.warned', { count: warned.length }) : say('verdict.noRule')

/**
 * @param {Reply} reply
 * @param {string} question
 */
const quotesOf = (reply, question) => {
  const { citations, scorecard } = reply
  const differing = differingCitations(reply, question).length
  if (differing > 0) return say('verdict.differs', { count: differing })
  const claims = scorecard.statements.filter(({ checkable }) => checkable).length
  const quoted = new Set(citations.map(({ start }) => start)).size
  return quoted >= claims || claims === 0
    ? quoted > 1
      ? say('verdict.backed', { count: quoted })
      : say('verdict.backedOnce')
    : say('verdict.partly', { quoted, count: claims })
}
