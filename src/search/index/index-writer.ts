import type { Table } from '@lancedb/lancedb'
import { oneByOne } from '../../base/one-by-one.ts'
import { AppError } from '../../spec/errors.ts'
import { type DocumentRow, type IndexTables, isAbandoned } from './index-tables.ts'
import { type PassageRow, toStored } from './passage-row.ts'
import { countWithoutCodes, ensureVectorIndex } from './vector-index.ts'

/** The writer of an index, after what a killed process left half done has been cleared away. */
export const openIndexWriter = async (tables: IndexTables): Promise<IndexWriter> => {
  const rows = await readRows(tables.documents)
  await deleteOrphans(tables.passages, rows)
  const count = await tables.passages.countRows()
  const terms = await tables.passages.indexStats('terms_idx')
  const withoutCodes = await countWithoutCodes(tables.passages, count)
  const unindexed = Math.max(terms?.numUnindexedRows ?? 0, withoutCodes)
  const writer = new IndexWriter(tables, rows, unindexed)
  writer.catchUpWhenIdle(count)
  return writer
}

const readRows = async (documents: Table): Promise<readonly DocumentRow[]> =>
  (await documents.query().toArray()).map((row: DocumentRow) => ({ ...row }))

const deleteOrphans = async (passages: Table, rows: readonly DocumentRow[]): Promise<void> => {
  const found = new Set<string>()
  for await (const batch of passages.query().select(['revision'])) {
    for (const revision of batch.getChild('revision') ?? []) found.add(String(revision))
  }
  for (const { revision } of rows) found.delete(revision)
  await deleteRevisions(
    passages,
    [...found].filter((revision) => isAbandoned(revision)),
  )
}

// Rows that no index of words holds yet have to be scanned, about 30 µs each. Of more, words are not
// searched: they are found by meaning alone until the index catches up.
const MOST_SCANNED = 512
// Catching up rewrites the table. Done each time that it has grown by a share, it costs each passage
// the same, however many there are.
const GROWTH = 0.2
// Nothing was added for so long, and a while more for each passage that would be rewritten.
const IDLE_MS = 5_000
const IDLE_MS_A_ROW = 0.02
// What was written so lately is often being read; a search that meets a removed version is repeated.
const KEEP_VERSIONS_MS = 60_000

/**
 * The one writer of an index. A version of a document is there from the moment its row is committed:
 * its passages are written before, those of the version before it deleted after, and whatever a kill
 * leaves between the two belongs to no row and is never found. Calls run one after the other.
 */
export class IndexWriter {
  readonly #tables: IndexTables
  readonly #rows: Map<string, DocumentRow>
  readonly #inOrder = oneByOne()
  #unindexed: number
  #trouble: string | undefined
  #idle: NodeJS.Timeout | undefined

  constructor(tables: IndexTables, rows: readonly DocumentRow[], unindexed: number) {
    this.#tables = tables
    this.#rows = new Map(rows.map((row) => [row.id, row]))
    this.#unindexed = unindexed
  }

  /** What is committed, by id. */
  get rows(): ReadonlyMap<string, DocumentRow> {
    return this.#rows
  }

  /** What is wrong although adding and searching still work. */
  get trouble(): string | undefined {
    return this.#trouble
  }

  /** Whether the words of all passages can be searched fast, or only those that are indexed. */
  get wordsAreIndexed(): boolean {
    return this.#unindexed <= MOST_SCANNED
  }

  /** Whether some passages are not in the indexes yet. */
  get isBehind(): boolean {
    return this.#unindexed > 0
  }

  commit(rows: readonly DocumentRow[], passages: readonly PassageRow[]): Promise<void> {
    return this.#exclusive(() => this.#commit(rows, passages))
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.#exclusive(() => this.#remove(ids))
  }

  optimize(): Promise<void> {
    clearTimeout(this.#idle)
    return this.#exclusive(() => this.#optimize())
  }

  async #exclusive<Result>(task: () => Promise<Result>): Promise<Result> {
    try {
      return await this.#inOrder(task)
    } catch (cause) {
      throw new AppError('STORE_FAILED', 'The index could not be written.', { cause })
    }
  }

  /** Resolves when all that was asked for is written. */
  async settled(): Promise<void> {
    clearTimeout(this.#idle)
    await this.#exclusive(() => Promise.resolve())
    clearTimeout(this.#idle)
  }

  async #commit(added: readonly DocumentRow[], cut: readonly PassageRow[]): Promise<void> {
    const { documents, passages } = this.#tables
    const replaced = added.flatMap(({ id }) => this.#rows.get(id)?.revision ?? [])
    await passages.add(cut.map(toStored))
    const merge = documents.mergeInsert('id').whenMatchedUpdateAll().whenNotMatchedInsertAll()
    await merge.execute(added.map((row) => ({ ...row })))
    for (const row of added) this.#rows.set(row.id, row)
    await deleteRevisions(passages, replaced)
    this.#unindexed += cut.length
    const rows = await passages.countRows()
    // The caller does not wait for it; who writes next does.
    if (this.#unindexed > Math.max(MOST_SCANNED, GROWTH * rows)) this.#catchUp()
    else if (!this.wordsAreIndexed) this.catchUpWhenIdle(rows)
  }

  /** Indexes what waits for it, and frees the disk of old versions, once nothing more has been added for some seconds. */
  catchUpWhenIdle(rows: number): void {
    this.#catchUpAfter(IDLE_MS + IDLE_MS_A_ROW * rows)
  }

  #catchUpAfter(ms: number): void {
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => this.#catchUp(), ms).unref()
  }

  #catchUp(): void {
    clearTimeout(this.#idle)
    void this.#exclusive(() => this.#tryOptimize())
  }

  async #remove(ids: readonly string[]): Promise<void> {
    const { documents, passages } = this.#tables
    const removed = ids.flatMap((id) => this.#rows.get(id) ?? [])
    if (removed.length === 0) return
    await documents.delete(`id IN (${quoted(removed.map(({ id }) => id))})`)
    for (const { id } of removed) this.#rows.delete(id)
    const revisions = removed.map(({ revision }) => revision)
    await deleteRevisions(passages, revisions)
  }

  async #optimize(): Promise<void> {
    const cleanupOlderThan = new Date(Date.now() - KEEP_VERSIONS_MS)
    const { compaction } = await this.#tables.passages.optimize({ cleanupOlderThan })
    await this.#tables.documents.optimize({ cleanupOlderThan })
    await ensureVectorIndex(this.#tables.passages)
    this.#unindexed = 0
    // What was rewritten lies there twice until its versions are old enough to go.
    if (compaction.fragmentsRemoved > 0) this.#catchUpAfter(KEEP_VERSIONS_MS + IDLE_MS)
  }

  // What was added is committed and found without it; the next one tries again.
  async #tryOptimize(): Promise<void> {
    try {
      await this.#optimize()
      this.#trouble = undefined
    } catch (error) {
      this.#trouble = `the index could not be brought up to date: ${String(error).slice(0, 200)}`
    }
  }
}

const deleteRevisions = async (passages: Table, revisions: readonly string[]): Promise<void> => {
  if (revisions.length > 0) await passages.delete(`revision IN (${quoted(revisions)})`)
}

// Ids and revisions are our own hex digits and hyphens.
const quoted = (ids: readonly string[]): string => ids.map((id) => `'${id}'`).join(',')
