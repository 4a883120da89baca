/** A score as the product that it is. */
import { h } from '../ground/dom.js'
import { say } from '../ground/say.js'
import { decimal, percent, scoreParts } from '../ground/score-parts.js'

/** @import { Reply } from '../../src/spec/reply.ts' */

/** @param {Reply} reply */
export const scoreView = ({ scorecard, candidates = [] }) => {
  const all = candidates.length > 0 ? candidates.map((one) => one.scorecard) : [scorecard]
  const { preference, kept, support } = scoreParts(scorecard, all)
  const isBlocked = scorecard.blocked.length > 0
  const last = scorecard.answers === undefined ? 'support' : 'answers'
  const parts = [
    part(say('score.preferred'), preference, say('score.preferredLong')),
    h('span', { class: 'times' }, '×'),
    part(say('score.rules'), kept, say('score.rulesLong')),
    ...(support === null
      ? []
      : [
          h('span', { class: 'times' }, '×'),
          part(say(`score.${last}`), support, say(`score.${last}Long`)),
        ]),
  ]
  return h(
    'section',
    {},
    h('h3', {}, say('score.title')),
    h(
      'div',
      { class: 'equation' },
      h('span', { class: 'total' }, decimal(scorecard.score)),
      h('span', { class: 'times' }, '='),
      ...(isBlocked ? [h('span', {}, say('score.blocked'))] : parts),
    ),
  )
}

/**
 * @param {string} name
 * @param {number} value
 * @param {string} title
 */
const part = (name, value, title) =>
  h(
    'span',
    { class: 'part', title },
    h('span', { class: 'part-value' }, percent(value)),
    h('span', { class: 'mini-bar', vars: { '--share': value } }),
    h('span', { class: 'part-name' }, name),
  )
