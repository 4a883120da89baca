type Encode = (text: string) => readonly number[]

// In UTF-16 code units: some dialogues with their evidence, a few megabytes.
const MOST_REMEMBERED = 400_000
const LONGEST_REMEMBERED = 40_000

/**
 * The same function, which knows again what it encoded last: a turn asks for the tokens of the same texts for
 * each of its prompts and rows, and the next turn for most of them once more. Encoding takes about ten
 * microseconds a character.
 */
export const rememberEncoded = (encode: Encode): Encode => {
  const known = new Map<string, readonly number[]>()
  let characters = 0
  return (text) => {
    const remembered = known.get(text)
    if (remembered !== undefined) {
      known.delete(text)
      known.set(text, remembered)
      return remembered
    }
    const ids = encode(text)
    if (text.length > LONGEST_REMEMBERED) return ids
    known.set(text, ids)
    characters += text.length
    for (const oldest of known.keys()) {
      if (characters <= MOST_REMEMBERED) break
      known.delete(oldest)
      characters -= oldest.length
    }
    return ids
  }
}
