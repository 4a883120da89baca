/** How varied texts are: of all pairs of words that follow each other, the share that differs; and of whole texts. */
export type Diversity = { readonly pairs: number; readonly texts: number; readonly n: number }

export const diversityOf = (texts: readonly string[]): Diversity => {
  const all: string[] = []
  for (const text of texts) {
    const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
    for (const [at, word] of words.slice(1).entries()) all.push(`${words[at] ?? ''} ${word}`)
  }
  return {
    pairs: all.length === 0 ? 0 : new Set(all).size / all.length,
    texts:
      texts.length === 0 ? 0 : new Set(texts.map((one) => one.toLowerCase())).size / texts.length,
    n: texts.length,
  }
}
