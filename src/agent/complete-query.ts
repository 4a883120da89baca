import { diffArrays } from 'diff'
import { contentWords, coverage } from './passages/content-words.ts'

/** Words that have fewer of themselves in the dialogue have left its topic. */
export const LEAST_GROUNDED = 0.5

/**
 * The user's turn with what the written query adds to it: words of the dialogue that are put in, or
 * that stand where a pronoun stood; at the end only what a preposition ties to the turn. A small
 * language model that rewrites a turn also drops or changes words that the user meant; those stay.
 * @param topic the dialogue's content words
 */
export const completeQuery = (
  turn: string,
  written: string,
  topic: ReadonlySet<string>,
): string => {
  const isKnown = (words: readonly string[]): boolean =>
    words.length > 0 && coverage(contentWords(words.join(' ')), topic) >= LEAST_GROUNDED
  const own = turn.trimEnd()
  const asked = own.replace(CLOSING, '')
  const kept: string[] = []
  let more: readonly string[] = []
  for (const { removed, added, value } of diffArrays(written.split(' '), asked.split(' '), SAME)) {
    if (removed) {
      more = isKnown(value) ? value : []
      continue
    }
    const isReplaced = added && more.length > 0 && contentWords(value.join(' ')).size === 0
    if (isReplaced || !added) kept.push(...more)
    if (!isReplaced) kept.push(...value)
    more = []
  }
  const isTied = TIES.has(bare(more[0] ?? ''))
  const completed = isTied ? [...kept, ...more].join(' ').replace(CLOSING, '') : kept.join(' ')
  return completed + own.slice(asked.length)
}

const CLOSING = /(?<![.!?…])[.!?…]+$/u

// prettier-ignore
const TIES = new Set([
  'about', 'after', 'against', 'and', 'as', 'at', 'before', 'between', 'by', 'during', 'for', 'from',
  'if', 'in', 'into', 'of', 'on', 'or', 'than', 'to', 'when', 'with', 'within',
])

const SAME = { comparator: (one: string, other: string) => bare(one) === bare(other) }

const bare = (word: string): string => word.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
