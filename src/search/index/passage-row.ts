import type { Span } from '../../spec/span.ts'

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

/** How a row is stored, with its parts joined: what a search narrows by, what it compares, and all that it shows in one column. */
export type StoredRow = Pick<PassageRow, 'documentId' | 'revision' | 'terms' | 'vector'> & {
  readonly passage: string
}

// The unit separator: no text that was read holds it, since cleaning takes control characters away.
const SEPARATOR = '\u001f'

/** What turns an older index over: SQL for the joined column, and the columns that it takes the place of. */
export const JOINED = {
  sqlDefaults: {
    passage:
      'concat_ws(chr(31), `documentId`, `revision`, cast(`start` as string), cast(`end` as string), `title`, `text`)',
  },
  dropped: ['start', 'end', 'title', 'text'],
} as const

/** A search reads each column for itself: of a million rows, seven of them took it 8 ms of processor time. */
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
