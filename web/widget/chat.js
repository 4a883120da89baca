/** The chat in its corner of a page elsewhere: a button, and the panel that it opens. */
import { Conversation } from '../conversation/conversation.js'
import { fill, h } from '../ground/dom.js'
import { describeError } from '../ground/error-text.js'
import { icon } from '../ground/icons.js'
import { language, say } from '../ground/say.js'
import { socketUrl } from '../service/connection.js'
import { openSocket } from '../service/socket.js'
import { createQuoteCard } from '../turn/quote-card.js'
import { createWidgetTurn } from './widget-turn.js'

/**
 * @param {ShadowRoot} root
 * @param {{ title: string, onRefused: () => void }} options
 */
export const createChat = (root, { title, onRefused }) => {
  const turns = h('div', {
    class: 'turns',
    tabindex: '0',
    role: 'log',
    'aria-label': say('dialogues'),
  })
  const input = h('textarea', {
    rows: '1',
    'aria-label': say('composer.question'),
    placeholder: say('composer.placeholder'),
    dir: 'auto',
  })
  const send = h('button', { class: 'send', 'aria-label': say('ask') }, icon('send'))
  const said = h('p', { class: 'said', role: 'status' })
  const form = h('form', { class: 'ask' }, input, send)
  const close = h(
    'button',
    { type: 'button', class: 'quiet', 'aria-label': say('close') },
    icon('close'),
  )
  const panel = h(
    'section',
    { class: 'panel', role: 'dialog', 'aria-label': title },
    h('header', {}, h('h2', {}, title), close),
    turns,
    said,
    form,
  )
  const launcher = h(
    'button',
    { type: 'button', class: 'launcher', 'aria-expanded': 'false', 'aria-label': title },
    icon('talk'),
  )
  const frame = h('div', { class: 'frame', lang: language }, panel, launcher)
  panel.hidden = true
  root.replaceChildren(frame)
  const quoteCard = createQuoteCard({ root: frame })
  /** @type {(() => void) | undefined} */
  let opened
  /** @type {ReturnType<typeof openSocket> | undefined} */
  let socket

  const toggle = (/** @type {boolean} */ isOpen) => {
    panel.hidden = !isOpen
    launcher.setAttribute('aria-expanded', String(isOpen))
    if (isOpen) {
      opened?.()
      opened = undefined
      input.focus()
    } else launcher.focus()
  }
  const fail = (/** @type {unknown} */ error) => {
    said.textContent = error instanceof Error ? error.message : say('error.other')
  }
  const view = createWidgetTurn(turns, {
    onCitation: quoteCard.showCitation,
    onFlag: quoteCard.showFlag,
    onLeave: quoteCard.closeSoon,
  })
  const conversation = new Conversation({
    send: (frame_) => socket?.send(frame_) === true,
    onChange: () => {
      view.update(conversation.turns)
      send.setAttribute('aria-label', say(conversation.isRunning ? 'stop' : 'ask'))
      fill(send, icon(conversation.isRunning ? 'stop' : 'send'))
    },
    onFailure: fail,
    onDialogue: () => undefined,
    onOwnTurn: () => undefined,
    onTurnEnd: ({ error }) => {
      said.textContent = error ? describeError(error).title : ''
    },
  })
  const ask = () => {
    const text = input.value.toWellFormed().replaceAll('\0', '')
    if (conversation.isRunning) conversation.stop()
    else if (text.trim() !== '') {
      input.value = ''
      conversation.ask(text, { search: 'auto' })
    }
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    ask()
  })
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    ask()
  })
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    if (quoteCard.isOpen()) quoteCard.close()
    else toggle(false)
  })
  launcher.addEventListener('click', () => toggle(panel.hidden === true))
  close.addEventListener('click', () => toggle(false))

  return {
    /** @param {() => void} run once, when it is opened for the first time */
    onOpen: (run) => {
      opened = run
    },
    connect: () => {
      said.textContent = ''
      if (socket !== undefined) {
        socket.connect()
        return
      }
      socket = openSocket({
        url: socketUrl,
        onOpen: () => conversation.onOpen(),
        onFrame: (frame_) => conversation.onFrame(frame_),
        onState: (state) => {
          if (state.kind === 'lost') said.textContent = say('banner.gone')
          if (state.kind === 'open') said.textContent = ''
          if (state.kind !== 'refused') return
          if (state.reason.startsWith('UNAUTHORIZED') && !wasRenewed()) onRefused()
          else said.textContent = say('state.refused')
        },
      })
    },
    fail,
    close: () => socket?.close(),
  }
}

// A token that is refused twice in a row is not mended by a third.
const RENEW_MS = 10_000
let renewed = 0
const wasRenewed = () => {
  const isSoon = Date.now() - renewed < RENEW_MS
  renewed = Date.now()
  return isSoon
}
