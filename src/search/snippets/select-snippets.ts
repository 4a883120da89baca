import type { Encoder } from '../../spec/encoder.ts'
import type { Snippet } from './cut-snippets.ts'
import { indexTerms, queryTerms } from '../ranking/terms.ts'
import { similarity } from '../ranking/likeness.ts'

/** Where it starts decides between equals. */
type Selectable = Pick<Snippet, 'text' | 'title' | 'start'>

type Scored<One> = { readonly snippet: One; readonly vector: Float32Array; readonly score: number }

// A long page has hundreds of snippets, and encoding one takes milliseconds: words choose these.
const MOST_ENCODED = 24
const TURN_SHARE = 0.3
// What a snippet loses for being like one that is chosen already.
const SAMENESS = 0.3

/** The snippets of a few pages that best answer a query (and the user's turn), each adding something. */
export const selectSnippets = async <One extends Selectable>(
  snippets: readonly One[],
  request: {
    readonly query: string
    readonly turn?: string
    readonly encoder: Encoder
    readonly limit: number
    readonly signal?: AbortSignal | undefined
  },
): Promise<readonly One[]> => {
  const { query, turn, encoder, limit, signal } = request
  if (snippets.length === 0) return []
  const asked = turn === undefined || turn === query ? [query] : [query, turn]
  const pool = byWords(snippets, asked.join(' ')).slice(0, MOST_ENCODED)
  const texts = [...asked, ...pool.map(({ title, text }) => `${title}\n${text}`)]
  const vectors = await encoder.embed(texts, signal)
  const questions = vectors.slice(0, asked.length)
  const scored = pool.flatMap((snippet, at) => {
    const vector = vectors[asked.length + at]
    return vector ? [{ snippet, vector, score: score(vector, questions) }] : []
  })
  return diverse(scored, limit).map(({ snippet }) => snippet)
}

const score = (vector: Float32Array, [query, turn]: readonly Float32Array[]): number => {
  const own = query ? similarity(vector, query) : 0
  return turn ? (1 - TURN_SHARE) * own + TURN_SHARE * similarity(vector, turn) : own
}

/** Snippets by the words they share with the query; a rare word of the page counts more. */
const byWords = <One extends Selectable>(
  snippets: readonly One[],
  query: string,
): readonly One[] => {
  const asked = new Set(queryTerms(query).split(' '))
  const found = snippets.map(({ title, text }) => {
    const words = new Set(indexTerms(`${title} ${text}`).split(' '))
    return [...asked].filter((word) => words.has(word))
  })
  const counts = new Map<string, number>()
  for (const word of found.flat()) counts.set(word, (counts.get(word) ?? 0) + 1)
  const weight = (word: string): number => Math.log(1 + snippets.length / (counts.get(word) ?? 1))
  return snippets
    .map((snippet, at) => ({
      snippet,
      sum: (found[at] ?? []).reduce((sum, word) => sum + weight(word), 0),
    }))
    .sort((a, b) => b.sum - a.sum || a.snippet.start - b.snippet.start)
    .map(({ snippet }) => snippet)
}

/** Maximal marginal relevance (Carbonell and Goldstein, 1998). */
const diverse = <One>(scored: readonly Scored<One>[], limit: number): readonly Scored<One>[] => {
  const left = [...scored]
  const chosen: Scored<One>[] = []
  const value = (one: Scored<One>): number =>
    one.score -
    SAMENESS * Math.max(0, ...chosen.map(({ vector }) => similarity(one.vector, vector)))
  while (chosen.length < limit && left.length > 0) {
    left.sort((a, b) => value(b) - value(a))
    chosen.push(...left.splice(0, 1))
  }
  return chosen
}
