import type { LanguageModel } from '../spec/language-model.ts'
import { lastUserText, type Dialogue } from '../spec/turn.ts'
import { contentWords, coverage } from './content-words.ts'
import { fitDialogue } from './fit-dialogue.ts'
import { GREEDY, type AgentSettings } from './settings.ts'

// A query with fewer of its words in the dialogue has left the topic.
const LEAST_GROUNDED = 0.5
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
  const onTopic = coverage(contentWords(written), topic) >= LEAST_GROUNDED
  return [...new Set(onTopic ? [written, ownWords] : [ownWords])]
}

const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim()
