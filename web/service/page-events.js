/** What happens to the page as a whole: its address, its keys, and the room that is left of the screen. */
import { byId } from '../ground/dom.js'
import { language } from '../ground/say.js'

/** The dialogue that the address names; empty where it names none. */
export const namedDialogue = () => {
  try {
    return decodeURIComponent(location.hash.slice(1))
  } catch {
    return ''
  }
}

/**
 * Puts a dialogue into the address, as a step that Back undoes.
 * @param {string | undefined} id
 */
export const nameDialogue = (id) => {
  if ((id ?? '') === namedDialogue()) return
  history.pushState(null, '', id === undefined ? location.pathname + location.search : `#${id}`)
}

/**
 * @param {{ onEscape: () => void, onAddress: (id: string) => void, onSkip: () => void }} actions
 */
export const watchPage = ({ onEscape, onAddress, onSkip }) => {
  document.documentElement.lang = language
  watchViewport()
  document.addEventListener('keydown', ({ key, isComposing }) => {
    const isTaken = isComposing || document.querySelector('dialog[open]') !== null
    if (key === 'Escape' && !isTaken) onEscape()
  })
  // Back and Forward.
  window.addEventListener('popstate', () => onAddress(namedDialogue()))
  // Its address is no dialogue's.
  byId('skip').addEventListener('click', (event) => {
    event.preventDefault()
    onSkip()
  })
}

/** With a keyboard on the screen, the page is as high as what is left; browsers differ in what they shrink. */
const watchViewport = () => {
  const view = window.visualViewport
  if (!view) return
  const fit = () => {
    // Somebody who zooms in wants to see less of the page, not a smaller page.
    if (view.scale > 1.01) return
    document.documentElement.style.setProperty('--screen', `${view.height}px`)
    if (view.offsetTop > 0) window.scrollTo(0, 0)
  }
  view.addEventListener('resize', fit)
  fit()
}
