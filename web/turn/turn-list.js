/** The turns of the open dialogue, each with its own view; follows the newest while it is in sight. */
import { h } from '../ground/dom.js'
import { say } from '../ground/say.js'
import { createTurnView } from './turn-view.js'

/** @import { TurnActions } from './turn-view.js' */
/** @import { TurnState } from '../conversation/turn-state.js' */

// From the end, within which the reader counts as being there.
const NEAR_END = 120
// From the beginning, within which earlier turns are fetched.
const NEAR_START = '600px 0px 0px 0px'

/**
 * @param {HTMLElement} element
 * @param {HTMLElement} scroller
 * @param {TurnActions & { onEarlier: () => void }} actions
 */
export const createTurnList = (element, scroller, { onEarlier, ...actions }) => {
  /** @type {Map<string, ReturnType<typeof createTurnView>>} */
  const views = new Map()
  const earlier = h('p', { class: 'earlier hint' })
  earlier.hidden = true
  element.append(earlier)
  let isAtEnd = true
  // Where the composer goes with the text and fills the screen, as at 400 %, the text ends above it.
  const isLow = matchMedia('(max-height: 300px)')
  const endOf = () => {
    const end = scroller.scrollHeight - scroller.clientHeight
    if (!isLow.matches) return end
    const above = element.getBoundingClientRect().bottom - scroller.getBoundingClientRect().bottom
    return Math.max(0, Math.min(end, scroller.scrollTop + above))
  }
  let height = scroller.clientHeight
  scroller.addEventListener('scroll', () => {
    // Where the screen has just become lower, the end is still to be shown again.
    if (scroller.clientHeight !== height) return
    isAtEnd = endOf() - scroller.scrollTop < NEAR_END
  })
  const toEnd = () => {
    height = scroller.clientHeight
    if (isAtEnd && views.size > 0) scroller.scrollTop = endOf()
  }
  new ResizeObserver(toEnd).observe(element)
  // With a keyboard on the screen there is less of it: what was read stays in sight.
  new ResizeObserver(toEnd).observe(scroller)
  const options = { root: scroller, rootMargin: NEAR_START }
  const watch = new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) onEarlier()
  }, options)

  return {
    /**
     * @param {readonly TurnState[]} turns
     * @param {number} before how many turns there are before these
     */
    update: (turns, before) => {
      const fromEnd = scroller.scrollHeight - scroller.scrollTop
      const wanted = new Set(turns.map(({ clientTurnId }) => clientTurnId))
      for (const [id, view] of views) {
        if (wanted.has(id)) continue
        view.element.remove()
        views.delete(id)
      }
      /** @type {Element} */
      let last = earlier
      let isEarlier = false
      for (const [index, turn] of turns.entries()) {
        const view = views.get(turn.clientTurnId) ?? createTurnView(actions)
        if (!views.has(turn.clientTurnId)) {
          views.set(turn.clientTurnId, view)
          if (last.nextElementSibling === null) isAtEnd = true
          else isEarlier = true
          last.after(view.element)
        }
        view.update(turn, before + index + 1)
        last = view.element
      }
      earlier.hidden = before === 0
      earlier.textContent = say('dialogue.earlier', { count: before })
      // Told anew each time, since it may still be in sight.
      watch.unobserve(earlier)
      if (before > 0) requestAnimationFrame(() => watch.observe(earlier))
      if (isEarlier && !isAtEnd) scroller.scrollTop = scroller.scrollHeight - fromEnd
      toEnd()
    },
  }
}
