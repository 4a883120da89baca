import { DEFAULT_COLLECTION } from '../search/document.ts'
import type { DocumentIndex } from '../search/document-index.ts'
import { demoPaths } from '../search/demo-corpus.ts'
import { indexPaths } from '../search/index-paths.ts'
import { isAppError } from '../spec/errors.ts'
import type { Indexing, Log } from './services.ts'

export type BackgroundIndexing = { progress(): Indexing | undefined; stop(): Promise<void> }

const DEMO = 'demo'
// Between two batches, so that a turn that comes in meanwhile finds a free core.
const PAUSE_MS = 20

export type IndexingPlan = { readonly paths: readonly string[]; readonly collection: string }

/**
 * The given paths, or, where none are given and no document of the user is there, the documentation
 * inside the installed packages; undefined where nothing is to be done.
 */
export const planIndexing = async (
  index: Pick<DocumentIndex, 'list'>,
  paths: readonly string[],
): Promise<IndexingPlan | undefined> => {
  if (paths.length > 0) return { paths, collection: DEFAULT_COLLECTION }
  if (index.list({ limit: 1, collection: DEFAULT_COLLECTION }).total > 0) return undefined
  return { paths: await demoPaths(), collection: DEMO }
}

/** Indexes what is planned, beside all else. Unchanged files cost nothing. */
export const indexInBackground = (
  index: DocumentIndex,
  paths: readonly string[],
  log: Log,
): BackgroundIndexing => {
  const stopped = new AbortController()
  let progress: Indexing | undefined
  const run = async (): Promise<void> => {
    const plan = await planIndexing(index, paths)
    if (plan === undefined) return
    const report = await indexPaths(index, plan.paths, {
      signal: stopped.signal,
      pauseMs: PAUSE_MS,
      collection: plan.collection,
      onProgress: ({ done, total, passages, failures }) => {
        progress = { done, total, passages, failures: failures.length }
      },
    })
    const { added, unchanged, passages, ms, failures } = report
    log.info({ added, unchanged, passages, ms: Math.round(ms) }, 'documents indexed')
    for (const { path, reason } of failures) log.warn({ path, reason }, 'document not indexed')
  }
  const finished = run().catch((error: unknown) => {
    if (!isAppError(error, 'ABORTED')) log.error({ err: error }, 'indexing stopped')
  })
  return {
    progress: () => progress,
    stop: async () => {
      stopped.abort()
      await finished
    },
  }
}
