/** The line above the dialogue: its title, what can be done with it, and how the service stands. */
import { fill, h } from '../ground/dom.js'
import { icon } from '../ground/icons.js'
import { say } from '../ground/say.js'
import { describeReadiness } from '../service/readiness.js'

/** @import { Readiness } from '../service/readiness.js' */
/** @import { SocketState } from '../service/socket.js' */
/** @typedef {'markdown' | 'json' | 'print'} ExportKind */

/**
 * @param {HTMLElement} element
 * @param {{ onMenu: () => void, onInspector: () => void, onRetry: () => void, onExport: (kind: ExportKind) => void }} actions
 */
export const createTopBar = (element, { onMenu, onInspector, onRetry, onExport }) => {
  const title = h('h1', { class: 'top-title', dir: 'auto' })
  const pill = h('button', { type: 'button', class: 'pill', onclick: onRetry })
  const menu = button(say('dialogues'), 'menu', onMenu)
  menu.classList.add('menu')
  const inspector = button(say('why.title'), 'panel', onInspector)
  inspector.setAttribute('aria-controls', 'inspector')
  const saving = exportMenu(onExport)
  fill(element, menu, title, h('span', { class: 'spring' }), pill, saving, inspector)
  return {
    /**
     * @param {string} text
     * @param {boolean} hasTurns
     */
    setTitle: (text, hasTurns) => {
      title.textContent = text === '' ? 'Dunnock' : text
      title.classList.toggle('hidden-text', text === '')
      document.title = text === '' ? 'Dunnock' : `${text} · Dunnock`
      saving.hidden = !hasTurns
    },
    /** @param {{ sidebar: boolean, inspector: boolean }} open */
    setOpen: (open) => {
      menu.setAttribute('aria-expanded', String(open.sidebar))
      inspector.setAttribute('aria-expanded', String(open.inspector))
    },
    /**
     * @param {Readiness} readiness
     * @param {SocketState} socket
     */
    setState: (readiness, socket) => {
      const { kind, text } = stateOf(readiness, socket)
      pill.className = `pill ${kind}`
      pill.disabled = kind !== 'bad'
      fill(pill, h('span', { class: 'dot' }), h('span', {}, text))
    },
  }
}

/** @param {(kind: ExportKind) => void} onExport */
const exportMenu = (onExport) => {
  const item = (/** @type {ExportKind} */ kind, /** @type {string} */ label) => {
    const run = () => {
      menu.open = false
      menu.querySelector('summary')?.focus()
      onExport(kind)
    }
    return h('button', { type: 'button', onclick: run }, label)
  }
  const menu = h(
    'details',
    { class: 'export-menu' },
    h('summary', { 'aria-label': say('export'), title: say('export') }, icon('download')),
    h(
      'div',
      { class: 'menu-list' },
      item('markdown', say('export.markdown')),
      item('json', say('export.json')),
      item('print', say('export.print')),
    ),
  )
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return
    event.stopPropagation()
    menu.open = false
    menu.querySelector('summary')?.focus()
  })
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && !menu.contains(target)) menu.open = false
  })
  return menu
}

/**
 * @param {string} label
 * @param {Parameters<typeof icon>[0]} name
 * @param {() => void} onclick
 */
const button = (label, name, onclick) =>
  h(
    'button',
    {
      type: 'button',
      class: 'quiet',
      'aria-label': label,
      title: label,
      'aria-expanded': 'false',
      onclick,
    },
    icon(name),
  )

/** @param {{ readonly reason: string }} refused */
const refusalOf = ({ reason }) =>
  reason.startsWith('UNAUTHORIZED') ? say('key.title') : say('state.refused')

/**
 * @param {Readiness} readiness
 * @param {SocketState} socket
 */
const stateOf = (readiness, socket) => {
  if (readiness.kind === 'gone') return { kind: 'bad', text: say('state.gone') }
  if (readiness.kind === 'failed') return { kind: 'bad', text: describeReadiness(readiness) }
  if (socket.kind === 'refused') return { kind: 'bad', text: refusalOf(socket) }
  if (socket.kind === 'lost') return { kind: 'bad', text: say('state.lost') }
  const isReady = readiness.kind === 'ready' && socket.kind === 'open'
  const { indexing } = readiness.kind === 'ready' ? readiness.health : {}
  const isReading = indexing !== undefined && indexing.done < indexing.total
  return { kind: isReady && !isReading ? 'good' : 'busy', text: describeReadiness(readiness) }
}
