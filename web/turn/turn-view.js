/** One turn: the question, the steps, the reply, and what can be done with it. */
import { copyText } from '../ground/copy-text.js'
import { fill, h } from '../ground/dom.js'
import { describeError } from '../ground/error-text.js'
import { createFeedbackView } from './feedback-view.js'
import { icon } from '../ground/icons.js'
import { counted } from '../ground/labels.js'
import { createReplyView } from './reply-view.js'
import { sourcesView } from './sources-view.js'
import { createStepsView } from './steps-view.js'

/** @import { FeedbackDeps } from './feedback-view.js' */
/** @import { MarkerActions } from './markers.js' */
/** @import { TurnState } from '../conversation/turn-state.js' */

/**
 * @typedef {object} TurnActions
 * @property {MarkerActions} markers
 * @property {FeedbackDeps} feedback
 * @property {(turn: TurnState) => void} onWhy
 * @property {(turn: TurnState) => void} onAskAgain
 * @property {() => void} onNewDialogue
 * @property {() => void} onEnterKey
 */

/** @param {TurnActions} actions */
export const createTurnView = (actions) => {
  const question = h('div', { class: 'question', dir: 'auto' })
  const steps = createStepsView()
  const notice = h('div', {})
  const banner = h('div', {})
  const reply = createReplyView(actions.markers)
  const sources = h('div', {})
  const feedback = createFeedbackView(actions.feedback)
  const bar = h('div', { class: 'reply-bar', role: 'group', 'aria-label': 'This reply' })
  const answer = h(
    'div',
    { class: 'answer' },
    steps.element,
    notice,
    banner,
    reply.element,
    sources,
    bar,
    feedback.panel,
  )
  const element = h('article', { class: 'turn' }, question, answer)
  /** @type {TurnState | undefined} */
  let seen

  const copy = h(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': 'Copy the reply', title: 'Copy the reply' },
    icon('copy'),
  )
  copy.addEventListener('click', () => {
    void copyText(seen?.replyText ?? '').then((isCopied) => {
      fill(copy, icon(isCopied ? 'check' : 'alert'))
      copy.title = isCopied ? 'Copied' : 'The browser does not let the page copy'
      setTimeout(() => {
        fill(copy, icon('copy'))
        copy.title = 'Copy the reply'
      }, 1_500)
    })
  })
  const why = h(
    'button',
    { type: 'button', class: 'why', onclick: () => seen && actions.onWhy(seen) },
    icon('scales'),
    'Why this reply',
  )

  return {
    element,
    /** @param {TurnState} turn */
    update: (turn) => {
      if (turn === seen) return
      const isNewlyOver = turn.reply !== undefined && seen?.reply === undefined
      seen = turn
      question.textContent = turn.text
      steps.update(turn)
      reply.update(turn)
      feedback.update(turn)
      element.classList.toggle('abstained', turn.reply?.abstained === true)
      fill(notice, errorNotice(turn, actions), droppedNotice(turn))
      fill(banner, turn.reply?.abstained ? abstention() : null)
      bar.hidden = turn.reply === undefined
      if (!isNewlyOver) return
      fill(sources, sourcesView(turn, actions.markers.onCitation))
      fill(bar, why, h('span', { class: 'spring' }), copy, ...feedback.buttons)
    },
  }
}

/** Of a reply that finds nothing, and of one that declines or consoles in its own words: neither rests on a source. */
const abstention = () =>
  h('p', { class: 'abstention' }, icon('scales'), 'Not an answer from a source')

/** @param {TurnState} turn */
const droppedNotice = ({ reply }) => {
  const { turns = 0, characters = 0 } = reply?.dropped ?? {}
  if (turns + characters === 0) return null
  const what = [
    turns > 0 && `the oldest ${counted(turns, 'turn')}`,
    characters > 0 && counted(characters, 'character'),
  ]
  return h(
    'p',
    { class: 'notice' },
    icon('alert'),
    `Too long to be read as a whole: ${what.filter(Boolean).join(' and ')} left out.`,
  )
}

/**
 * @param {TurnState} turn
 * @param {TurnActions} actions
 */
const errorNotice = (turn, { onAskAgain, onNewDialogue, onEnterKey }) => {
  if (turn.error === undefined) return null
  const { title, remedy, action } = describeError(turn.error)
  const isWaiting = turn.error.retryAfter !== undefined
  const again = isWaiting
    ? `Asking again in ${counted(turn.error.retryAfter ?? 0, 'second')}.`
    : remedy
  const button = {
    'ask-again': () => act('refresh', 'Ask again', () => onAskAgain(turn)),
    'new-dialogue': () => act('plus', 'New dialogue', onNewDialogue),
    'enter-key': () => act('pencil', 'Enter the key', onEnterKey),
    none: () => null,
  }[action]
  return h(
    'div',
    { class: isWaiting ? 'notice' : 'notice error', role: 'alert' },
    icon('alert'),
    h('div', {}, h('strong', {}, title), ' ', again),
    isWaiting ? null : button(),
  )
}

/**
 * @param {Parameters<typeof icon>[0]} name
 * @param {string} label
 * @param {() => void} onclick
 */
const act = (name, label, onclick) =>
  h('button', { type: 'button', class: 'small', onclick }, icon(name), label)
