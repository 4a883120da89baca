import { createHash } from 'node:crypto'
import type { Encoder } from '../../src/spec/encoder.ts'

/** Words hashed into a unit vector: the same on every machine, and texts with words in common are near. */
export const hashEncoder = (
  options: { readonly dimensions?: number; readonly id?: string } = {},
): Encoder => {
  const { dimensions = 256, id = `hash-${dimensions}` } = options
  return {
    id,
    dimensions,
    embed: (texts, signal) => {
      signal?.throwIfAborted()
      return Promise.resolve(texts.map((text) => embed(text, dimensions)))
    },
  }
}

const embed = (text: string, dimensions: number): Float32Array => {
  const vector = new Float32Array(dimensions)
  const words = text.match(/\p{Lu}?[\p{Ll}\p{M}]+|[\p{L}\p{N}]+/gu) ?? ['']
  for (const word of words) {
    const hash = createHash('sha1').update(word.toLowerCase().replace(/s$/u, '')).digest()
    const place = hash.readUInt32LE(0) % dimensions
    vector[place] = (vector[place] ?? 0) + (hash.readUInt8(4) % 2 === 0 ? 1 : -1)
  }
  const length = Math.hypot(...vector)
  return vector.map((value) => (length === 0 ? 1 / Math.sqrt(dimensions) : value / length))
}
