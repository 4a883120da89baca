/** How far each statement of a reply is backed. */
import { h } from '../ground/dom.js'
import { plainText } from '../ground/labels.js'
import { say } from '../ground/say.js'
import { percent } from '../ground/score-parts.js'
import { differingCitations } from '../conversation/compare-claims.js'
import { supportOf } from '../conversation/statement-state.js'

/** @import { Reply } from '../../src/spec/reply.ts' */

/**
 * @param {Reply} reply
 * @param {string} question
 */
export const statementsView = (reply, question) => {
  const { text, scorecard, abstained } = reply
  const differing = differingCitations(reply, question)
  const checked = scorecard.statements.filter(
    ({ checkable, start, end }) => checkable && /[\p{L}\p{N}]/u.test(text.slice(start, end)),
  )
  if (abstained || checked.length === 0) return null
  const rows = checked.map((statement) => {
    const differs = differing.some(
      ({ start, end }) => start < statement.end && statement.start < end,
    )
    return h(
      'li',
      { class: differs ? 'differing' : supportOf(statement) },
      h(
        'span',
        { class: 'statement-text', dir: 'auto' },
        plainText(text.slice(statement.start, statement.end)),
      ),
      differs ? h('span', { class: 'statement-note' }, say('quote.differs')) : null,
      h('span', { class: 'mini-bar', vars: { '--share': statement.support ?? 0 } }),
      h(
        'span',
        { class: 'figure' },
        statement.support === null ? say('statement.unchecked') : percent(statement.support),
      ),
    )
  })
  return h(
    'section',
    {},
    h('h3', {}, say('statements.title')),
    h('ul', { class: 'statements' }, ...rows),
  )
}
