/** Long words that a pattern hangs on. No common word is one slip away from any of them. */
const KEYS = [
  'suicide',
  'suicidal',
  'myself',
  'himself',
  'herself',
  'themselves',
  'everyone',
  'anymore',
]
const SHORTEST = 5

/** The key that a word is one slip away from (a letter too many, too few, wrong, or two swapped), else the word. */
export const mendWord = (word: string): string =>
  word.length < SHORTEST ? word : (KEYS.find((key) => isOneSlip(word, key)) ?? word)

const isOneSlip = (word: string, key: string): boolean => {
  if (Math.abs(word.length - key.length) > 1) return false
  let start = 0
  while (start < key.length && word[start] === key[start]) start += 1
  let [a, b] = [word.length, key.length]
  while (a > start && b > start && word[a - 1] === key[b - 1]) [a, b] = [a - 1, b - 1]
  const [left, right] = [word.slice(start, a), key.slice(start, b)]
  const swapped = left.length === 2 && right === `${left[1]}${left[0]}`
  return swapped || Math.max(left.length, right.length) <= 1
}
