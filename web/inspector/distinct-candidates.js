/** The candidates of a reply, those that say the same as one. */

/** @import { Reply } from '../../src/spec/reply.ts' */
/** @typedef {NonNullable<Reply['candidates']>[number]} Candidate */
/** @typedef {Candidate & { readonly times: number }} Distinct */

/**
 * Best first, as the service ordered them.
 * @param {Pick<Reply, 'candidates'>} reply
 * @returns {Distinct[]}
 */
export const distinctCandidates = ({ candidates = [] }) => {
  /** @type {Map<string, Distinct>} */
  const byText = new Map()
  for (const candidate of candidates) {
    const key = candidate.text.trim().replaceAll(/\s+/g, ' ')
    const known = byText.get(key)
    byText.set(key, known ? { ...known, times: known.times + 1 } : { ...candidate, times: 1 })
  }
  return [...byText.values()]
}
