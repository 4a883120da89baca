/** The candidates of a turn as lanes that fill while they are written, and then get their score. */
import { fill, h } from '../ground/dom.js'
import { decimal } from '../ground/score-parts.js'
import { say } from '../ground/say.js'

/** @import { Lane, TurnState } from '../conversation/turn-state.js' */

// What the service samples unless it is told otherwise: as many lanes wait for their candidate.
export const EXPECTED = 8

export const createLanesView = () => {
  const element = h('ol', { class: 'lanes' })
  /** @type {ReturnType<typeof createLane>[]} */
  const lanes = []
  return {
    element,
    /** @param {TurnState} turn */
    update: (turn) => {
      const isScored = turn.lanes.some(({ scorecard }) => scorecard !== undefined)
      const last = Math.max(-1, ...turn.lanes.map(({ index }) => index))
      const count = isScored ? last + 1 : Math.max(EXPECTED, last + 1)
      while (lanes.length < count) lanes.push(createLane(lanes.length))
      const best = bestScore(turn)
      for (const [index, lane] of lanes.entries()) {
        const candidate = turn.lanes.find((one) => one.index === index)
        lane.update(candidate, best)
        lane.element.hidden = candidate === undefined && (isScored || index >= count)
      }
      const rows = Math.ceil(lanes.filter((lane) => !lane.element.hidden).length / 2)
      element.style.setProperty('--rows', String(rows))
      if (element.childElementCount !== lanes.length)
        fill(element, ...lanes.map((lane) => lane.element))
    },
  }
}

/** @param {number} index */
const createLane = (index) => {
  const letter = String.fromCodePoint(65 + index)
  const bar = h('span', { class: 'lane-fill' })
  const kind = h('span', { class: 'lane-kind' })
  const score = h('span', { class: 'lane-score', 'aria-hidden': 'true' })
  const said = h('span', { class: 'hidden-text' })
  const name = h('span', { class: 'lane-name', 'aria-hidden': 'true' }, letter)
  const track = h('span', { class: 'lane-track', 'aria-hidden': 'true' }, bar, kind)
  const element = h('li', {}, name, track, score, said)
  return {
    element,
    /**
     * @param {Lane | undefined} lane
     * @param {{ index: number, score: number } | undefined} best
     */
    update: (lane, best) => {
      const card = lane?.scorecard
      const state = stateOf(lane)
      const isBest = best?.index === index
      element.className = `lane ${state}${isBest ? ' best' : ''}`
      kind.textContent = !lane
        ? ''
        : say(lane.withEvidence ? 'candidate.evidence' : 'candidate.memory')
      score.textContent = !card
        ? ''
        : state === 'blocked'
          ? say('candidate.blocked')
          : decimal(card.score)
      const share = card && best && state !== 'blocked' ? card.score / best.score : 1
      bar.style.setProperty('--share', String(Math.max(0.02, share)))
      const words = [
        state === 'waiting' ? say('candidate.waiting') : kind.textContent,
        score.textContent,
        isBest && say('candidate.best'),
      ]
      said.textContent = `${say('candidate', { letter })}: ${words.filter(Boolean).join(', ')}`
      element.title = said.textContent
    },
  }
}

/** @param {Lane | undefined} lane */
const stateOf = (lane) => {
  if (lane === undefined) return 'waiting'
  if (lane.scorecard === undefined) return 'written'
  return lane.scorecard.blocked.length > 0 ? 'blocked' : 'scored'
}

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
