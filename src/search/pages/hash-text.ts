import { createHash } from 'node:crypto'

/** sha256 in hex. */
export const hashText = (text: string | Uint8Array): string =>
  createHash('sha256').update(text).digest('hex')
