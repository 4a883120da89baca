import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { AppError } from '../../spec/errors.ts'

export type BodyLimits = {
  /** Bytes on the wire. */
  readonly maxBytes: number
  /** Bytes after unpacking. */
  readonly maxUnpackedBytes: number
}

type Chunks = AsyncIterable<Uint8Array>

/**
 * A body, unpacked. Throws FETCH_FAILED as soon as a limit is passed, with the rest unread. It is taken
 * off the wire before it is unpacked: nothing slow may hold it up (see `unpausedRequest`).
 */
export const readBody = async (
  body: Readable,
  encoding: string,
  { maxBytes, maxUnpackedBytes }: BodyLimits,
): Promise<Uint8Array> => {
  const unpack = unpacker(encoding)
  const packed = await collect(bound(body, maxBytes))
  if (unpack === undefined) return packed
  const unpacked = pipeline(Readable.from([packed]), unpack, (source: Chunks) =>
    collect(bound(source, maxUnpackedBytes)),
  )
  return await unpacked
}

const collect = async (source: Chunks): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of source) chunks.push(chunk)
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

const unpacker = (encoding: string): Transform | undefined => {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return undefined
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
