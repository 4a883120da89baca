/** What happens to the page as a whole: its address, and keys that are nobody's own. */
import { byId } from '../ground/dom.js'

/** The dialogue that the address names; empty where it names none. */
export const namedDialogue = () => {
  try {
    return decodeURIComponent(location.hash.slice(1))
  } catch {
    return ''
  }
}

/**
 * @param {{ onEscape: () => void, onAddress: (id: string) => void, onSkip: () => void }} actions
 */
export const watchPage = ({ onEscape, onAddress, onSkip }) => {
  document.addEventListener('keydown', ({ key, isComposing }) => {
    const isTaken = isComposing || document.querySelector('dialog[open]') !== null
    if (key === 'Escape' && !isTaken) onEscape()
  })
  window.addEventListener('hashchange', () => onAddress(namedDialogue()))
  // Its address is no dialogue's.
  byId('skip').addEventListener('click', (event) => {
    event.preventDefault()
    onSkip()
  })
}
