/** P(kept) of each rule as a bar, the most doubtful first. */
import { h } from '../ground/dom.js'
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
  const list = h('ul', { class: 'rules' }, ...rows.slice(0, SHOWN))
  const more = h('button', { type: 'button', class: 'link' }, `Show all ${rows.length} rules`)
  more.addEventListener('click', () => {
    list.append(...rest)
    more.remove()
  })
  return h(
    'section',
    {},
    h('h3', {}, 'Rules, most doubtful first'),
    list,
    rest.length > 0 ? more : null,
  )
}

/** @param {ReturnType<typeof rulesByDoubt>[number]} rule */
const ruleRow = ({ id, kept, text, action, threshold, isBlocked }) => {
  const isLow = action !== 'score' && kept < threshold
  const title = `${text}${action === 'score' ? '' : ` (${action === 'block' ? 'blocks' : 'warns'} below ${percent(threshold)})`}`
  return h(
    'li',
    { class: isBlocked ? 'blocked' : isLow ? 'warned' : '', title },
    h('span', { class: 'rule-name' }, id.replaceAll('-', ' ')),
    h(
      'span',
      { class: 'bar', vars: { '--share': kept, '--threshold': threshold } },
      action === 'score' ? null : h('span', { class: 'tick' }),
    ),
    h('span', { class: 'figure' }, percent(kept)),
  )
}
