import { PassThrough, type Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { AppError } from '../spec/errors.ts'

export type BodyLimits = {
  /** Bytes on the wire. */
  readonly maxBytes: number
  /** Bytes after unpacking. */
  readonly maxUnpackedBytes: number
}

type Chunks = AsyncIterable<Uint8Array>

/** A body, unpacked. Throws FETCH_FAILED as soon as a limit is passed, with the rest unread. */
export const readBody = async (
  body: Readable,
  encoding: string,
  { maxBytes, maxUnpackedBytes }: BodyLimits,
): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  const keep = async (source: Chunks): Promise<void> => {
    for await (const chunk of bound(source, maxUnpackedBytes)) chunks.push(chunk)
  }
  await pipeline(body, (source: Chunks) => bound(source, maxBytes), unpacker(encoding), keep)
  return Buffer.concat(chunks)
}

async function* bound(source: Chunks, limit: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of source) {
    bytes += chunk.length
    if (bytes > limit) throw new AppError('FETCH_FAILED', `The page is larger than ${limit} bytes.`)
    yield chunk
  }
}

const unpacker = (encoding: string): Transform => {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return new PassThrough()
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'deflate':
      return createInflate()
    case 'br':
      return createBrotliDecompress()
    default:
      // Several layers, one in the other, are how a small body becomes a huge one.
      throw new AppError('FETCH_FAILED', `The encoding ${encoding.slice(0, 40)} is not read.`)
  }
}
