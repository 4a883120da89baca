/** Wires what is done with documents and rules. */
import { say } from './ground/say.js'
import { createDocumentsView } from './library/documents-view.js'
import { createLibraryDialog } from './library/library-dialog.js'
import { createRulesView } from './library/rules-view.js'
import { createUploads } from './library/uploads.js'
import { isIndexing } from './service/readiness.js'

/** @import { Readiness } from './service/readiness.js' */

/**
 * @param {{ report: (error: unknown) => void, say: (text: string) => void, readiness: () => Readiness,
 *   onDocuments: () => void, onRules: () => void }} deps
 */
export const createDocumentLibrary = ({ report, say: tell, readiness, onDocuments, onRules }) => {
  const uploads = createUploads({
    tooLarge: say('upload.tooLarge'),
    onChange: () => documents.update(),
    onDone: () => {
      const failed = uploads.all().filter(({ state }) => state === 'failed')
      const done = uploads.all().filter(({ state }) => state === 'done')
      if (failed[0])
        tell(say('upload.someFailed', { name: failed[0].name, why: failed[0].detail ?? '' }))
      else if (done.length > 0) tell(say('upload.allDone', { count: done.length }))
      documents.show()
      onDocuments()
    },
  })
  const documents = createDocumentsView({
    uploads,
    onChange: onDocuments,
    onFailure: report,
    indexing: () => {
      const now = readiness()
      const { indexing } = now.kind === 'ready' ? now.health : {}
      return now.kind === 'ready' && indexing && isIndexing(now.health)
        ? say('welcome.reading', indexing)
        : ''
    },
  })
  const rules = createRulesView({ onChange: onRules, onFailure: report })
  const dialog = createLibraryDialog({ documents, rules })
  return {
    open: dialog.open,
    update: documents.update,
    /** @param {FileList} files */
    add: (files) => {
      tell(say('upload.begun', { count: files.length }))
      uploads.add([...files])
    },
  }
}
