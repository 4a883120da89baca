/** Where the question is typed. Enter sends, Shift and Enter begin a new line, Escape stops the turn. */
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'

/** @import { AskOptions } from '../conversation/user-turn-frame.js' */

// As the service has it, in UTF-16 code units.
const MAX_LENGTH = 32_000
const NEAR_LENGTH = 30_000

/**
 * @param {HTMLElement} form
 * @param {{ onAsk: (text: string, options: AskOptions) => void, onStop: () => void }} actions
 */
export const createComposer = (form, { onAsk, onStop }) => {
  const input = h('textarea', {
    id: 'question',
    rows: '1',
    'aria-label': 'Your question',
    placeholder: 'Ask a question…',
    dir: 'auto',
    enterkeyhint: 'send',
  })
  const search = h(
    'select',
    { 'aria-label': 'Search for evidence', title: 'Search for evidence' },
    h('option', { value: 'auto' }, 'Search when it helps'),
    h('option', { value: 'always' }, 'Always search'),
    h('option', { value: 'never' }, 'Never search'),
  )
  const send = h('button', { class: 'send', 'aria-label': 'Ask' })
  const said = h('span', { class: 'composer-said', role: 'status' })
  const row = h(
    'div',
    { class: 'composer-row' },
    h('label', { class: 'search-mode' }, icon('search'), search),
    said,
    h('span', { class: 'spring' }),
    send,
  )
  fill(
    form,
    h('div', { class: 'composer-box' }, input, row),
    h(
      'p',
      { class: 'composer-hint' },
      'Enter asks, Shift + Enter breaks the line, Esc stops. Small models err: open the quotes.',
    ),
  )
  let isRunning = false

  const update = () => {
    input.style.setProperty('height', 'auto')
    input.style.setProperty('height', `${Math.min(input.scrollHeight, 220)}px`)
    const { length } = input.value
    said.textContent =
      length > NEAR_LENGTH
        ? `${length.toLocaleString()} of ${MAX_LENGTH.toLocaleString()} characters`
        : ''
    said.classList.toggle('too-much', length > MAX_LENGTH)
    send.disabled = !isRunning && (input.value.trim() === '' || length > MAX_LENGTH)
    send.setAttribute('aria-label', isRunning ? 'Stop' : 'Ask')
    send.title = isRunning ? 'Stop (Esc)' : 'Ask (Enter)'
    fill(send, icon(isRunning ? 'stop' : 'send'))
  }

  const ask = () => {
    // Lone surrogates and NUL can't be stored; what is left of a broken paste is asked.
    const text = input.value.toWellFormed().replaceAll('\0', '')
    if (isRunning || text.trim() === '' || text.length > MAX_LENGTH) return
    input.value = ''
    update()
    onAsk(text, { search: /** @type {AskOptions['search']} */ (search.value) })
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (isRunning) onStop()
    else ask()
  })
  input.addEventListener('keydown', (event) => {
    // While an input method composes, Enter ends the composition.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    ask()
  })
  input.addEventListener('input', update)
  update()
  return {
    focus: () => input.focus(),
    /** @param {boolean} running */
    setRunning: (running) => {
      if (running === isRunning) return
      isRunning = running
      update()
    },
  }
}
