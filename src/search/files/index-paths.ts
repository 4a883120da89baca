import { readFile } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { throwIfAborted } from '../../spec/errors.ts'
import { DEFAULT_COLLECTION, type AddOutcome, type NewDocument } from '../index/document.ts'
import type { DocumentIndex } from '../index/document-index.ts'
import { reasonOf, walkFiles, type FileFailure, type FoundFile } from './walk-files.ts'

export type IndexProgress = {
  /** Files that are dealt with, of `total`. */
  readonly done: number
  readonly total: number
  readonly passages: number
  /** Passages a second. */
  readonly rate: number
  readonly etaMs: number
  readonly failures: readonly FileFailure[]
}

export type IndexReport = {
  readonly added: number
  readonly unchanged: number
  readonly removed: number
  /** New ones. */
  readonly passages: number
  readonly ms: number
  readonly failures: readonly FileFailure[]
  /** Of kinds that are not read, and links out of the folder. */
  readonly passedOver: readonly FileFailure[]
  /** Hidden files and folders, and folders of installed packages. */
  readonly skipped: number
}

export type IndexPathsOptions = {
  readonly onProgress?: (progress: IndexProgress) => void
  readonly signal?: AbortSignal
  readonly collection?: string
  /** Passages an encoder call; fewer leave more room for others. */
  readonly batch?: number
  /** Rest between two encoder calls, in milliseconds. */
  readonly pauseMs?: number
  /** Waited for between two encoder calls. */
  readonly rest?: () => Promise<void>
}

// Files are committed in groups: each commit costs some milliseconds, and a kill loses one group.
const GROUP_BYTES = 64 * 1024
const GROUP_FILES = 16

/**
 * Indexes files and folders. Unchanged files are skipped, changed ones replaced, and those that are
 * gone from a given folder removed; a file that can't be read is listed and the rest goes on. Throws
 * ABORTED; what was committed before stays.
 */
export const indexPaths = async (
  index: DocumentIndex,
  paths: readonly string[],
  options: IndexPathsOptions = {},
): Promise<IndexReport> => {
  const { signal, collection = DEFAULT_COLLECTION } = options
  const started = performance.now()
  const { files, failures: unwalked, passedOver, skipped } = await walkFiles(paths, signal)
  const tally = { added: 0, unchanged: 0, passages: 0, failures: [...unwalked] }
  let done = 0
  let bytesDone = 0
  const totalBytes = files.reduce((sum, file) => sum + file.bytes, 0)
  for (const group of inGroups(files)) {
    throwIfAborted(signal)
    await indexGroup(index, group, { ...options, collection }, tally)
    done += group.length
    bytesDone += group.reduce((sum, file) => sum + file.bytes, 0)
    const ms = performance.now() - started
    options.onProgress?.({
      done,
      total: files.length,
      passages: tally.passages,
      rate: tally.passages / (ms / 1000),
      etaMs: bytesDone === 0 ? 0 : (ms * (totalBytes - bytesDone)) / bytesDone,
      failures: [...tally.failures],
    })
    await setImmediate()
  }
  const removed = await removeGone(index, { paths, collection, files, unwalked })
  if (tally.added + removed > 0) await index.optimize()
  return { ...tally, passedOver, skipped, removed, ms: performance.now() - started }
}

type Tally = { added: number; unchanged: number; passages: number; failures: FileFailure[] }

const indexGroup = async (
  index: DocumentIndex,
  group: readonly FoundFile[],
  options: IndexPathsOptions & { readonly collection: string },
  tally: Tally,
): Promise<void> => {
  const read: { readonly path: string; readonly document: NewDocument }[] = []
  for (const { path, name } of group) {
    try {
      const bytes = await readFile(path)
      const { collection } = options
      read.push({ path, document: { name, url: pathToFileURL(path).href, bytes, collection } })
    } catch (error) {
      tally.failures.push({ path, reason: reasonOf(error) })
    }
  }
  const documents = read.map(({ document }) => document)
  for (const [at, outcome] of (await index.addAll(documents, options)).entries())
    count(outcome, read[at]?.path ?? outcome.name, tally)
}

const count = (outcome: AddOutcome, path: string, tally: Tally): void => {
  switch (outcome.status) {
    case 'failed':
      tally.failures.push({ path, reason: outcome.reason })
      return
    case 'unchanged':
      tally.unchanged += 1
      return
    default:
      tally.added += 1
      tally.passages += outcome.record.passages
  }
}

/** Documents under the given paths whose file is no more; one that can't be read now is not gone. */
const removeGone = async (
  index: DocumentIndex,
  walk: {
    readonly paths: readonly string[]
    readonly collection: string
    readonly files: readonly FoundFile[]
    readonly unwalked: readonly FileFailure[]
  },
): Promise<number> => {
  const { paths, collection, files, unwalked } = walk
  const present = new Set([...files, ...unwalked].map(({ path }) => pathToFileURL(path).href))
  const unreadable = unwalked.map(({ path }) => pathToFileURL(path + sep).href)
  const roots = paths.map((path) => pathToFileURL(resolve(path)).href)
  const isUnder = (url: string, root: string): boolean =>
    url === root || url.startsWith(root.endsWith('/') ? root : `${root}/`)
  const gone = index
    .origins(collection)
    .filter(
      ({ url }) =>
        roots.some((root) => isUnder(url, root)) &&
        !present.has(url) &&
        !unreadable.some((folder) => url.startsWith(folder)),
    )
  await index.removeAll(gone.map(({ id }) => id))
  return gone.length
}

function* inGroups(files: readonly FoundFile[]): Generator<readonly FoundFile[]> {
  let group: FoundFile[] = []
  let bytes = 0
  for (const file of files) {
    if (group.length >= GROUP_FILES || (group.length > 0 && bytes + file.bytes > GROUP_BYTES)) {
      yield group
      group = []
      bytes = 0
    }
    group.push(file)
    bytes += file.bytes
  }
  if (group.length > 0) yield group
}
