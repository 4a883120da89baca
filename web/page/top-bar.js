/** The line above the dialogue: its title, and how the service and the connection stand. */
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { describeReadiness } from '../service/readiness.js'

/** @import { Readiness } from '../service/readiness.js' */
/** @import { SocketState } from '../service/socket.js' */

/**
 * @param {HTMLElement} element
 * @param {{ onMenu: () => void, onInspector: () => void, onRetry: () => void }} actions
 */
export const createTopBar = (element, { onMenu, onInspector, onRetry }) => {
  const title = h('h2', { class: 'top-title', dir: 'auto' })
  const pill = h('button', { type: 'button', class: 'pill', onclick: onRetry })
  const inspector = h(
    'button',
    {
      type: 'button',
      class: 'quiet',
      'aria-label': 'Why this reply',
      title: 'Why this reply',
      'aria-controls': 'inspector',
      onclick: onInspector,
    },
    icon('panel'),
  )
  fill(
    element,
    h(
      'button',
      { type: 'button', class: 'quiet menu', 'aria-label': 'Dialogues', onclick: onMenu },
      icon('menu'),
    ),
    title,
    h('span', { class: 'spring' }),
    pill,
    inspector,
  )
  return {
    /** @param {string} text */
    setTitle: (text) => {
      title.textContent = text
      document.title = text === '' ? 'Dunnock' : `${text} · Dunnock`
    },
    /** @param {boolean} isOpen */
    setInspector: (isOpen) => inspector.setAttribute('aria-expanded', String(isOpen)),
    /**
     * @param {Readiness} readiness
     * @param {SocketState} socket
     */
    setState: (readiness, socket) => {
      const { kind, text } = stateOf(readiness, socket)
      pill.className = `pill ${kind}`
      pill.disabled = kind !== 'bad'
      fill(pill, h('span', { class: 'dot' }), text)
    },
  }
}

/** @param {{ readonly reason: string }} refused */
const refusalOf = ({ reason }) =>
  reason.startsWith('UNAUTHORIZED') ? 'An API key is needed' : 'This address is refused'

/**
 * @param {Readiness} readiness
 * @param {SocketState} socket
 */
const stateOf = (readiness, socket) => {
  if (readiness.kind === 'gone') return { kind: 'bad', text: 'Service not reachable, trying again' }
  if (readiness.kind === 'failed') return { kind: 'bad', text: describeReadiness(readiness) }
  if (socket.kind === 'refused') return { kind: 'bad', text: refusalOf(socket) }
  if (socket.kind === 'lost') return { kind: 'busy', text: 'Connection lost, trying again' }
  const isReady = readiness.kind === 'ready' && socket.kind === 'open'
  const text = describeReadiness(readiness)
  return { kind: isReady && text.startsWith('Ready') ? 'good' : 'busy', text }
}
