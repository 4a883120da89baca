import { diffArrays } from 'diff'
import type { LanguageModel } from '../spec/language-model.ts'
import { lastUserText, type Dialogue } from '../spec/turn.ts'
import { contentWords, coverage } from '../spec/text/content-words.ts'
import { GREEDY, type AgentSettings } from './settings.ts'

const MAX_QUERY_LENGTH = 300
/** Words that have fewer of themselves in the dialogue have left its topic. */
const LEAST_GROUNDED = 0.5

/**
 * What is searched: the user's own words always, and for a follow-up the turn before with them and the query
 * that the language model writes, where it stays on the dialogue's topic. The best first. The dialogue has to be
 * fitted.
 */
export const writeQueries = async (
  languageModel: LanguageModel,
  dialogue: Dialogue,
  settings: AgentSettings,
  signal?: AbortSignal,
): Promise<readonly string[]> => {
  const ownWords = asQuery(lastUserText(dialogue))
  const before = dialogue.filter(({ participant }) => participant === 'user').at(-2)
  if (before === undefined) return [ownWords]
  const written = await writeQuery(languageModel, dialogue, settings, signal)
  const topic = contentWords(dialogue.map((turn) => turn.text).join('\n'))
  const isGrounded = coverage(contentWords(written), topic) >= LEAST_GROUNDED
  const completed = settings.completeQuery ? completeQuery(ownWords, written, topic) : written
  const room = Math.max(0, MAX_QUERY_LENGTH - ownWords.length - 1)
  const joined = `${asQuery(before.text).slice(0, room).toWellFormed()} ${ownWords}`.trim()
  return [...new Set([...(isGrounded ? [completed] : []), joined, ownWords])]
}

const writeQuery = async (
  languageModel: LanguageModel,
  dialogue: Dialogue,
  settings: AgentSettings,
  signal: AbortSignal | undefined,
): Promise<string> => {
  const request = {
    prompts: [{ dialogue, evidence: [], writes: 'search-query' as const }],
    samples: [{ prompt: 0, seed: 0, sampling: GREEDY }],
    maxTokens: settings.maxQueryTokens,
    stop: ['\n'],
    ...(signal && { signal }),
  }
  let written = ''
  for await (const sample of languageModel.sample(request)) written = oneLine(sample.text)
  return written
}

const asQuery = (text: string): string => oneLine(text).slice(0, MAX_QUERY_LENGTH).toWellFormed()

const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim()

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
