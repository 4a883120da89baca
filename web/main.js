/** Wires the page. */
import { createAnnouncer } from './announce.js'
import { Conversation } from './conversation/conversation.js'
import { createReadEarlier } from './conversation/read-earlier.js'
import { recover } from './conversation/recover.js'
import { createDialogueActions } from './dialogue-actions.js'
import { byId } from './ground/dom.js'
import { say } from './ground/say.js'
import { followNewest } from './follow-newest.js'
import { createInspector } from './inspector/inspector.js'
import { createDocumentLibrary } from './document-library.js'
import { createBanner } from './page/banner.js'
import { createComposer } from './page/composer.js'
import { watchDrops } from './page/drop-zone.js'
import { createKeyDialog } from './page/key-dialog.js'
import { createLearnChoice } from './page/learn-choice.js'
import { createMessage } from './page/message.js'
import { createPageDialog } from './page/page-dialog.js'
import { createPanels } from './page/panels.js'
import { createQuoteCard } from './turn/quote-card.js'
import { createSidebar } from './page/sidebar.js'
import { createTopBar } from './page/top-bar.js'
import { createWelcome } from './page/welcome-view.js'
import { createLibrary } from './service/library.js'
import { nameDialogue, namedDialogue, watchPage } from './service/page-events.js'
import { watchService } from './service/service-state.js'
import { createShow } from './show.js'
import { createReport } from './report.js'
import { createTurnActions } from './turn-actions.js'
import { createTurnList } from './turn/turn-list.js'

let mustBegin = false
const tabs = new BroadcastChannel('dunnock')

const report = createReport({
  say: (text) => message.say(text),
  onEarly: () => (mustBegin = true),
  onKey: () => keyDialog.open(),
})
const startNew = () => {
  panels.closeSidebar()
  conversation.reset()
  newest.begin(undefined)
  composer.focus()
}
const open = (/** @type {string} */ id) => {
  panels.closeSidebar()
  return actions.open(id)
}
/** What the address names, or what this tab had asked when it was left; again, where that was not there yet. */
const begin = async () => {
  void library.loadDialogues()
  const id = namedDialogue()
  if (id === '') await recover(conversation).catch(report)
  else await open(id)
}
const message = createMessage()
const announcer = createAnnouncer()
const banner = createBanner(byId('banner'), () => service.connect())
const panels = createPanels(byId('sidebar'), byId('inspector'), byId('shade'), (now) =>
  topBar.setOpen(now),
)
const library = createLibrary({ onChange: () => render(), onFailure: report })
const keyDialog = createKeyDialog(() => {
  service.connect()
  void library.loadWelcome()
  void begin()
})
const pageDialog = createPageDialog()
const quoteCard = createQuoteCard({ onPage: (...place) => void pageDialog.show(...place) })
const topBar = createTopBar(byId('top'), {
  onMenu: panels.toggleSidebar,
  onInspector: panels.toggleInspector,
  onRetry: () => service.connect(),
  onExport: (kind) => actions.save(kind),
})
const actions = createDialogueActions({
  conversation: () => conversation,
  report,
  options: () => composer.options(),
  onOpened: () => newest.begin(conversation.turns.findLast(({ reply }) => reply !== undefined)),
  onSwapped: (turn) =>
    message.say(say('swapped'), { label: say('undo'), run: () => actions.undoSwap(turn) }),
})
const inspector = createInspector(byId('inspector'), {
  rules: library.rules,
  prefer: actions.prefer,
  undoSwap: actions.undoSwap,
  keep: actions.keep,
  onClose: panels.closeInspector,
})
const newest = followNewest(inspector)
const documents = createDocumentLibrary({
  report,
  say: message.say,
  readiness: () => service.readiness(),
  onDocuments: () => void library.loadWelcome(),
  onRules: () => {
    library.forgetRules()
    void library.needRules()
  },
})
const sidebar = createSidebar(byId('sidebar'), {
  onNew: startNew,
  onMore: () => void library.loadMore(),
  onSearch: (query) => void library.search(query),
  onOpen: (id) => void open(id),
  onRename: (id, title) => void library.rename(id, title),
  onDelete: (id) => {
    library.remove(id)
    if (id === conversation.dialogueId) conversation.reset()
  },
  onRestore: library.restore,
  onLibrary: documents.open,
})
const composer = createComposer(byId('composer'), {
  onAsk: (text, options) => conversation.ask(text, options),
  onStop: () => conversation.stop(),
})
const welcome = createWelcome(byId('welcome'), {
  onAsk: (text) => conversation.ask(text, composer.options()),
  onFiles: documents.add,
})
const turnList = createTurnList(byId('turns'), byId('scroller'), {
  ...createTurnActions({ actions, keyDialog, library, pageDialog, quoteCard }),
  onWhy: (turn) => {
    newest.pin(turn)
    panels.openInspector()
    inspector.focus()
  },
  onNewDialogue: startNew,
  onEarlier: () => void readEarlier().catch(report),
})
const conversation = new Conversation({
  send: (frame) => service.send(frame),
  onChange: () => render(),
  onFailure: report,
  onDialogue: (id) => {
    nameDialogue(id)
    composer.setDialogue(id)
    void library.loadDialogues()
  },
  onOwnTurn: () => tabs.postMessage(conversation.dialogueId),
  onTurnEnd: (turn) => {
    if (turn.reply) {
      void library.needRules()
      panels.offerInspector()
      newest.follow(turn)
    }
    announcer.end(turn)
    void library.loadDialogues()
  },
})
const readEarlier = createReadEarlier(conversation)
const service = watchService({
  onChange: () => render(),
  onOpen: () => conversation.onOpen(),
  onFrame: (frame) => conversation.onFrame(frame),
  onUnauthorized: keyDialog.open,
  onReady: (wasWaiting, isNews) => {
    if (isNews) void library.loadWelcome()
    if (wasWaiting && mustBegin && conversation.turns.length === 0) void begin()
    else if (wasWaiting) void library.loadDialogues()
    mustBegin = false
  },
})

const show = createShow({
  banner,
  composer,
  documents,
  inspector,
  learnChoice: createLearnChoice(byId('learn'), actions.consent),
  sidebar,
  topBar,
  turnList,
  welcome,
  announcer,
})
const render = () => show({ conversation, library, service })

watchPage({
  onEscape: () => {
    if (quoteCard.isOpen()) quoteCard.close()
    else if (conversation.isRunning) conversation.stop()
    else panels.closeTopmost()
  },
  onAddress: (id) => {
    if (id === (conversation.dialogueId ?? '')) return
    if (id === '') startNew()
    else void open(id)
  },
  onSkip: composer.focus,
})
watchDrops(documents.add)
tabs.addEventListener('message', ({ data }) => {
  void library.loadDialogues()
  if (data === conversation.dialogueId && !conversation.isRunning) void open(data)
})
service.begin()
void begin()
