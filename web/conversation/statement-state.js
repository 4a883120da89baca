/** How far the statements of a reply are backed, and the numbers of its citations. */

/** @import { Citation, Statement } from '../../src/spec/citation.ts' */

/** @typedef {'supported' | 'partially-supported' | 'unsupported' | 'unchecked' | 'nothing-to-check'} Support */

// As the service does: cited from the first on, dropped below the second.
const SUPPORTED = 0.5
const PARTLY = 0.35

/**
 * @param {Statement} statement
 * @returns {Support}
 */
export const supportOf = ({ checkable, support }) => {
  if (!checkable) return 'nothing-to-check'
  if (support === null) return 'unchecked'
  if (support >= SUPPORTED) return 'supported'
  return support >= PARTLY ? 'partially-supported' : 'unsupported'
}

/**
 * Statements that claim something and have no citation: these are marked in the reply.
 * @param {readonly Statement[]} statements
 * @param {readonly Citation[]} citations
 */
export const doubtfulStatements = (statements, citations) =>
  statements.filter(
    (statement) =>
      statement.checkable &&
      statement.start < statement.end &&
      !citations.some(({ start, end }) => start < statement.end && statement.start < end),
  )

/**
 * The number shown at each citation: in order of appearance, the same quote under the same number.
 * @param {readonly Citation[]} citations
 * @returns {number[]} by index
 */
export const numberCitations = (citations) => {
  /** @type {Map<string, number>} */
  const numbers = new Map()
  const order = citations.map((_, index) => index)
  order.sort((a, b) => (citations[a]?.end ?? 0) - (citations[b]?.end ?? 0))
  for (const index of order) {
    const key = keyOf(citations[index])
    if (!numbers.has(key)) numbers.set(key, numbers.size + 1)
  }
  return citations.map((citation) => numbers.get(keyOf(citation)) ?? 0)
}

/** @param {Citation | undefined} citation */
const keyOf = (citation) =>
  citation ? `${citation.evidenceId} ${citation.quoteStart} ${citation.quoteEnd}` : ''
