import { randomBytes } from 'node:crypto'

// Longer than any commit takes: younger passages may belong to another process that is at work.
const ABANDONED_MS = 10 * 60_000

/** A name for one version of a document that tells when it was made. */
export const newRevision = (now = Date.now()): string =>
  `${now.toString(36)}-${randomBytes(6).toString('hex')}`

export const isAbandoned = (revision: string, now = Date.now()): boolean => {
  const made = Number.parseInt(revision.split('-')[0] ?? '', 36)
  return !(now - made < ABANDONED_MS)
}
