/** What can be done with a reply. */
import { copyText } from '../ground/copy-text.js'
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { say } from '../ground/say.js'
import { shownReply } from '../conversation/shown-reply.js'

/** @import { TurnState } from '../conversation/turn-state.js' */

/** @param {{ onWhy: (turn: TurnState) => void, onAskInstead: (turn: TurnState, text: string) => void }} actions */
export const createReplyBar = ({ onWhy, onAskInstead }) => {
  const element = h('div', { class: 'reply-bar', role: 'group', 'aria-label': say('reply.bar') })
  element.hidden = true
  /** @type {TurnState | undefined} */
  let turn

  const copyReply = async () => {
    const isCopied = await copyText((turn && shownReply(turn)?.text) ?? '')
    fill(copy, icon(isCopied ? 'check' : 'alert'))
    copy.title = say(isCopied ? 'copy.done' : 'copy.refused')
    setTimeout(() => {
      fill(copy, icon('copy'))
      copy.title = say('reply.copy')
    }, 1_500)
  }
  const copy = button(say('reply.copy'), 'copy', () => void copyReply())
  const again = button(say('reply.again'), 'refresh', () => turn && onAskInstead(turn, turn.text))
  const why = h(
    'button',
    { type: 'button', class: 'why', onclick: () => turn && onWhy(turn) },
    icon('scales'),
    say('reply.why'),
  )

  return {
    element,
    focus: () => why.focus(),
    /**
     * @param {TurnState} next
     * @param {HTMLElement[]} others
     */
    update: (next, others) => {
      turn = next
      if (next.reply === undefined || !element.hidden) return
      element.hidden = false
      fill(element, why, h('span', { class: 'spring' }), copy, again, ...others)
    },
  }
}

/**
 * @param {string} label
 * @param {Parameters<typeof icon>[0]} name
 * @param {() => void} onclick
 */
const button = (label, name, onclick) =>
  h(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': label, title: label, onclick },
    icon(name),
  )
