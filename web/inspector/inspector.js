/** "Why this reply": what its score is made of, and what it was chosen over. */
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { rulesView } from './rules-view.js'
import { runnersUpView } from './runners-up-view.js'
import { plainText, seconds } from '../ground/labels.js'
import { percent } from '../ground/score-parts.js'
import { scoreView } from './score-view.js'
import { supportOf } from '../conversation/statement-state.js'

/** @import { Reply } from '../../src/spec/reply.ts' */
/** @import { Rule } from '../../src/spec/rule.ts' */
/** @import { TurnState } from '../conversation/turn-state.js' */

/**
 * @typedef {object} InspectorDeps
 * @property {() => readonly Rule[]} rules
 * @property {(turnId: string, chosen: string, rejected: string) => Promise<unknown>} compare
 * @property {() => void} onClose
 */

/**
 * @param {HTMLElement} element
 * @param {InspectorDeps} deps
 */
export const createInspector = (element, { rules, compare, onClose }) => {
  const body = h('div', { class: 'inspector-body' })
  const close = h(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': 'Close', onclick: onClose },
    icon('close'),
  )
  fill(element, h('header', {}, h('h2', {}, 'Why this reply'), close), body)
  /** @type {Reply | undefined} */
  let shown
  return {
    /** @param {TurnState | undefined} turn */
    show: (turn) => {
      if (turn?.reply === shown && shown !== undefined) return
      shown = turn?.reply
      if (shown === undefined) {
        fill(
          body,
          h('p', { class: 'hint' }, 'Scores, rules and runners-up of a reply appear here.'),
        )
        return
      }
      const reply = shown
      fill(
        body,
        verdict(reply),
        scoreView(reply),
        statements(reply),
        rulesView(reply.scorecard, rules()),
        runnersUpView(reply, compare),
        details(reply),
      )
      body.scrollTop = 0
    },
    focus: () => close.focus(),
  }
}

/** @param {Reply} reply */
const verdict = ({ abstained, scorecard, text, candidates = [] }) => {
  if (!abstained) return null
  const said =
    scorecard.blocked.length > 0
      ? 'Every candidate was likely to break a blocking rule, so none is shown.'
      : candidates[0]?.text === text
        ? `The best of ${candidates.length} candidates says itself that nothing was found. Its scores:`
        : `The best of ${candidates.length} candidates was not backed by what was found, so nothing is claimed. Its scores:`
  return h('p', { class: 'verdict' }, said)
}

/**
 * @param {string} title
 * @param {...(Node | string | null)} content
 */
const section = (title, ...content) => h('section', {}, h('h3', {}, title), ...content)

/** @param {Reply} reply */
const statements = ({ text, scorecard, abstained }) => {
  const checked = scorecard.statements.filter(
    ({ checkable, start, end }) => checkable && /[\p{L}\p{N}]/u.test(text.slice(start, end)),
  )
  if (abstained || checked.length === 0) return null
  const rows = checked.map((statement) =>
    h(
      'li',
      { class: supportOf(statement) },
      h(
        'span',
        { class: 'statement-text', dir: 'auto' },
        plainText(text.slice(statement.start, statement.end)),
      ),
      h('span', { class: 'mini-bar', vars: { '--share': statement.support ?? 0 } }),
      h(
        'span',
        { class: 'figure' },
        statement.support === null ? 'unchecked' : percent(statement.support),
      ),
    ),
  )
  return section('Support of each statement', h('ul', { class: 'statements' }, ...rows))
}

/** @param {Reply} reply */
const details = ({ timings, models, seed, turnId }) => {
  const stages = Object.entries(timings).filter(([name]) => name !== 'total')
  const rows = [
    ...stages.map(([name, ms]) => /** @type {const} */ ([name, seconds(ms)])),
    ...Object.values(models).map((id) => /** @type {const} */ (['model', id])),
    /** @type {const} */ (['seed', String(seed)]),
    /** @type {const} */ (['turn', turnId]),
  ]
  const list = h(
    'dl',
    {},
    ...rows.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
  )
  return h(
    'details',
    { class: 'more' },
    h('summary', {}, icon('chevron'), 'Times, models and seed'),
    list,
  )
}
