/** Where the question is typed. Enter sends, Shift and Enter begin a new line, Escape stops the turn. */
import { drafts } from '../conversation/drafts.js'
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { language, say } from '../ground/say.js'
import { createScope } from './scope.js'

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
    'aria-label': say('composer.question'),
    placeholder: say('composer.placeholder'),
    dir: 'auto',
    enterkeyhint: 'send',
  })
  const scope = createScope(() => input.focus())
  const send = h('button', { class: 'send' })
  const said = h('span', { class: 'composer-said', role: 'status' })
  const row = h(
    'div',
    { class: 'composer-row' },
    scope.element,
    h('span', { class: 'spring' }),
    said,
    send,
  )
  fill(
    form,
    h('div', { class: 'composer-box' }, input, row),
    h('p', { class: 'composer-hint' }, say('composer.hint')),
  )
  let isRunning = false
  /** @type {string | undefined} the dialogue that is open */
  let dialogueId

  const update = () => {
    input.style.setProperty('height', 'auto')
    input.style.setProperty('height', `${Math.min(input.scrollHeight, 220)}px`)
    const { length } = input.value
    said.textContent =
      length > NEAR_LENGTH
        ? say('composer.length', { length: length.toLocaleString(language), most: MAX_LENGTH })
        : ''
    said.classList.toggle('too-much', length > MAX_LENGTH)
    send.disabled = !isRunning && (input.value.trim() === '' || length > MAX_LENGTH)
    send.setAttribute('aria-label', say(isRunning ? 'stop' : 'ask'))
    send.title = say(isRunning ? 'composer.stopTitle' : 'composer.askTitle')
    fill(send, icon(isRunning ? 'stop' : 'send'))
  }

  const ask = () => {
    // Lone surrogates and NUL can't be stored; what is left of a broken paste is asked.
    const text = input.value.toWellFormed().replaceAll('\0', '')
    if (isRunning || text.trim() === '' || text.length > MAX_LENGTH) return
    input.value = ''
    drafts.set(dialogueId, '')
    update()
    onAsk(text, scope.options())
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (isRunning) onStop()
    else ask()
    input.focus()
  })
  input.addEventListener('keydown', (event) => {
    // While an input method composes, Enter ends the composition.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    ask()
  })
  input.addEventListener('input', () => {
    drafts.set(dialogueId, input.value)
    update()
  })
  input.value = drafts.get(undefined)
  update()
  return {
    focus: () => input.focus(),
    options: scope.options,
    setScope: scope.update,
    /** @param {boolean} running */
    setRunning: (running) => {
      if (running === isRunning) return
      isRunning = running
      update()
    },
    /** Each dialogue has its own draft. @param {string | undefined} id */
    setDialogue: (id) => {
      if (id === dialogueId) return
      // A turn that names its dialogue leaves what is being typed meanwhile where it is.
      const isNamed = dialogueId === undefined && isRunning
      if (isNamed) drafts.set(undefined, '')
      dialogueId = id
      if (isNamed) drafts.set(id, input.value)
      else input.value = drafts.get(id)
      update()
    },
  }
}
