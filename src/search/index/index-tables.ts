import type { DocumentRecord } from '../../spec/search.ts'
import { connect, type Connection, Index, type Table } from '@lancedb/lancedb'
import { type DataType, Field, FixedSizeList, Float32, Int32, Schema, Utf8 } from 'apache-arrow'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Encoder } from '../../spec/encoder.ts'
import { lanceSession } from './lance-session.ts'
import { JOINED } from './passage-row.ts'
import { dropMixedUpCodes } from './vector-index.ts'

// Longer than any commit takes: younger passages may belong to another process that is at work.
const ABANDONED_MS = 10 * 60_000

/** A name for one version of a document that tells when it was made. */
export const newRevision = (now = Date.now()): string =>
  `${now.toString(36)}-${randomBytes(6).toString('hex')}`

export const isAbandoned = (revision: string, now = Date.now()): boolean => {
  const made = Number.parseInt(revision.split('-')[0] ?? '', 36)
  return !(now - made < ABANDONED_MS)
}

/** A document's row. The row is the commit: passages of another revision are not there. */
export type DocumentRow = Omit<DocumentRecord, 'tags'> & {
  /** One a line. */
  readonly tags: string
  /** What the passages were made of: bytes, title, extraction and encoder. */
  readonly fingerprint: string
  /** Names the passages of this version alone. */
  readonly revision: string
}

export type IndexTables = {
  readonly documents: Table
  readonly passages: Table
  close(): void
}

const text = (name: string): Field<DataType> => new Field(name, new Utf8(), false)
const int = (name: string): Field<DataType> => new Field(name, new Int32(), false)

const documentSchema = new Schema([
  ...['id', 'collection', 'name', 'url', 'title', 'mediaType', 'contentHash'].map(text),
  ...['pageHash', 'addedAt', 'tags', 'published', 'fingerprint', 'revision'].map(text),
  int('passages'),
])

const passageSchema = (dimensions: number): Schema =>
  new Schema([
    ...['documentId', 'revision', 'passage', 'terms'].map(text),
    new Field(
      'vector',
      new FixedSizeList(dimensions, new Field('item', new Float32(), true)),
      false,
    ),
  ])

/** Where an index lies: one an encoder, since vectors of two encoders can't be compared. */
export const indexFolder = (
  dataDir: string,
  encoder: Encoder,
): { readonly root: string; readonly folder: string } => {
  const root = join(dataDir, 'index')
  return { root, folder: join(root, encoder.id.replaceAll(/[^\w.-]+/gu, '-')) }
}

/** The pair of tables in its folder; made where there is none. */
export const openTables = async (dataDir: string, encoder: Encoder): Promise<IndexTables> => {
  const connection = await connect(indexFolder(dataDir, encoder).folder, {}, lanceSession())
  const documents = await openTable(connection, 'documents', documentSchema)
  const schema = passageSchema(encoder.dimensions)
  const passages = await openTable(connection, 'passages', schema, JOINED)
  if ((await passages.listIndices()).length === 0) await createTermsIndex(passages)
  await dropMixedUpCodes(passages)
  return { documents, passages, close: () => connection.close() }
}

type ColumnMigration = {
  readonly sqlDefaults: Readonly<Record<string, string>>
  readonly dropped: readonly string[]
}

/**
 * A table that an older version made lacks columns: they are added, empty or as `sqlDefaults` says in SQL,
 * and those that they replace are dropped after.
 */
const openTable = async (
  connection: Connection,
  name: string,
  schema: Schema,
  { sqlDefaults, dropped }: ColumnMigration = { sqlDefaults: {}, dropped: [] },
): Promise<Table> => {
  const exists = (await connection.tableNames()).includes(name)
  if (!exists) return connection.createEmptyTable(name, schema)
  const table = await connection.openTable(name)
  const known = new Set((await table.schema()).fields.map((field) => field.name))
  const missing = schema.fields.filter((field) => !known.has(field.name))
  if (missing.length > 0)
    await table.addColumns(
      missing.map((field) => ({ name: field.name, valueSql: sqlDefaults[field.name] ?? "''" })),
    )
  const old = dropped.filter((column) => known.has(column))
  if (old.length > 0) await table.dropColumns(old)
  return table
}

const createTermsIndex = async (passages: Table): Promise<void> => {
  const config = Index.fts({
    withPosition: false,
    stem: true,
    // A query of stop words alone would fail where rows are not indexed yet: queryTerms drops them.
    removeStopWords: false,
    maxTokenLength: 200,
    asciiFolding: true,
  })
  await passages.createIndex('terms', { config })
}
