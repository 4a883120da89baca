/** Sizes of a language model's keys and values. */
export type CacheShape = {
  readonly layers: number
  readonly heads: number
  /** Numbers in a key. */
  readonly size: number
}

/** Keys and values of consecutive tokens: for each layer float32 [heads, tokens, size]. */
export type KeyValues = {
  readonly tokens: number
  readonly keys: readonly Float32Array[]
  readonly values: readonly Float32Array[]
}

export const bytesOf = ({ layers, heads, size }: CacheShape, tokens: number): number =>
  2 * layers * heads * tokens * size * Float32Array.BYTES_PER_ELEMENT

/** One after the other along the tokens. */
export const concatKeyValues = (shape: CacheShape, parts: readonly KeyValues[]): KeyValues => {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  const tokens = parts.reduce((sum, part) => sum + part.tokens, 0)
  const join = (pick: (part: KeyValues) => readonly Float32Array[]): readonly Float32Array[] =>
    Array.from({ length: shape.layers }, (_, layer) =>
      concatLayer(
        shape,
        tokens,
        parts.map((part) => ({ tokens: part.tokens, data: pick(part)[layer] })),
      ),
    )
  return { tokens, keys: join(({ keys }) => keys), values: join(({ values }) => values) }
}

const concatLayer = (
  { heads, size }: CacheShape,
  tokens: number,
  parts: readonly { readonly tokens: number; readonly data: Float32Array | undefined }[],
): Float32Array => {
  const joined = new Float32Array(heads * tokens * size)
  for (let head = 0; head < heads; head += 1) {
    let place = head * tokens * size
    for (const { tokens: length, data } of parts) {
      if (data === undefined) throw new Error('a layer without keys: this is a bug')
      const width = length * size
      joined.set(data.subarray(head * width, (head + 1) * width), place)
      place += width
    }
  }
  return joined
}
