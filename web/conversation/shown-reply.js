/** The reply as it is shown: the service's choice, or the candidate that the person prefers to it. */

/** @import { Citation } from '../../src/spec/citation.ts' */
/** @import { Reply } from '../../src/spec/reply.ts' */
/** @import { GivenFeedback } from '../service/api.js' */
/** @import { TurnState } from './turn-state.js' */

/**
 * @param {TurnState} turn
 * @returns {Reply | undefined}
 */
export const shownReply = ({ reply, instead }) => {
  const candidate = reply?.candidates?.find(({ text }) => text === instead)
  if (reply === undefined || candidate === undefined) return reply
  const { text, scorecard } = candidate
  const citations = verbatimCitations(text, reply, candidate.scorecard.statements)
  const kind = citations.length > 0 ? 'answer' : 'talk'
  return { ...reply, text, scorecard, citations, kind, passages: [], abstained: false }
}

/**
 * The candidate that was last said to be better than the reply, if one was.
 * @param {Reply | undefined} reply
 * @param {readonly GivenFeedback[]} given
 */
export const preferredIn = (reply, given) => {
  const last = given.findLast(({ comparison }) => comparison?.rejected === reply?.text)
  const chosen = last?.comparison?.chosen
  return reply?.candidates?.some(({ text }) => text === chosen) ? chosen : undefined
}

/**
 * A candidate that was not shown has no citations; where its statement stands in its evidence word for
 * word, that is its quote.
 * @param {string} text
 * @param {Reply} reply
 * @param {Reply['scorecard']['statements']} statements
 * @returns {Citation[]}
 */
const verbatimCitations = (text, { evidence }, statements) =>
  statements.flatMap(({ start, end, support, evidenceId }) => {
    const found = evidence.find(({ id }) => id === evidenceId)
    const quote = text.slice(start, end)
    const quoteStart = found?.text.indexOf(quote) ?? -1
    if (found === undefined || quoteStart < 0 || quote === '') return []
    const { url, title } = found
    return {
      start,
      end,
      evidenceId: found.id,
      quote,
      quoteStart,
      quoteEnd: quoteStart + quote.length,
      support: support ?? 0,
      ...(url !== undefined && { url }),
      ...(title !== undefined && { title }),
    }
  })
