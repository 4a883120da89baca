/** Wires the page. */
import { api, ApiError, socketUrl } from './service/api.js'
import { createComposer } from './page/composer.js'
import { Conversation } from './conversation/conversation.js'
import { byId } from './ground/dom.js'
import { describeError } from './ground/error-text.js'
import { createInspector } from './inspector/inspector.js'
import { createKeyDialog } from './page/key-dialog.js'
import { createLibrary } from './service/library.js'
import { namedDialogue, watchPage } from './service/page-events.js'
import { createPageDialog } from './page/page-dialog.js'
import { createPanels } from './page/panels.js'
import { createQuoteCard } from './page/quote-card.js'
import { watchReadiness } from './service/readiness.js'
import { createSidebar } from './page/sidebar.js'
import { openSocket } from './service/socket.js'
import { createTopBar } from './page/top-bar.js'
import { createTurnList } from './turn/turn-list.js'
import { createWelcome } from './page/welcome-view.js'

/** @import { Readiness } from './service/readiness.js' */
/** @import { SocketState } from './service/socket.js' */

/** @type {Readiness} */
let readiness = { kind: 'asking' }
/** @type {SocketState} */
let socketState = { kind: 'connecting' }
// What the page began with was not there yet: it begins again when it is.
let mustBegin = false
// Other tabs of this browser.
const tabs = new BroadcastChannel('dunnock')

/** @param {unknown} error */
const report = (error) => {
  if (!(error instanceof ApiError)) throw error
  if (error.code === 'NOT_READY') mustBegin = true
  const { title, remedy } = describeError(error)
  if (error.code === 'UNAUTHORIZED') keyDialog.open()
  else panels.say(`${title}. ${remedy}`)
}
const ask = (/** @type {string} */ text) => conversation.ask(text, { search: 'auto' })
const startNew = () => {
  panels.closeSidebar()
  conversation.reset()
  inspector.show(undefined)
  composer.focus()
}
const open = async (/** @type {string} */ id) => {
  panels.closeSidebar()
  try {
    await conversation.open(id)
    inspector.show(conversation.turns.findLast(({ reply }) => reply !== undefined))
  } catch (error) {
    const isEarly = error instanceof ApiError && error.code === 'NOT_READY'
    // The address goes on naming it: it is opened when the service is ready.
    if (!isEarly) conversation.reset()
    report(error)
  }
}
const remove = async (/** @type {string} */ id) => {
  await api.deleteDialogue(id).catch(report)
  if (id === conversation.dialogueId) startNew()
  await library.loadDialogues()
}
/** What the address names, or what this tab had asked when it was left. */
const begin = async () => {
  library.loadRules().catch(report)
  void library.loadDialogues()
  const id = namedDialogue()
  if (id === '') await conversation.recover().catch(report)
  else await open(id)
}
const connect = () => {
  socket.connect()
  void health.look()
}

const panels = createPanels(byId('sidebar'), byId('inspector'), byId('shade'), (isOpen) =>
  topBar.setInspector(isOpen),
)
const library = createLibrary(() => render())
const keyDialog = createKeyDialog(() => {
  connect()
  void begin()
})
const pageDialog = createPageDialog()
const quoteCard = createQuoteCard({ onPage: (...place) => void pageDialog.show(...place) })
const { toggleSidebar, toggleInspector } = panels
const topBar = createTopBar(byId('top'), {
  onMenu: toggleSidebar,
  onInspector: toggleInspector,
  onRetry: connect,
})
const inspector = createInspector(byId('inspector'), {
  rules: library.rules,
  compare: (turnId, chosen, rejected) => api.feedback({ turnId, comparison: { chosen, rejected } }),
  onClose: panels.closeInspector,
})
const sidebar = createSidebar(byId('sidebar'), {
  onNew: startNew,
  onOpen: (id) => void open(id),
  onDelete: (id) => void remove(id),
})
const composer = createComposer(byId('composer'), {
  onAsk: (text, options) => conversation.ask(text, options),
  onStop: () => conversation.stop(),
})
const welcome = createWelcome(byId('welcome'), ask)
const { showCitation, showFlag, closeSoon } = quoteCard
const turnList = createTurnList(byId('turns'), byId('scroller'), {
  markers: { onCitation: showCitation, onFlag: showFlag, onLeave: closeSoon },
  feedback: { send: api.feedback, rules: library.rules },
  onWhy: (turn) => {
    inspector.show(turn)
    panels.openInspector()
    inspector.focus()
  },
  onAskAgain: ({ text }) => ask(text),
  onNewDialogue: startNew,
  onEnterKey: keyDialog.open,
})
const conversation = new Conversation({
  send: (frame) => socket.send(frame),
  onChange: () => render(),
  onFailure: report,
  onDialogue: (id) => {
    history.replaceState(null, '', id === undefined ? location.pathname : `#${id}`)
    void library.loadDialogues()
  },
  onOwnTurn: () => tabs.postMessage(conversation.dialogueId),
  onTurnEnd: ({ reply, error, ...turn }) => {
    if (reply) {
      panels.offerInspector()
      inspector.show({ ...turn, reply })
    }
    const said = error
      ? describeError(error).title
      : `${reply?.text} Quotes: ${reply?.citations.length}.`
    byId('announcer').textContent = said
    void library.loadDialogues()
  },
})
const socket = openSocket({
  url: socketUrl,
  onOpen: () => conversation.onOpen(),
  onFrame: (frame) => conversation.onFrame(frame),
  onState: (state) => {
    socketState = state
    if (state.kind === 'refused' && state.reason.startsWith('UNAUTHORIZED')) keyDialog.open()
    if (state.kind !== 'connecting') render()
  },
  isWaiting: () => conversation.isRunning,
})
const health = watchReadiness((now) => {
  if (now.kind === 'ready') void library.loadDocuments(now.health)
  const wasWaiting = readiness.kind === 'loading' || readiness.kind === 'gone'
  readiness = now
  render()
  if (now.kind !== 'ready' || !wasWaiting) return
  if (mustBegin && conversation.turns.length === 0) void begin()
  else void library.loadDialogues()
  mustBegin = false
})

const render = () => {
  const { turns, isRunning, dialogueId } = conversation
  byId('welcome').hidden = turns.length > 0
  welcome.update(readiness, library.documents())
  turnList.update(turns)
  composer.setRunning(isRunning)
  topBar.setTitle(turns[0]?.text ?? '')
  topBar.setState(readiness, socketState)
  sidebar.update(library.dialogues(), dialogueId)
}

watchPage({
  onEscape: () => {
    if (quoteCard.isOpen()) quoteCard.close()
    else if (conversation.isRunning) conversation.stop()
    else panels.closeTopmost()
  },
  onAddress: (id) => {
    if (id === '') startNew()
    else if (id !== conversation.dialogueId) void open(id)
  },
  onSkip: () => composer.focus(),
})
tabs.addEventListener('message', ({ data }) => {
  void library.loadDialogues()
  if (data === conversation.dialogueId && !conversation.isRunning) void open(data)
})
render()
void begin()
