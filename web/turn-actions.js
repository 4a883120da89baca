/** Wires what can be done with a turn and its reply. */
import { give, takeBack } from './conversation/give-feedback.js'

/** @import { createDialogueActions } from './dialogue-actions.js' */
/** @import { createKeyDialog } from './page/key-dialog.js' */
/** @import { createPageDialog } from './page/page-dialog.js' */
/** @import { createQuoteCard } from './turn/quote-card.js' */
/** @import { createLibrary } from './service/library.js' */
/** @import { TurnActions } from './turn/turn-view.js' */

/**
 * @param {object} parts
 * @param {ReturnType<typeof createDialogueActions>} parts.actions
 * @param {ReturnType<typeof createKeyDialog>} parts.keyDialog
 * @param {ReturnType<typeof createLibrary>} parts.library
 * @param {ReturnType<typeof createPageDialog>} parts.pageDialog
 * @param {ReturnType<typeof createQuoteCard>} parts.quoteCard
 * @returns {Omit<TurnActions, 'onWhy' | 'onNewDialogue'>}
 */
export const createTurnActions = ({ actions, keyDialog, library, pageDialog, quoteCard }) => ({
  markers: {
    onCitation: quoteCard.showCitation,
    onFlag: quoteCard.showFlag,
    onLeave: quoteCard.closeSoon,
  },
  feedback: {
    give: (turn, feedback) => give(turn, feedback, actions.amend),
    takeBack: (turn, feedback) => takeBack(turn, feedback, actions.amend),
    needRules: library.needRules,
    rules: library.rules,
  },
  onPage: (...place) => void pageDialog.show(...place),
  onAskInstead: actions.askInstead,
  onUndoSwap: actions.undoSwap,
  onEnterKey: keyDialog.open,
})
