/** What the service holds beside the open dialogue: dialogues, documents, rules. */
import { api } from './api.js'

/** @import { DialogueSummary, DocumentSummary, HealthReport } from './api.js' */
/** @import { Rule } from '../../src/spec/rule.ts' */

/** @param {() => void} onChange */
export const createLibrary = (onChange) => {
  /** @type {readonly DialogueSummary[]} */
  let dialogues = []
  /** @type {readonly DocumentSummary[]} */
  let documents = []
  /** @type {readonly Rule[]} */
  let rules = []
  let known = ''
  return {
    dialogues: () => dialogues,
    documents: () => documents,
    rules: () => rules,
    loadRules: async () => {
      rules = (await api.rules()).rules
    },
    // Without it the page works all the same: what fails here is seen elsewhere.
    loadDialogues: async () => {
      dialogues = (await api.dialogues().catch(() => ({ dialogues }))).dialogues
      onChange()
    },
    /** @param {HealthReport} health says whether there is anything new */
    loadDocuments: async ({ sources, indexing }) => {
      const state = JSON.stringify([sources, indexing])
      if (state === known) return
      known = state
      documents = await allDocuments().catch(() => documents)
      onChange()
    },
  }
}

// A larger library is not listed to its end: the welcome names its groups only.
const MOST = 500

const allDocuments = async () => {
  /** @type {DocumentSummary[]} */
  const all = []
  for (;;) {
    const { documents, total } = await api.documents(all.length)
    all.push(...documents)
    if (documents.length === 0 || all.length >= Math.min(total, MOST)) return all
  }
}
