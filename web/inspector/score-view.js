/** A score as the product that it is. */
import { h } from '../ground/dom.js'
import { decimal, percent, scoreParts } from '../ground/score-parts.js'

/** @import { Reply } from '../../src/spec/reply.ts' */

/** @param {Reply} reply */
export const scoreView = ({ scorecard, candidates = [] }) => {
  const all = candidates.length > 0 ? candidates.map((one) => one.scorecard) : [scorecard]
  const { preference, kept, support } = scoreParts(scorecard, all)
  const isBlocked = scorecard.blocked.length > 0
  const parts = [
    part('preferred', preference, 'How well it is liked, next to the other candidates'),
    h('span', { class: 'times' }, '×'),
    part('rules', kept, 'The geometric mean of P(kept) over all rules'),
    ...(support === null
      ? []
      : [
          h('span', { class: 'times' }, '×'),
          part(
            'support',
            support,
            'The least support of its statements, since the question asks for facts',
          ),
        ]),
  ]
  return h(
    'section',
    {},
    h('h3', {}, 'Score'),
    h(
      'div',
      { class: 'equation' },
      h('span', { class: 'total' }, decimal(scorecard.score)),
      h('span', { class: 'times' }, '='),
      ...(isBlocked
        ? [h('span', {}, 'safety alone, since a blocking rule is likely broken')]
        : parts),
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
