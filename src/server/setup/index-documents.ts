import { setTimeout as pause } from 'node:timers/promises'
import { DEFAULT_COLLECTION } from '../../search/index/document.ts'
import type { EncodeOptions } from '../../search/index/draft-documents.ts'
import type { DocumentIndex } from '../../search/index/document-index.ts'
import { demoPaths } from '../../search/files/demo-corpus.ts'
import { indexPaths } from '../../search/files/index-paths.ts'
import { isAppError } from '../../spec/errors.ts'
import type { Indexing, Log } from './services.ts'

export type BackgroundIndexing = { progress(): Indexing | undefined; stop(): Promise<void> }

const DEMO = 'demo'
// A turn that comes in meanwhile finds free cores after one batch of passages. Where turns never end,
// indexing goes on at a tenth of its speed or so.
const STEP_MS = 50
const MOST_REST_MS = 3_000

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

/** Indexes anew what a damaged index held, and says so. */
export const restoreIndex = async (
  index: Pick<DocumentIndex, 'restore'>,
  log: Log,
  options: EncodeOptions,
): Promise<void> => {
  const { restored, lost } = await index.restore(options)
  if (restored > 0) log.warn(`${restored} documents were indexed anew from their snapshots.`)
  for (const name of lost)
    log.warn(`${name} could not be indexed anew: its snapshot is gone or damaged. Send it again.`)
}

/** Indexes what is planned while no turn is being answered. Unchanged files cost nothing. */
export const indexInBackground = (
  index: DocumentIndex,
  paths: readonly string[],
  log: Log,
  isBusy: () => boolean = () => false,
): BackgroundIndexing => {
  const stopped = new AbortController()
  let progress: Indexing | undefined
  const rest = async (): Promise<void> => {
    for (let ms = 0; isBusy() && ms < MOST_REST_MS; ms += STEP_MS) await pause(STEP_MS)
  }
  const run = async (): Promise<void> => {
    await restoreIndex(index, log, { signal: stopped.signal, rest })
    const plan = await planIndexing(index, paths)
    if (plan === undefined) return
    const report = await indexPaths(index, plan.paths, {
      signal: stopped.signal,
      rest,
      collection: plan.collection,
      onProgress: ({ done, total, passages, failures }) => {
        progress = { done, total, passages, failures: failures.length }
      },
    })
    const { added, unchanged, passages, ms, failures } = report
    log.info({ added, unchanged, passages, ms: Math.round(ms) }, 'documents indexed')
    const unread = paths.length > 0 ? [...failures, ...report.passedOver] : failures
    for (const { path, reason } of unread) log.warn({ path, reason }, 'document not indexed')
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
