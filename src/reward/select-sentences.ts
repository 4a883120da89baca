import type { Tokenizer } from '../spec/tokenizer.ts'

type Ids = readonly number[]

// The fewest and the most tokens of a piece. An end before the fewest is none: "U.S.", "3.5".
const FEWEST = 8
const MOST = 64

/**
 * What a row shows of long evidence: the sentences, in their order, that together hold of what is wanted
 * what can be had. Each is the one that adds most when it is chosen (the greedy weighted cover of Chvatal
 * 1979, "A Greedy Heuristic for the Set-Covering Problem"); the fewer sentences have a token, the more it
 * counts. Evidence of up to `most` tokens is shown as it is; of a longer one that has nothing of what is
 * wanted, the start.
 */
export const selectSentences = (
  tokenizer: Tokenizer,
  evidence: Ids,
  wanted: Ids,
  most: number,
): Ids => {
  if (evidence.length <= most) return evidence
  const pieces = cutPieces(evidence, new Set(tokenizer.encode('.?!')))
  const worth = worthOf(wanted, pieces)
  const chosen = new Set<Piece>()
  let room = most
  for (;;) {
    const fits = pieces.filter(({ ids }) => ids.length <= room)
    const gains = fits.map(({ distinct }) =>
      distinct.reduce((sum, id) => sum + (worth.get(id) ?? 0), 0),
    )
    const highest = Math.max(...gains)
    const best = fits[gains.indexOf(highest)]
    if (best === undefined || highest === 0) break
    chosen.add(best)
    room -= best.ids.length
    for (const id of best.distinct) worth.delete(id)
  }
  if (chosen.size === 0) return evidence.slice(0, most)
  return pieces.filter((piece) => chosen.has(piece)).flatMap(({ ids }) => ids)
}

type Piece = { readonly ids: Ids; readonly distinct: Ids }

/** Sentences, as far as tokens tell; a list without ends is cut. */
const cutPieces = (evidence: Ids, ends: ReadonlySet<number>): readonly Piece[] => {
  const pieces: number[][] = [[]]
  for (const id of evidence) {
    const last = pieces.at(-1) ?? []
    last.push(id)
    if (last.length === MOST || (last.length >= FEWEST && ends.has(id))) pieces.push([])
  }
  return pieces
    .filter(({ length }) => length > 0)
    .map((ids) => ({ ids, distinct: [...new Set(ids)] }))
}

/** Of each token that some piece has: the fewer have it, the more. */
const worthOf = (wanted: Ids, pieces: readonly Piece[]): Map<number, number> => {
  const held = new Map<number, number>()
  for (const id of pieces.flatMap(({ distinct }) => distinct)) held.set(id, (held.get(id) ?? 0) + 1)
  return new Map(
    wanted.flatMap((id) => {
      const count = held.get(id)
      return count === undefined ? [] : [[id, 1 / count] as const]
    }),
  )
}
