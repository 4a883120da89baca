/** The cosine of two unit vectors. */
export const similarity = (a: Float32Array, b: Float32Array): number => {
  let sum = 0
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}

// Two texts with this share of words in common say the same.
const SAME_SHARE = 0.85

/** An item, and those after it that say the same. */
type Folded<Item> = { readonly item: Item; readonly copies: readonly Item[] }

/** The first `limit` items whose text repeats none before them: the better-ranked of two stays. */
export const foldDuplicates = <Item extends { readonly text: string }>(
  items: readonly Item[],
  limit = Number.POSITIVE_INFINITY,
): readonly Folded<Item>[] => {
  const kept: { readonly item: Item; readonly words: ReadonlySet<string>; copies: Item[] }[] = []
  for (const item of items) {
    const words = wordsOf(item.text)
    const same = kept.find((one) => areSame(one.words, words))
    if (same) same.copies.push(item)
    else if (kept.length < limit) kept.push({ item, words, copies: [] })
  }
  return kept.map(({ item, copies }) => ({ item, copies }))
}

/** True where the smaller text's words are nearly all in the other, and both are about as long. */
const areSame = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => {
  const smaller = Math.min(a.size, b.size)
  const larger = Math.max(a.size, b.size)
  if (smaller < SAME_SHARE * larger) return false
  let shared = 0
  for (const word of a) if (b.has(word)) shared += 1
  return shared >= SAME_SHARE * (larger + smaller - shared)
}

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
