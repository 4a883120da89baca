import type { LanguageModel } from '../spec/language-model.ts'
import { lastUserText, type Dialogue } from '../spec/turn.ts'
import { contentWords, coverage } from './content-words.ts'
import { fitDialogue } from './fit-dialogue.ts'
import { keepOwnWords, LEAST_GROUNDED } from './keep-own-words.ts'
import { GREEDY, type AgentSettings } from './settings.ts'

const MAX_QUERY_LENGTH = 300

/**
 * Self-contained queries, the best first: the one that the language model writes, where it stays on
 * the dialogue's topic, and the user's own words, which the search falls back on.
 */
export const writeQueries = async (
  languageModel: LanguageModel,
  dialogue: Dialogue,
  settings: AgentSettings,
  signal?: AbortSignal,
): Promise<readonly string[]> => {
  const ownWords = oneLine(lastUserText(dialogue)).slice(0, MAX_QUERY_LENGTH).toWellFormed()
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
  const topic = contentWords(dialogue.map((turn) => turn.text).join('\n'))
  if (coverage(contentWords(written), topic) < LEAST_GROUNDED) return [ownWords]
  const isFollowUp = dialogue.length > 1
  const completed =
    isFollowUp && settings.keepOwnWords ? keepOwnWords(ownWords, written, topic) : written
  return [...new Set([completed, ownWords])]
}

const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim()
