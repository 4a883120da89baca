import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../spec/errors.ts'
import type { DocumentRow } from './index-tables.ts'
import { writeWhole } from '../../base/write-whole.ts'

/** What is indexed, kept beside the index: with the snapshots, enough to build it anew. */
export type DocumentRecords = {
  /** Those of these documents that are not kept yet. */
  fill(rows: Iterable<DocumentRow>): Promise<void>
  put(row: DocumentRow): Promise<void>
  remove(id: string): Promise<void>
  /** Records without a document in the index; `damaged` are files that can't be read. */
  missing(from: ReadonlyMap<string, DocumentRow>): Promise<{
    readonly rows: readonly DocumentRow[]
    readonly damaged: readonly string[]
  }>
}

const text = z.string()
const rowSchema = z.object({
  id: text,
  collection: text,
  name: text,
  url: text,
  title: text,
  mediaType: text,
  contentHash: text,
  pageHash: text,
  addedAt: text,
  tags: text,
  published: text,
  passages: z.number(),
  fingerprint: text,
  revision: text,
})
const SUFFIX = '.json'

/** A file a document in `dataDir`/documents, written after the index and removed before. Throws STORE_FAILED. */
export const openDocumentRecords = (dataDir: string): DocumentRecords => {
  const folder = join(dataDir, 'documents')
  const pathOf = (id: string): string => join(folder, `${id}${SUFFIX}`)
  const ids = async (): Promise<readonly string[]> =>
    (await readdir(folder).catch(() => []))
      .filter((name) => !name.startsWith('.') && name.endsWith(SUFFIX))
      .map((name) => name.slice(0, -SUFFIX.length))
  const put = async (row: DocumentRow): Promise<void> => {
    try {
      await mkdir(folder, { recursive: true })
      await writeWhole(pathOf(row.id), JSON.stringify(row))
    } catch (cause) {
      throw new AppError('STORE_FAILED', `What ${row.name} is can't be written.`, { cause })
    }
  }
  return {
    put,
    fill: async (rows) => {
      const kept = new Set(await ids())
      for (const row of rows) if (!kept.has(row.id)) await put(row)
    },
    remove: (id) => rm(pathOf(id), { force: true }),
    missing: async (from) => {
      const rows: DocumentRow[] = []
      const damaged: string[] = []
      for (const id of await ids()) {
        if (from.has(id)) continue
        const row = parseRow(await readFile(pathOf(id), 'utf8').catch(() => ''))
        if (row?.id === id) rows.push(row)
        else damaged.push(pathOf(id))
      }
      return { rows, damaged }
    },
  }
}

const parseRow = (json: string): DocumentRow | undefined => {
  try {
    return rowSchema.safeParse(JSON.parse(json)).data
  } catch {
    return undefined
  }
}
