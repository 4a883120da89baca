import type { Table } from '@lancedb/lancedb'
import { AppError } from '../spec/errors.ts'
import type { DocumentRow, IndexTables, PassageRow } from './index-tables.ts'
import { isAbandoned } from './revision.ts'
import { ensureVectorIndex } from './vector-index.ts'

// Rows that keyword search has to scan because no index holds them yet, about 30 µs each: the more
// rows there are, the more bringing the index up to date costs.
const mostUnindexed = (rows: number): number => Math.min(Math.max(512, 0.05 * rows), 4_096)
// Versions of a table that another process may still be reading.
const KEEP_VERSIONS_MS = 60_000

/**
 * The one writer of an index. A version of a document is there from the moment its row is committed:
 * its passages are written before, those of the version before it deleted after, and whatever a kill
 * leaves between the two belongs to no row and is never found. Calls run one after the other.
 */
export class IndexWriter {
  readonly #tables: IndexTables
  readonly #rows: Map<string, DocumentRow>
  readonly #exclusive = inTurn()
  #unindexed: number
  #trouble: string | undefined

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

  commit(rows: readonly DocumentRow[], passages: readonly PassageRow[]): Promise<void> {
    return this.#exclusive(() => this.#commit(rows, passages))
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.#exclusive(() => this.#remove(ids))
  }

  optimize(): Promise<void> {
    return this.#exclusive(async () => {
      await this.#optimize()
      await ensureVectorIndex(this.#tables.passages)
    })
  }

  /** Resolves when all that was asked for is written. */
  settled(): Promise<void> {
    return this.#exclusive(() => Promise.resolve())
  }

  async #commit(added: readonly DocumentRow[], cut: readonly PassageRow[]): Promise<void> {
    const { documents, passages } = this.#tables
    const replaced = added.flatMap(({ id }) => this.#rows.get(id)?.revision ?? [])
    await passages.add(cut.map((row) => ({ ...row })))
    const merge = documents.mergeInsert('id').whenMatchedUpdateAll().whenNotMatchedInsertAll()
    await merge.execute(added.map((row) => ({ ...row })))
    for (const row of added) this.#rows.set(row.id, row)
    await deleteRevisions(passages, replaced)
    this.#unindexed += cut.length
    if (this.#unindexed > mostUnindexed(await passages.countRows())) await this.#tryOptimize()
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
    await this.#tables.passages.optimize({ cleanupOlderThan })
    await this.#tables.documents.optimize({ cleanupOlderThan })
    this.#unindexed = 0
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

export const openIndexWriter = async (tables: IndexTables): Promise<IndexWriter> => {
  const rows = await readRows(tables.documents)
  await deleteOrphans(tables.passages, rows)
  const terms = await tables.passages.indexStats('terms_idx')
  return new IndexWriter(tables, rows, terms?.numUnindexedRows ?? 0)
}

const readRows = async (documents: Table): Promise<readonly DocumentRow[]> =>
  (await documents.query().toArray()).map((row: DocumentRow) => ({ ...row }))

const deleteOrphans = async (passages: Table, rows: readonly DocumentRow[]): Promise<void> => {
  const found = new Set<string>()
  for await (const batch of passages.query().select(['revision'])) {
    for (const row of batch) found.add(String(row?.['revision']))
  }
  for (const { revision } of rows) found.delete(revision)
  await deleteRevisions(
    passages,
    [...found].filter((revision) => isAbandoned(revision)),
  )
}

const deleteRevisions = async (passages: Table, revisions: readonly string[]): Promise<void> => {
  if (revisions.length > 0) await passages.delete(`revision IN (${quoted(revisions)})`)
}

// Ids and revisions are our own hex digits and hyphens.
const quoted = (ids: readonly string[]): string => ids.map((id) => `'${id}'`).join(',')

/** Runs tasks one after the other; a failed one says why and lets the next one start. */
const inTurn = (): (<Result>(task: () => Promise<Result>) => Promise<Result>) => {
  let last: Promise<unknown> = Promise.resolve()
  return async (task) => {
    const mine = last.then(task, task)
    last = mine.catch(() => undefined)
    try {
      return await mine
    } catch (cause) {
      throw new AppError('STORE_FAILED', 'The index could not be written.', { cause })
    }
  }
}
