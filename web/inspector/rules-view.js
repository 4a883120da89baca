/** P(kept) of each rule, with its whole text, the most doubtful first. */
import { h } from '../ground/dom.js'
import { say } from '../ground/say.js'
import { percent, rulesByDoubt } from '../ground/score-parts.js'

/** @import { Rule } from '../../src/spec/rule.ts' */
/** @import { Scorecard } from '../../src/spec/scorecard.ts' */

const SHOWN = 5

/**
 * @param {Scorecard} scorecard
 * @param {readonly Rule[]} rules
 */
export const rulesView = (scorecard, rules) => {
  const rows = rulesByDoubt(scorecard, rules).map(ruleRow)
  if (rows.length === 0) return null
  const rest = rows.slice(SHOWN)
  const list = h('ul', { class: 'rules', tabindex: '-1' }, ...rows.slice(0, SHOWN))
  const more = h(
    'button',
    { type: 'button', class: 'link' },
    say('rules.all', { count: rows.length }),
  )
  more.addEventListener('click', () => {
    list.append(...rest)
    list.focus()
    more.remove()
  })
  return h('section', {}, h('h3', {}, say('rules.doubt')), list, rest.length > 0 ? more : null)
}

/** @param {ReturnType<typeof rulesByDoubt>[number]} rule */
const ruleRow = ({ kept, text, action, threshold, isBlocked }) => {
  const isLow = action !== 'score' && kept < threshold
  const below = { threshold: percent(threshold) }
  const does =
    action === 'block'
      ? say('rule.blocks', below)
      : action === 'warn'
        ? say('rule.warns', below)
        : say('rule.scores')
  return h(
    'li',
    { class: isBlocked ? 'blocked' : isLow ? 'warned' : '' },
    h('span', { class: 'rule-text', dir: 'auto' }, text),
    h(
      'span',
      { class: 'bar', vars: { '--share': kept, '--threshold': threshold } },
      action === 'score' ? null : h('span', { class: 'tick' }),
    ),
    h('span', { class: 'figure' }, percent(kept)),
    h('span', { class: 'rule-does' }, does),
  )
}
