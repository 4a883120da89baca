import type { Config } from '../server/setup/config.ts'
import { planIndexing, restoreIndex } from '../server/setup/index-documents.ts'
import type { DocumentIndex } from '../search/index/document-index.ts'
import { indexPaths } from '../search/files/index-paths.ts'
import { isAppError } from '../spec/errors.ts'
import { lockFolder } from '../store/lock-folder.ts'
import { stderrLog } from './stderr-log.ts'
import { showIndexing } from './show-indexing.ts'

/**
 * Brings the index up to date before its first use, as the service does at its start. Where another
 * process holds the data folder, what that one has indexed is searched.
 */
export const indexFirst = (
  documents: DocumentIndex,
  config: Pick<Config, 'data' | 'documents'>,
  signal: AbortSignal,
): (() => Promise<void>) => {
  let done: Promise<void> | undefined
  return () => (done ??= bringUpToDate(documents, config, signal))
}

const bringUpToDate = async (
  documents: DocumentIndex,
  config: Pick<Config, 'data' | 'documents'>,
  signal: AbortSignal,
): Promise<void> => {
  const unlock = await lockFolder(config.data).catch((error: unknown) => {
    if (isAppError(error, 'DATA_IN_USE')) return undefined
    throw error
  })
  if (unlock === undefined) return
  await restoreIndex(documents, stderrLog, { signal }).catch(async (error: unknown) => {
    await unlock()
    throw error
  })
  const plan = await planIndexing(documents, config.documents)
  if (plan === undefined) return unlock()
  if (!process.stderr.isTTY && documents.list({ limit: 1 }).total === 0) {
    stderrLog.warn('Indexing documents for the first time; this takes a while, once.')
  }
  const progress = showIndexing(process.stderr)
  try {
    await indexPaths(documents, plan.paths, {
      signal,
      collection: plan.collection,
      onProgress: progress.update,
    })
  } finally {
    progress.end()
    await unlock()
  }
}
