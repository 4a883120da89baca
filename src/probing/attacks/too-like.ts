// Two attacks that share so much of their word pairs ask the same thing in the same way.
const MOST_SHARED = 0.6

/** Remembers texts, and says of a new one whether it is nearly one of them. */
export type Novelty = {
  /** True, and remembered, where it is like none before. */
  isNew(text: string): boolean
}

export const createNovelty = (): Novelty => {
  const seen: ReadonlySet<string>[] = []
  return {
    isNew: (text) => {
      const own = wordPairs(text)
      if (seen.some((other) => sharedPart(own, other) > MOST_SHARED)) return false
      seen.push(own)
      return true
    },
  }
}

const wordPairs = (text: string): ReadonlySet<string> => {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  if (words.length < 2) return new Set(words)
  return new Set(words.slice(1).map((word, at) => `${words[at] ?? ''} ${word}`))
}

/** Jaccard's index. */
const sharedPart = (one: ReadonlySet<string>, other: ReadonlySet<string>): number => {
  let shared = 0
  for (const pair of one) if (other.has(pair)) shared += 1
  const all = one.size + other.size - shared
  return all === 0 ? 1 : shared / all
}
