/** The candidates that were not shown: their texts, and why they lost. */
import { h } from '../ground/dom.js'
import { decimal, whyLost } from '../ground/score-parts.js'

/** @import { Reply } from '../../src/spec/reply.ts' */

/** @typedef {NonNullable<Reply['candidates']>[number]} Candidate */

/**
 * @param {Reply} reply
 * @param {(turnId: string, chosen: string, rejected: string) => Promise<unknown>} compare
 */
export const runnersUpView = ({ candidates = [], abstained, text, turnId }, compare) => {
  const winner = candidates[0]
  const isShown = !abstained || winner?.text === text
  const losers = isShown ? candidates.slice(1) : candidates
  if (winner === undefined || losers.length === 0) return null
  const all = candidates.map(({ scorecard }) => scorecard)
  const prefer = (/** @type {string} */ better) => compare(turnId, better, text)
  const rows = losers.map((one) => {
    const why =
      one === winner
        ? 'The best, but not backed well enough'
        : whyLost(one.scorecard, winner.scorecard, all)
    return runnerUp(one, why, one.text === text ? undefined : prefer)
  })
  const title = isShown ? 'Runners-up, and why they lost' : 'Candidates that were not shown'
  return h('section', {}, h('h3', {}, title), h('ol', { class: 'runners-up' }, ...rows))
}

/**
 * @param {Candidate} candidate
 * @param {string} why
 * @param {((better: string) => Promise<unknown>) | undefined} prefer
 */
const runnerUp = ({ text, scorecard, evidenceIds }, why, prefer) => {
  const button = h('button', { type: 'button', class: 'link' }, 'This one is better')
  button.addEventListener('click', () => {
    button.disabled = true
    void prefer?.(text).then(
      () => (button.textContent = 'Noted as better'),
      () => {
        button.textContent = 'Not kept; try again'
        button.disabled = false
      },
    )
  })
  return h(
    'li',
    {},
    h(
      'div',
      { class: 'runner-head' },
      h('span', { class: 'runner-score' }, decimal(scorecard.score)),
      h('span', { class: 'runner-why' }, why),
      h('span', { class: 'runner-kind' }, evidenceIds.length > 0 ? 'with evidence' : 'from memory'),
    ),
    h('details', { class: 'runner-text' }, h('summary', { dir: 'auto' }, text)),
    prefer ? button : null,
  )
}
