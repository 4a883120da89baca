/**
 * Shows what fails on the page and what nobody caught. A script of its own, so that it works where the
 * page's other files can't be loaded or read.
 */
const box = document.createElement('div')
box.className = 'message failure'
box.setAttribute('role', 'alert')
box.hidden = true

/** @param {string} what */
const tell = (what) => {
  box.textContent = `Something on this page failed: ${what} Load the page anew; where that does not help, report it with these words.`
  box.hidden = false
  document.body.append(box)
}

/** @param {unknown} reason */
const wordsOf = (reason) => {
  const text = reason instanceof Error ? reason.message : String(reason)
  return /[.!?]$/.test(text) ? text : `${text}.`
}

box.addEventListener('click', () => (box.hidden = true))
window.addEventListener('unhandledrejection', ({ reason }) => tell(wordsOf(reason)))
// While it comes down, since a file that can't be loaded does not bubble.
window.addEventListener(
  'error',
  (event) => {
    const { target } = event
    if (target instanceof HTMLScriptElement) tell(`${target.src} could not be loaded.`)
    else if (event instanceof ErrorEvent) tell(wordsOf(event.error ?? event.message))
  },
  true,
)
