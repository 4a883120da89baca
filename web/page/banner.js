/** What is said above the dialogue while the service does not answer, and when it does again. */
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { say } from '../ground/say.js'

/** @import { Readiness } from '../service/readiness.js' */
/** @import { SocketState } from '../service/socket.js' */

// A connection that is back within it is not worth a word.
const PATIENCE_MS = 1_000
const RELIEF_MS = 3_000

/**
 * @param {HTMLElement} element
 * @param {() => void} onRetry
 */
export const createBanner = (element, onRetry) => {
  let timer = 0
  let isShown = false
  /** @type {string | undefined} */
  let trouble

  const show = () => {
    isShown = true
    element.hidden = false
    element.className = 'banner bad'
    fill(
      element,
      icon('alert'),
      h('span', {}, trouble ?? ''),
      h('button', { type: 'button', class: 'small', onclick: onRetry }, say('banner.retry')),
    )
  }
  const relieve = () => {
    isShown = false
    element.className = 'banner good'
    fill(element, icon('check'), h('span', {}, say('banner.back')))
    timer = setTimeout(() => (element.hidden = true), RELIEF_MS)
  }
  return {
    /**
     * @param {Readiness} readiness
     * @param {SocketState} socket
     * @param {boolean} isRunning whether a turn waits
     */
    update: (readiness, socket, isRunning) => {
      const isOut = socket.kind === 'lost' || (readiness.kind === 'gone' && socket.kind !== 'open')
      // While it tries again, things stand as they did.
      if (socket.kind === 'connecting' && trouble !== undefined) return
      const now = isOut ? say(isRunning ? 'banner.goneRunning' : 'banner.gone') : undefined
      if (now === trouble) return
      clearTimeout(timer)
      trouble = now
      if (now === undefined) {
        if (isShown) relieve()
      } else if (isShown) show()
      else timer = setTimeout(show, PATIENCE_MS)
    },
  }
}
