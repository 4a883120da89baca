/** What opens beside the dialogue: the list of dialogues, the inspector, and a message for a moment. */
import { h } from '../ground/dom.js'

const KEY = 'dunnock-inspector'
const MESSAGE_MS = 8_000
// Where the inspector has room beside the dialogue.
const wide = matchMedia('(min-width: 1180px)')

/**
 * @param {HTMLElement} sidebar
 * @param {HTMLElement} inspector
 * @param {HTMLElement} shade
 * @param {(isOpen: boolean) => void} onInspector
 */
export const createPanels = (sidebar, inspector, shade, onInspector) => {
  const message = h('div', { class: 'message', role: 'alert' })
  message.hidden = true
  document.body.append(message)
  let timer = 0

  const showShade = () => {
    shade.hidden = !sidebar.classList.contains('open') && (wide.matches || inspector.hidden)
  }
  const setSidebar = (/** @type {boolean} */ isOpen) => {
    sidebar.classList.toggle('open', isOpen)
    showShade()
  }
  const setInspector = (/** @type {boolean} */ isOpen) => {
    inspector.hidden = !isOpen
    onInspector(isOpen)
    showShade()
  }
  const keep = (/** @type {boolean} */ isOpen) => {
    setInspector(isOpen)
    if (wide.matches) localStorage.setItem(KEY, isOpen ? 'open' : 'closed')
  }
  const closeTopmost = () => {
    if (sidebar.classList.contains('open')) setSidebar(false)
    else if (!wide.matches) setInspector(false)
  }
  shade.addEventListener('click', closeTopmost)
  wide.addEventListener('change', showShade)

  return {
    toggleSidebar: () => setSidebar(!sidebar.classList.contains('open')),
    closeSidebar: () => setSidebar(false),
    openInspector: () => keep(true),
    closeInspector: () => keep(false),
    toggleInspector: () => keep(inspector.hidden === true),
    /** Opens it where there is room, unless the person has closed it before. */
    offerInspector: () => {
      if (wide.matches && localStorage.getItem(KEY) !== 'closed') setInspector(true)
    },
    closeTopmost,
    /** @param {string} text */
    say: (text) => {
      clearTimeout(timer)
      message.textContent = text
      message.hidden = false
      timer = setTimeout(() => (message.hidden = true), MESSAGE_MS)
    },
  }
}
