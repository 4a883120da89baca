import type { LanguageModel } from '../spec/language-model.ts'
import { lastUserText, type Dialogue } from '../spec/turn.ts'
import { contentWords, coverage } from './passages/content-words.ts'
import { fitDialogue } from './fit-dialogue.ts'
import { completeQuery, LEAST_GROUNDED } from './complete-query.ts'
import { GREEDY, type AgentSettings } from './settings.ts'

const MAX_QUERY_LENGTH = 300

/**
 * What is searched: the user's own words always, and for a follow-up the turn before with them and the query
 * that the language model writes, where it stays on the dialogue's topic. The best first.
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
  const budget = languageModel.contextTokens - settings.maxQueryTokens
  const fitted = fitDialogue(dialogue, budget, languageModel)
  const request = {
    prompts: [{ dialogue: fitted.dialogue, evidence: [], writes: 'search-query' as const }],
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
