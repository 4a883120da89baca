/** The turns of the open dialogue, each with its own view; follows the newest while it is in sight. */
import { createTurnView } from './turn-view.js'

/** @import { TurnActions } from './turn-view.js' */
/** @import { TurnState } from '../conversation/turn-state.js' */

// From the end, within which the reader counts as being there.
const NEAR_END = 120

/**
 * @param {HTMLElement} element
 * @param {HTMLElement} scroller
 * @param {TurnActions} actions
 */
export const createTurnList = (element, scroller, actions) => {
  /** @type {Map<string, ReturnType<typeof createTurnView>>} */
  const views = new Map()
  let isAtEnd = true
  scroller.addEventListener('scroll', () => {
    isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END
  })
  const toEnd = () => {
    if (isAtEnd && views.size > 0) scroller.scrollTop = scroller.scrollHeight
  }
  new ResizeObserver(toEnd).observe(element)

  return {
    /** @param {readonly TurnState[]} turns */
    update: (turns) => {
      const wanted = new Set(turns.map(({ clientTurnId }) => clientTurnId))
      for (const [id, view] of views) {
        if (wanted.has(id)) continue
        view.element.remove()
        views.delete(id)
      }
      for (const turn of turns) {
        const view = views.get(turn.clientTurnId) ?? createTurnView(actions)
        if (!views.has(turn.clientTurnId)) {
          views.set(turn.clientTurnId, view)
          element.append(view.element)
          isAtEnd = true
        }
        view.update(turn)
      }
      toEnd()
    },
  }
}
