/** The turns in the widget: question, what is going on, the reply and its quotes. */
import { fill, h } from '../ground/dom.js'
import { describeError } from '../ground/error-text.js'
import { isOver } from '../conversation/turn-state.js'
import { kindBadge } from '../turn/kind-badge.js'
import { passagesView } from '../turn/passages-view.js'
import { createReplyView } from '../turn/reply-view.js'
import { sourcesView } from '../turn/sources-view.js'
import { statusOf } from '../turn/steps-view.js'

/** @import { TurnState } from '../conversation/turn-state.js' */
/** @import { MarkerActions } from '../turn/markers.js' */

/**
 * @param {HTMLElement} element
 * @param {MarkerActions} markers
 */
export const createWidgetTurn = (element, markers) => {
  /** @type {Map<string, ReturnType<typeof createTurn>>} */
  const views = new Map()
  return {
    /** @param {readonly TurnState[]} turns */
    update: (turns) => {
      for (const turn of turns) {
        const view = views.get(turn.clientTurnId) ?? createTurn(markers)
        if (!views.has(turn.clientTurnId)) element.append(view.element)
        views.set(turn.clientTurnId, view)
        view.update(turn)
      }
      element.scrollTop = element.scrollHeight
    },
  }
}

/** @param {MarkerActions} markers */
const createTurn = (markers) => {
  const question = h('div', { class: 'question', dir: 'auto' })
  const status = h('p', { class: 'steps-status' })
  const badge = h('div', {})
  const reply = createReplyView(markers)
  const below = h('div', {})
  return {
    element: h('article', { class: 'turn' }, question, status, badge, reply.element, below),
    /** @param {TurnState} turn */
    update: (turn) => {
      question.textContent = turn.text
      status.hidden = isOver(turn) ? turn.error === undefined : turn.phase === 'replying'
      status.textContent = turn.error ? describeError(turn.error).title : statusOf(turn)
      reply.update(turn)
      if (turn.reply === undefined) return
      fill(badge, kindBadge(turn.reply, turn.text))
      fill(
        below,
        ...(turn.reply.kind === 'passages'
          ? passagesView(turn.reply)
          : [sourcesView(turn.reply, turn.text, markers.onCitation)]),
      )
    },
  }
}
