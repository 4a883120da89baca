/** Asks for the API key where the service was started with one. */
import { h } from '../ground/dom.js'
import { say } from '../ground/say.js'
import { apiKey } from '../service/connection.js'

/** @param {() => void} onKey */
export const createKeyDialog = (onKey) => {
  const input = h('input', {
    type: 'password',
    name: 'key',
    required: true,
    minlength: '8',
    'aria-label': say('key.label'),
    autocomplete: 'off',
  })
  const said = h('p', { role: 'status', class: 'hint' })
  const form = h(
    'form',
    { method: 'dialog' },
    h('h2', {}, say('key.title')),
    h('p', {}, say('key.about')),
    input,
    said,
    h('button', {}, say('key.go')),
  )
  const dialog = h('dialog', { class: 'key-dialog', 'aria-label': say('key.label') }, form)
  form.addEventListener('submit', () => {
    apiKey.set(input.value)
    onKey()
  })
  document.body.append(dialog)
  return {
    open: () => {
      if (dialog.open) return
      said.textContent = apiKey.get() === undefined ? '' : say('key.refused')
      input.value = ''
      dialog.showModal()
    },
  }
}
