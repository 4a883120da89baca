/** A message for a moment, with one thing that can be done about it. */
import { fill, h } from '../ground/dom.js'

const MESSAGE_MS = 8_000

export const createMessage = () => {
  const element = h('div', { class: 'message', role: 'alert' })
  element.hidden = true
  document.body.append(element)
  let timer = 0
  const close = () => {
    element.hidden = true
  }
  return {
    /**
     * @param {string} text
     * @param {{ label: string, run: () => void }} [action]
     */
    say: (text, action) => {
      clearTimeout(timer)
      const run = () => {
        close()
        action?.run()
      }
      fill(
        element,
        h('span', {}, text),
        action ? h('button', { type: 'button', class: 'small', onclick: run }, action.label) : null,
      )
      element.hidden = false
      timer = setTimeout(close, MESSAGE_MS)
    },
  }
}
