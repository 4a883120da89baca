import type { DocumentFilter, DocumentRecord } from '../../spec/search.ts'
import type { DocumentRow } from './index-tables.ts'
import { publicName, publicUrl } from './public-names.ts'

export type ListOptions = {
  readonly limit: number
  readonly offset?: number
  readonly collection?: string
}

export type DocumentList = { readonly documents: readonly DocumentRecord[]; readonly total: number }

export const toRecord = (row: DocumentRow): DocumentRecord => {
  const { fingerprint: _, revision: __, tags, ...record } = row
  const [name, url] = [publicName(row), publicUrl(row)]
  return { ...record, name, url, tags: tags.split('\n').filter((tag) => tag !== '') }
}

/** Newest first; `total` counts all of them, or of the collection. */
export const listRows = (
  rows: Iterable<DocumentRow>,
  { limit, offset = 0, collection }: ListOptions,
): DocumentList => {
  const all = [...rows]
    .filter((row) => collection === undefined || row.collection === collection)
    .sort((a, b) => b.addedAt.localeCompare(a.addedAt) || a.id.localeCompare(b.id))
  return { documents: all.slice(offset, offset + limit).map(toRecord), total: all.length }
}

/** "150 documents, 3,912 passages" */
export const describeRows = (rows: Iterable<DocumentRow>): string => {
  let documents = 0
  let passages = 0
  for (const row of rows) {
    documents += 1
    passages += row.passages
  }
  if (documents === 0) return 'no documents yet'
  return `${counted(documents, 'document')}, ${counted(passages, 'passage')}`
}

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`

/** Whether a document passes a filter. */
export const matches = (
  row: DocumentRow,
  { collection, path, tags, after, before }: DocumentFilter,
): boolean => {
  const date = Date.parse(row.published === '' ? row.addedAt : row.published)
  const own = row.tags.split('\n')
  return (
    (collection === undefined || row.collection === collection) &&
    (path === undefined || isUnder(row, path)) &&
    (tags === undefined || tags.every((tag) => own.includes(tag))) &&
    (after === undefined || date >= Date.parse(after)) &&
    (before === undefined || date < Date.parse(before))
  )
}

const isUnder = ({ name, url }: DocumentRow, path: string): boolean =>
  name.startsWith(path) ||
  url.startsWith(path) ||
  (URL.canParse(url) && new URL(url).pathname.startsWith(path))
