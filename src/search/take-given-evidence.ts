import type { Encoder } from '../spec/encoder.ts'
import type { Evidence } from '../spec/evidence.ts'
import { lastUserText, type Dialogue } from '../spec/turn.ts'
import { cutGivenEvidence, type GivenEvidence } from './cut-given-evidence.ts'
import { screenEvidence } from './screen-evidence.ts'
import { selectSnippets } from './select-snippets.ts'

// As many as a turn has prompts for; the others follow in the order in which they were given.
const MOST_RANKED = 8

/**
 * What a caller gives, cut into snippets: first those that best answer the dialogue's last question,
 * last those that seem to speak to the agent.
 */
export const takeGivenEvidence = async (
  encoder: Encoder,
  items: readonly GivenEvidence[],
  dialogue: Dialogue,
  signal?: AbortSignal,
): Promise<readonly Evidence[]> => {
  const cut = await cutGivenEvidence(items, signal)
  if (cut.length <= 1) return screenEvidence(cut)
  const snippets = cut.map(({ text, title = '' }, start) => ({ text, title, start }))
  const query = lastUserText(dialogue)
  const turn = lastUserTexts(dialogue)
  const request = { query, turn, encoder, limit: MOST_RANKED, signal }
  const best = (await selectSnippets(snippets, request)).flatMap(({ start }) => cut[start] ?? [])
  return screenEvidence([...best, ...cut.filter((one) => !best.includes(one))])
}

/** A follow-up ("and in which year?") names its topic in the turn before. */
const lastUserTexts = (dialogue: Dialogue): string =>
  dialogue
    .filter(({ participant }) => participant === 'user')
    .slice(-2)
    .map(({ text }) => text)
    .join('\n')
