/** The reply as it is shown: the service's choice, or the candidate that the person prefers to it. */

import { sheetAt } from './sheet-at.js'

/** @import { Citation } from '../../src/spec/citation.ts' */
/** @import { Reply } from '../../src/spec/reply.ts' */
/** @import { TurnState } from './turn-state.js' */

/**
 * @param {Pick<TurnState, 'reply' | 'instead'>} turn
 * @returns {Reply | undefined}
 */
export const shownReply = ({ reply, instead }) => {
  const candidate = reply?.candidates?.find(({ text }) => text === instead)
  if (reply === undefined || candidate === undefined) return reply
  const { text, scorecard } = candidate
  const citations = verbatimCitations(text, reply, candidate.scorecard.statements)
  // Where facts were asked for, it is an answer with or without a quote.
  const kind = citations.length > 0 || reply.kind !== 'talk' ? 'answer' : 'talk'
  return { ...reply, text, scorecard, citations, kind, passages: [], abstained: false }
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
    const pageNumber = sheetAt(found.page, quoteStart)
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
      ...(pageNumber !== undefined && { pageNumber }),
    }
  })
