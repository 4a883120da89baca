/** Brings all that is on the page up to date. */
import { byId } from './ground/dom.js'

/** @import { createAnnouncer } from './announce.js' */
/** @import { Conversation } from './conversation/conversation.js' */
/** @import { createDocumentLibrary } from './document-library.js' */
/** @import { createInspector } from './inspector/inspector.js' */
/** @import { createBanner } from './page/banner.js' */
/** @import { createComposer } from './page/composer.js' */
/** @import { createLearnChoice } from './page/learn-choice.js' */
/** @import { createSidebar } from './page/sidebar.js' */
/** @import { createTopBar } from './page/top-bar.js' */
/** @import { createWelcome } from './page/welcome-view.js' */
/** @import { createLibrary } from './service/library.js' */
/** @import { watchService } from './service/service-state.js' */
/** @import { createTurnList } from './turn/turn-list.js' */

/**
 * @typedef {object} Views
 * @property {ReturnType<typeof createAnnouncer>} announcer
 * @property {ReturnType<typeof createBanner>} banner
 * @property {ReturnType<typeof createComposer>} composer
 * @property {ReturnType<typeof createDocumentLibrary>} documents
 * @property {ReturnType<typeof createInspector>} inspector
 * @property {ReturnType<typeof createLearnChoice>} learnChoice
 * @property {ReturnType<typeof createSidebar>} sidebar
 * @property {ReturnType<typeof createTopBar>} topBar
 * @property {ReturnType<typeof createTurnList>} turnList
 * @property {ReturnType<typeof createWelcome>} welcome
 *
 * @typedef {object} Known
 * @property {Conversation} conversation
 * @property {ReturnType<typeof createLibrary>} library
 * @property {ReturnType<typeof watchService>} service
 */

/**
 * @param {Views} views
 * @returns {(known: Known) => void}
 */
export const createShow =
  ({
    announcer,
    banner,
    composer,
    documents,
    inspector,
    learnChoice,
    sidebar,
    topBar,
    turnList,
    welcome,
  }) =>
  ({ conversation: { turns, isRunning, dialogueId, earlier }, library, service }) => {
    const readiness = service.readiness()
    const known = library.welcome()
    byId('welcome').hidden = turns.length > 0
    welcome.update(readiness, known)
    turnList.update(turns, earlier)
    learnChoice.update(turns)
    composer.setRunning(isRunning)
    const sources = readiness.kind === 'ready' ? readiness.health.sources : []
    const asked = sources.filter(({ status }) => status !== 'off').map(({ id }) => id)
    composer.setScope({ sources: asked, collections: known?.collections ?? [] })
    const dialogues = library.dialogues()
    const title = dialogues.list.find(({ id }) => id === dialogueId)?.title ?? turns[0]?.text ?? ''
    topBar.setTitle(turns.length === 0 ? '' : title, turns.length > 0)
    topBar.setState(readiness, service.socket())
    banner.update(readiness, service.socket(), isRunning)
    sidebar.update(dialogues, dialogueId)
    inspector.show(turns.find(({ clientTurnId }) => clientTurnId === inspector.turnId()))
    if (isRunning) announcer.phase(turns.at(-1))
    documents.update()
  }
