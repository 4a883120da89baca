/** "Why this reply": one sentence first, then what it was chosen over, and all that lies behind it. */
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { say } from '../ground/say.js'
import { shownReply } from '../conversation/shown-reply.js'
import { candidatesView } from './candidates-view.js'
import { detailsView } from './details-view.js'
import { rulesView } from './rules-view.js'
import { scoreView } from './score-view.js'
import { statementsView } from './statements-view.js'
import { timelineView } from './timeline-view.js'
import { verdictOf } from './verdict.js'

/** @import { Rule } from '../../src/spec/rule.ts' */
/** @import { TurnState } from '../conversation/turn-state.js' */

/**
 * @typedef {object} InspectorDeps
 * @property {() => readonly Rule[]} rules
 * @property {(turn: TurnState, text: string) => Promise<void>} prefer
 * @property {(turn: TurnState) => void} undoSwap
 * @property {(turn: TurnState, text: string) => Promise<void>} keep
 * @property {() => void} onClose
 */

/**
 * @param {HTMLElement} element
 * @param {InspectorDeps} deps
 */
export const createInspector = (element, { rules, prefer, undoSwap, keep, onClose }) => {
  const body = h('div', {
    class: 'inspector-body',
    tabindex: '0',
    role: 'region',
    'aria-label': say('why.title'),
  })
  const title = h('h2', { id: 'inspector-title' }, say('why.title'))
  const of = h('p', { class: 'inspector-of', dir: 'auto' })
  const close = h(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': say('close'), onclick: onClose },
    icon('close'),
  )
  fill(element, h('header', {}, h('div', {}, title, of), close), body)
  /** @type {TurnState | undefined} */
  let shown
  let knownRules = 0

  const draw = () => {
    const reply = shown && shownReply(shown)
    of.textContent = shown?.text ?? ''
    if (shown === undefined || reply === undefined) {
      fill(body, h('p', { class: 'hint' }, say('why.empty')))
      return
    }
    const own = shown
    knownRules = rules().length
    const hadFocus = body.contains(document.activeElement)
    fill(
      body,
      h('p', { class: 'verdict' }, verdictOf(own)),
      candidatesView(own, {
        prefer: (text) => prefer(own, text),
        undo: () => undoSwap(own),
        keep: (text) => keep(own, text),
      }),
      statementsView(reply, own.text),
      rulesView(reply.scorecard, rules()),
      scoreView(reply),
      timelineView(reply),
      detailsView(reply),
    )
    if (hadFocus) body.focus({ preventScroll: true })
  }

  return {
    /** @param {TurnState | undefined} turn */
    show: (turn) => {
      const isOther = turn?.clientTurnId !== shown?.clientTurnId
      if (turn === shown && rules().length === knownRules) return
      shown = turn
      draw()
      if (isOther) body.scrollTop = 0
    },
    /** The turn that it is about, where there is one. */
    turnId: () => shown?.clientTurnId,
    focus: () => close.focus(),
  }
}
