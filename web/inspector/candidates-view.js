/** What a reply was chosen from: each candidate once, what it lost by, and the way to say which of two is better. */
import { h } from '../ground/dom.js'
import { say } from '../ground/say.js'
import { saidWorse } from '../conversation/give-feedback.js'
import { decimal, whyLost } from '../ground/score-parts.js'
import { distinctCandidates } from './distinct-candidates.js'

/** @import { TurnState } from '../conversation/turn-state.js' */
/** @import { Distinct } from './distinct-candidates.js' */

/**
 * @typedef {object} Choices
 * @property {(text: string) => Promise<void>} prefer a candidate to the reply
 * @property {() => void} undo
 * @property {(text: string) => Promise<void>} keep the reply rather than a candidate, or take that back
 */

/**
 * @param {TurnState} turn
 * @param {Choices} actions
 */
export const candidatesView = (turn, actions) => {
  const { reply, instead } = turn
  if (reply === undefined) return null
  const all = distinctCandidates(reply)
  const winner = all.find(({ text }) => text === reply.text) ?? all[0]
  if (winner === undefined || all.length < 2) return null
  const cards = all.map(({ scorecard }) => scorecard)
  const rows = all.map((one) => {
    const isShown = one.text === (instead ?? reply.text)
    const why =
      one.text === instead
        ? say('candidate.chosenByYou')
        : one.text === reply.text
          ? say(instead === undefined ? 'candidate.chosen' : 'candidate.chosenByService')
          : one === winner
            ? say('candidate.notSure')
            : whyLost(one.scorecard, winner.scorecard, cards)
    const isWorse = saidWorse(turn, one.text) !== undefined
    return row(one, { why, isShown, isPreferred: instead === one.text, isWorse }, actions)
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
 * @param {{ why: string, isShown: boolean, isPreferred: boolean, isWorse: boolean }} how
 * @param {Choices} actions
 */
const row = ({ text, scorecard, evidenceIds, times }, how, { prefer, undo, keep }) => {
  const kind = say(evidenceIds.length > 0 ? 'candidate.evidence' : 'candidate.memory')
  const canBeChosen = !how.isShown && !how.isPreferred && scorecard.blocked.length === 0
  return h(
    'li',
    { class: how.isShown ? 'shown' : '', 'aria-current': how.isShown ? 'true' : undefined },
    h(
      'div',
      { class: 'runner-head' },
      h('span', { class: 'runner-score' }, decimal(scorecard.score)),
      h('span', { class: 'runner-why' }, how.why),
      h(
        'span',
        { class: 'runner-kind' },
        times > 1 ? `${kind} · ${say('candidate.times', { count: times })}` : kind,
      ),
    ),
    h('details', { class: 'runner-text' }, h('summary', { dir: 'auto' }, text)),
    h(
      'div',
      { class: 'runner-choices' },
      how.isPreferred
        ? h('button', { type: 'button', class: 'link', onclick: undo }, say('undo'))
        : canBeChosen && choice(say('candidate.better'), () => prefer(text)),
      how.isWorse && h('span', { class: 'runner-why' }, say('candidate.isWorse')),
      (how.isWorse || canBeChosen) &&
        choice(say(how.isWorse ? 'undo' : 'candidate.worse'), () => keep(text)),
    ),
  )
}

/**
 * @param {string} label
 * @param {() => Promise<void>} choose
 */
const choice = (label, choose) => {
  const button = h('button', { type: 'button', class: 'link' }, label)
  const act = async () => {
    button.disabled = true
    await choose()
    button.disabled = false
  }
  button.addEventListener('click', () => void act())
  return button
}
