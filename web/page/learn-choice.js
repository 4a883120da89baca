/** Whether what was said of replies may be learnt from: one choice for a dialogue, which is no until it is a yes. */
import { fill, h } from '../ground/dom.js'
import { say } from '../ground/say.js'

/** @import { TurnState } from '../conversation/turn-state.js' */

/**
 * @param {HTMLElement} element
 * @param {(turn: TurnState, consent: boolean) => Promise<void>} onChosen throws where it was not kept
 */
export const createLearnChoice = (element, onChosen) => {
  const box = h('input', { type: 'checkbox', 'aria-describedby': 'learn-about' })
  /** @type {TurnState | undefined} its last one that is answered */
  let turn
  let isAllowed = false
  const choose = async () => {
    if (turn === undefined) return
    await onChosen(turn, box.checked).catch(() => undefined)
    box.checked = isAllowed
  }
  box.addEventListener('change', () => void choose())
  fill(
    element,
    h('label', {}, box, h('span', {}, say('learn.choice'))),
    h('p', { id: 'learn-about', class: 'hint' }, say('learn.about')),
  )
  return {
    /** @param {readonly TurnState[]} turns */
    update: (turns) => {
      turn = turns.findLast(({ reply, turnId }) => reply && turnId !== undefined)
      isAllowed = turns.findLast(({ consent }) => consent !== undefined)?.consent === true
      box.checked = isAllowed
      // There is nothing to choose where nothing was said.
      const isAsked = turns.some(({ given = [] }) => given.length > 0)
      element.hidden = turn === undefined || !(isAsked || isAllowed)
    },
  }
}
