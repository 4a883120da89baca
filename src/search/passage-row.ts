import type { Span } from '../spec/span.ts'

/** A passage as it is found and shown. */
export type Passage = Span & {
  readonly documentId: string
  readonly revision: string
  readonly title: string
  readonly text: string
}

export type PassageRow = Passage & {
  /** What keyword search reads. */
  readonly terms: string
  readonly vector: Float32Array
}

/** How a row is stored: what a search narrows by, what it compares, and all that it shows in one column. */
export type StoredRow = Pick<PassageRow, 'documentId' | 'revision' | 'terms' | 'vector'> & {
  readonly passage: string
}

// The unit separator: no text that was read holds it, since cleaning takes control characters away.
const SEPARATOR = '\u001f'

/** SQL for the joined column, over the columns that older indexes have instead. */
export const JOINED =
  'concat_ws(chr(31), `documentId`, `revision`, cast(`start` as string), cast(`end` as string), `title`, `text`)'
export const REPLACED = ['start', 'end', 'title', 'text']

/** Of a million rows, each column more that a search reads takes it about a millisecond more. */
export const toStored = (row: PassageRow): StoredRow => {
  const { documentId, revision, start, end, title, text, terms, vector } = row
  const passage = [documentId, revision, start, end, title, text].join(SEPARATOR)
  return { documentId, revision, terms, vector, passage }
}

export const toPassage = (passage: string): Passage => {
  const [documentId = '', revision = '', start, end, title = '', ...text] = passage.split(SEPARATOR)
  const span = { start: Number(start), end: Number(end) }
  return { documentId, revision, ...span, title, text: text.join(SEPARATOR) }
}
