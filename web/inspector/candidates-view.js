/** What a reply was chosen from: each candidate once, what it lost by, and the way to show it instead. */
import { h } from '../ground/dom.js'
import { say } from '../ground/say.js'
import { decimal, whyLost } from '../ground/score-parts.js'
import { distinctCandidates } from './distinct-candidates.js'

/** @import { TurnState } from '../conversation/turn-state.js' */
/** @import { Distinct } from './distinct-candidates.js' */

/**
 * @param {TurnState} turn
 * @param {{ prefer: (text: string) => Promise<void>, undo: () => void }} actions
 */
export const candidatesView = ({ reply, instead }, actions) => {
  if (reply === undefined) return null
  const all = distinctCandidates(reply)
  const winner = all.find(({ text }) => text === reply.text) ?? all[0]
  if (winner === undefined || all.length < 2) return null
  const cards = all.map(({ scorecard }) => scorecard)
  const rows = all.map((one) => {
    const isShown = one.text === (instead ?? reply.text)
    const why =
      one.text === reply.text
        ? say('candidate.chosen')
        : one === winner
          ? say('candidate.notSure')
          : whyLost(one.scorecard, winner.scorecard, cards)
    return row(one, why, isShown, instead === one.text, actions)
  })
  return h(
    'section',
    {},
    h('h3', {}, say('candidates.title')),
    h('ol', { class: 'runners-up' }, ...rows),
  )
}

/**
 * @param {Distinct} candidate
 * @param {string} why
 * @param {boolean} isShown
 * @param {boolean} isPreferred
 * @param {{ prefer: (text: string) => Promise<void>, undo: () => void }} actions
 */
const row = (
  { text, scorecard, evidenceIds, times },
  why,
  isShown,
  isPreferred,
  { prefer, undo },
) => {
  const button = h('button', { type: 'button', class: 'link' }, say('candidate.better'))
  const choose = async () => {
    button.disabled = true
    await prefer(text)
    button.disabled = false
  }
  button.addEventListener('click', () => void choose())
  const kind = say(evidenceIds.length > 0 ? 'candidate.evidence' : 'candidate.memory')
  return h(
    'li',
    { class: isShown ? 'shown' : '', 'aria-current': isShown ? 'true' : undefined },
    h(
      'div',
      { class: 'runner-head' },
      h('span', { class: 'runner-score' }, decimal(scorecard.score)),
      h('span', { class: 'runner-why' }, why),
      h(
        'span',
        { class: 'runner-kind' },
        times > 1 ? `${kind} · ${say('candidate.times', { count: times })}` : kind,
      ),
    ),
    h('details', { class: 'runner-text' }, h('summary', { dir: 'auto' }, text)),
    isPreferred
      ? h('button', { type: 'button', class: 'link', onclick: undo }, say('undo'))
      : isShown || scorecard.blocked.length > 0
        ? null
        : button,
  )
}
