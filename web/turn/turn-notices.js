/** What has to be said of a turn beside its reply: that it failed, was cut, or shows another candidate. */
import { h } from '../ground/dom.js'
import { describeError } from '../ground/error-text.js'
import { icon } from '../ground/icons.js'
import { say } from '../ground/say.js'

/** @import { TurnActions } from './turn-view.js' */
/** @import { TurnState } from '../conversation/turn-state.js' */

/** @param {TurnState} turn */
export const droppedNotice = ({ reply }) => {
  const { turns = 0, characters = 0 } = reply?.dropped ?? {}
  if (turns + characters === 0) return null
  const what = [
    turns > 0 && say('dropped.turns', { count: turns }),
    characters > 0 && say('dropped.characters', { count: characters }),
  ]
  return h(
    'p',
    { class: 'notice' },
    icon('alert'),
    say('dropped', { what: what.filter(Boolean).join(say('and')) }),
  )
}

/**
 * @param {TurnState} turn
 * @param {TurnActions} actions
 */
export const swappedNotice = (turn, { onUndoSwap }) => {
  if (turn.instead === undefined) return null
  return h(
    'p',
    { class: 'notice swapped' },
    icon('swap'),
    h('span', {}, say('swapped')),
    h('button', { type: 'button', class: 'link', onclick: () => onUndoSwap(turn) }, say('undo')),
  )
}

/**
 * @param {TurnState} turn
 * @param {TurnActions} actions
 */
export const errorNotice = (turn, { onAskInstead, onNewDialogue, onEnterKey }) => {
  if (turn.error === undefined) return null
  const { title, remedy, action } = describeError(turn.error)
  const { retryAfter } = turn.error
  const isWaiting = retryAfter !== undefined
  const button = {
    'ask-again': () => act('refresh', say('turn.askAgain'), () => onAskInstead(turn, turn.text)),
    'new-dialogue': () => act('plus', say('dialogue.new'), onNewDialogue),
    'enter-key': () => act('pencil', say('key.enter'), onEnterKey),
    none: () => null,
  }[action]
  return h(
    'div',
    { class: isWaiting ? 'notice' : 'notice error', role: 'alert' },
    icon('alert'),
    h(
      'div',
      {},
      h('strong', {}, title),
      ' ',
      isWaiting ? say('turn.askingIn', { count: retryAfter }) : remedy,
    ),
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
