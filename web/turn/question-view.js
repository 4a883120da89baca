/** What was asked, and the way to ask it otherwise. */
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { say } from '../ground/say.js'
import { isOver } from '../conversation/turn-state.js'

/** @import { TurnState } from '../conversation/turn-state.js' */

/** @param {{ onAskInstead: (turn: TurnState, text: string) => void }} actions */
export const createQuestionView = ({ onAskInstead }) => {
  const text = h('div', { class: 'question', dir: 'auto' })
  const edit = h(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': say('turn.edit'), title: say('turn.edit') },
    icon('pencil'),
  )
  const shown = h('div', { class: 'question-row' }, edit, text)
  const element = h('div', {}, shown)
  /** @type {TurnState | undefined} */
  let turn

  const close = () => {
    fill(element, shown)
    edit.focus()
  }
  edit.addEventListener('click', () => {
    const own = turn
    if (own === undefined) return
    const input = h('textarea', {
      rows: '3',
      'aria-label': say('turn.edit'),
      dir: 'auto',
      maxlength: '32000',
    })
    input.value = own.text
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault()
      const now = input.value.trim()
      close()
      if (now !== '') onAskInstead(own, now)
    }
    const form = h(
      'form',
      { class: 'edit-form', onsubmit: submit },
      input,
      h('p', { class: 'hint' }, say('turn.editHint')),
      h(
        'div',
        { class: 'form-actions' },
        h('button', { type: 'button', class: 'small plain', onclick: close }, say('cancel')),
        h('button', { class: 'small' }, say('ask')),
      ),
    )
    form.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.stopPropagation()
        close()
      } else if (
        event.key === 'Enter' &&
        !event.shiftKey &&
        !event.isComposing &&
        event.target === input
      ) {
        submit(event)
      }
    })
    fill(element, form)
    input.focus()
  })

  return {
    element,
    /** @param {TurnState} next */
    update: (next) => {
      turn = next
      if (text.textContent !== next.text) text.textContent = next.text
      edit.hidden = !isOver(next)
    },
  }
}
