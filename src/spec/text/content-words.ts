import { compatible } from './fold-letters.ts'

// The commonest words of English carry no topic.
const STOP_WORDS = new Set(
  `a about an and are as at be been but by can could did do does for from had has have he her hers
  him his how i if in into is it its ll me my no not of on or our re s she so such t that the
  their theirs them then there these they this those to ve was we were what when where which who
  why will with would you your`.split(/\s+/u),
)

/** The words that carry a text's meaning, lower-case, camelCase and snake_case split, plural "s" cut off. */
export const contentWords = (text: string): ReadonlySet<string> => {
  const words = compatible(text)
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
  const content = (words ?? []).filter((word) => !STOP_WORDS.has(word))
  return new Set(content.map((word) => (word.length > 3 ? word.replace(/s$/u, '') : word)))
}

/** The share of `wanted` that `words` holds; 0 where nothing is wanted. */
export const coverage = (wanted: ReadonlySet<string>, words: ReadonlySet<string>): number =>
  wanted.size === 0 ? 0 : [...wanted].filter((word) => words.has(word)).length / wanted.size
