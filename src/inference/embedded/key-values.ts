import { toHalves, writeFloats } from './half-floats.ts'

/** Sizes of a language model's keys and values. */
export type CacheShape = {
  readonly layers: number
  readonly heads: number
  /** Numbers in a key. */
  readonly size: number
}

/** Keys and values of consecutive tokens: for each layer [heads, tokens, size]. */
type Layers<Numbers> = {
  readonly tokens: number
  readonly keys: readonly Numbers[]
  readonly values: readonly Numbers[]
}

/** As the session reads and writes them. */
export type KeyValues = Layers<Float32Array>

/** As they are kept: halves of floats. */
export type KeptKeyValues = Layers<Uint16Array>

export const bytesOf = ({ layers, heads, size }: CacheShape, tokens: number): number =>
  2 * layers * heads * tokens * size * Uint16Array.BYTES_PER_ELEMENT

export const keep = ({ tokens, keys, values }: KeyValues): KeptKeyValues => ({
  tokens,
  keys: keys.map(toHalves),
  values: values.map(toHalves),
})

/** One after the other along the tokens. */
export const joinKeyValues = (
  shape: CacheShape,
  parts: readonly (KeyValues | KeptKeyValues)[],
): KeyValues => {
  const tokens = parts.reduce((sum, part) => sum + part.tokens, 0)
  const join = (kind: 'keys' | 'values'): readonly Float32Array[] =>
    Array.from({ length: shape.layers }, (_, layer) =>
      joinLayer(
        shape,
        tokens,
        parts.map((part) => ({ tokens: part.tokens, data: part[kind][layer] })),
      ),
    )
  return { tokens, keys: join('keys'), values: join('values') }
}

const joinLayer = (
  { heads, size }: CacheShape,
  tokens: number,
  parts: readonly {
    readonly tokens: number
    readonly data: Float32Array | Uint16Array | undefined
  }[],
): Float32Array => {
  const joined = new Float32Array(heads * tokens * size)
  for (let head = 0; head < heads; head += 1) {
    let place = head * tokens * size
    for (const { tokens: length, data } of parts) {
      if (data === undefined) throw new Error('a layer without keys: this is a bug')
      const width = length * size
      const own = data.subarray(head * width, (head + 1) * width)
      if (own instanceof Uint16Array) writeFloats(own, joined, place)
      else joined.set(own, place)
      place += width
    }
  }
  return joined
}
