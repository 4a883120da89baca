/** The candidates of a turn as lanes that fill while they are written, and then get their score. */
import { fill, h } from './dom.js'
import { decimal } from './score-parts.js'

/** @import { Lane, TurnState } from './turn-state.js' */

// What the service samples unless it is told otherwise: as many lanes wait for their candidate.
export const EXPECTED = 8

/** @param {number} index */
const letterOf = (index) => String.fromCodePoint(65 + index)

/** @param {TurnState} turn */
export const lanesView = (turn) => {
  const best = bestScore(turn)
  const scored = turn.lanes.some(({ scorecard }) => scorecard !== undefined)
  const count = scored ? 0 : Math.max(EXPECTED, ...turn.lanes.map(({ index }) => index + 1))
  const waiting = Array.from({ length: count }, (_, index) => index)
    .filter((index) => turn.lanes.every((lane) => lane.index !== index))
    .map((index) => ({ index, lane: undefined }))
  const lanes = [...turn.lanes.map((lane) => ({ index: lane.index, lane })), ...waiting]
  lanes.sort((a, b) => a.index - b.index)
  const list = h('ol', { class: 'lanes' })
  fill(list, ...lanes.map(({ index, lane }) => laneItem(index, lane, best)))
  return list
}

/**
 * @param {number} index
 * @param {Lane | undefined} lane
 * @param {{ index: number, score: number } | undefined} best
 */
const laneItem = (index, lane, best) => {
  const card = lane?.scorecard
  const isBlocked = (card?.blocked.length ?? 0) > 0
  const isBest = best?.index === index
  const state = !lane ? 'waiting' : !card ? 'written' : isBlocked ? 'blocked' : 'scored'
  const share = card && best ? Math.max(0.02, card.score / best.score) : lane ? 1 : 0
  const written = lane?.withEvidence ? 'with evidence' : 'from memory'
  const said = !lane
    ? 'is being written'
    : `${written}${card ? `, score ${decimal(card.score)}` : ''}${isBlocked ? ', blocked' : ''}${isBest ? ', best' : ''}`
  return h(
    'li',
    {
      class: `lane ${state}${isBest ? ' best' : ''}`,
      title: `Candidate ${letterOf(index)}: ${said}`,
    },
    h('span', { class: 'lane-name', 'aria-hidden': 'true' }, letterOf(index)),
    h(
      'span',
      { class: 'lane-track', 'aria-hidden': 'true' },
      h('span', { class: 'lane-fill', vars: { '--share': isBlocked ? 1 : share } }),
      lane ? h('span', { class: 'lane-kind' }, written) : null,
    ),
    h('span', { class: 'lane-score', 'aria-hidden': 'true' }, laneScore(card, isBlocked)),
    h('span', { class: 'hidden-text' }, `Candidate ${letterOf(index)} ${said}`),
  )
}

/**
 * @param {Lane['scorecard']} card
 * @param {boolean} isBlocked
 */
const laneScore = (card, isBlocked) => (card ? (isBlocked ? 'blocked' : decimal(card.score)) : '')

/**
 * The lane that is shown: the best of those that break no blocking rule.
 * @param {TurnState} turn
 */
const bestScore = ({ lanes }) => {
  const open = lanes.flatMap(({ index, scorecard }) =>
    scorecard && scorecard.blocked.length === 0 ? { index, score: scorecard.score } : [],
  )
  return open.sort((a, b) => b.score - a.score)[0]
}
