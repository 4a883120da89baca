/** One row of the steps: a label, and what there is to say about it, drawn anew only where that has changed. */
import { fill, h } from '../ground/dom.js'

/** @import { Child } from '../ground/dom.js' */
/** @import { TurnState } from '../conversation/turn-state.js' */

/**
 * @param {string} label
 * @param {(turn: TurnState) => readonly unknown[]} parts what the row depends on
 * @param {(turn: TurnState) => Child[]} draw nothing where the row is not to be seen
 */
export const createStepRow = (label, parts, draw) => {
  const content = h('div', {})
  const element = h('div', { class: 'step' }, h('div', { class: 'step-label' }, label), content)
  /** @type {readonly unknown[]} */
  let drawn = []
  return {
    element,
    /** @param {TurnState} turn */
    update: (turn) => {
      const now = parts(turn)
      if (drawn.length > 0 && now.every((part, i) => part === drawn[i])) return
      drawn = now
      const children = draw(turn)
      element.hidden = children.length === 0
      fill(content, ...children)
    },
  }
}
