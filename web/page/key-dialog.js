/** Asks for the API key where the service was started with one. */
import { apiKey } from '../service/api.js'
import { h } from '../ground/dom.js'

/** @param {() => void} onKey */
export const createKeyDialog = (onKey) => {
  const input = h('input', {
    type: 'password',
    name: 'key',
    required: true,
    minlength: '8',
    'aria-label': 'API key',
    autocomplete: 'off',
  })
  const said = h('p', { role: 'status', class: 'hint' })
  const form = h(
    'form',
    { method: 'dialog' },
    h('h2', {}, 'An API key is needed'),
    h(
      'p',
      {},
      'The service was started with DUNNOCK_API_KEY. The key is kept until this tab is closed.',
    ),
    input,
    said,
    h('button', {}, 'Go on'),
  )
  const dialog = h('dialog', { class: 'key-dialog', 'aria-label': 'API key' }, form)
  form.addEventListener('submit', () => {
    apiKey.set(input.value)
    onKey()
  })
  document.body.append(dialog)
  return {
    open: () => {
      if (dialog.open) return
      said.textContent = apiKey.get() === undefined ? '' : 'That key was refused.'
      input.value = ''
      dialog.showModal()
    },
  }
}
