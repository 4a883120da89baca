/** One turn: the question, the steps, the reply, and what can be done with it. */
import { fill, h } from '../ground/dom.js'
import { say } from '../ground/say.js'
import { shownReply } from '../conversation/shown-reply.js'
import { isOver } from '../conversation/turn-state.js'
import { createFeedbackView } from './feedback-view.js'
import { kindBadge } from './kind-badge.js'
import { passagesView } from './passages-view.js'
import { createQuestionView } from './question-view.js'
import { createReplyBar } from './reply-bar.js'
import { createReplyView } from './reply-view.js'
import { searchedView } from './searched-view.js'
import { sourcesView } from './sources-view.js'
import { createStepsView } from './steps-view.js'
import { droppedNotice, errorNotice, swappedNotice } from './turn-notices.js'

/** @import { FeedbackDeps } from './feedback-view.js' */
/** @import { MarkerActions } from './markers.js' */
/** @import { OnPage } from './passages-view.js' */
/** @import { TurnState } from '../conversation/turn-state.js' */

/**
 * @typedef {object} TurnActions
 * @property {MarkerActions} markers
 * @property {FeedbackDeps} feedback
 * @property {OnPage} onPage
 * @property {(turn: TurnState) => void} onWhy
 * @property {(turn: TurnState, text: string) => void} onAskInstead
 * @property {(turn: TurnState) => void} onUndoSwap
 * @property {() => void} onNewDialogue
 * @property {() => void} onEnterKey
 */

// Of a question that is the heading of its turn.
const MAX_HEADING = 80

/** @param {TurnActions} actions */
export const createTurnView = (actions) => {
  const heading = h('h2', { class: 'hidden-text' })
  const question = createQuestionView(actions)
  const steps = createStepsView()
  const notice = h('div', {})
  const badge = h('div', { class: 'badges' })
  const reply = createReplyView(actions.markers)
  const below = h('div', {})
  const feedback = createFeedbackView(actions.feedback)
  const bar = createReplyBar(actions)
  const answer = h(
    'div',
    { class: 'answer' },
    steps.element,
    notice,
    badge,
    reply.element,
    below,
    bar.element,
    feedback.panel,
  )
  const element = h('article', { class: 'turn' }, heading, question.element, answer)
  /** @type {TurnState | undefined} */
  let seen

  return {
    element,
    /**
     * @param {TurnState} turn
     * @param {number} number
     */
    update: (turn, number) => {
      const title = say('turn.heading', { number, question: turn.text.slice(0, MAX_HEADING) })
      if (heading.textContent !== title) heading.textContent = title
      if (turn === seen) return
      const isNew = turn.reply !== seen?.reply || turn.instead !== seen?.instead
      seen = turn
      element.setAttribute('aria-busy', String(!isOver(turn)))
      question.update(turn)
      steps.update(turn)
      reply.update(turn)
      feedback.update(turn)
      bar.update(turn, feedback.buttons)
      const hadFocus = notice.contains(document.activeElement)
      fill(notice, errorNotice(turn, actions), droppedNotice(turn), swappedNotice(turn, actions))
      if (hadFocus) bar.focus()
      const shown = shownReply(turn)
      if (!isNew || shown === undefined) return
      fill(badge, kindBadge(shown, turn.text))
      const isPassages = shown.kind === 'passages'
      fill(
        below,
        ...(isPassages
          ? passagesView(shown, actions.onPage)
          : [sourcesView(shown, turn.text, actions.markers.onCitation)]),
        searchedView(shown),
      )
    },
  }
}
