import type { Encoder } from '../spec/encoder.ts'
import { type Evidence, MAX_SNIPPET_LENGTH } from '../spec/evidence.ts'
import { type Dialogue, lastUserText } from '../spec/turn.ts'
import { snippetsOf } from './reading/read-document.ts'
import { screenEvidence, speaksToAgent } from './screen/screen-evidence.ts'
import { selectSnippets } from './snippets/select-snippets.ts'

type GivenEvidence = {
  readonly text: string
  readonly url?: string | undefined
  readonly title?: string | undefined
}

/**
 * What a caller gives to answer from, as it stands; a text over 500 characters becomes several, and so does one that
 * speaks to the agent: the sentences beside that stay usable.
 */
export const cutGivenEvidence = async (
  items: readonly GivenEvidence[],
  signal?: AbortSignal,
): Promise<readonly Evidence[]> => {
  const cut: GivenEvidence[] = []
  for (const item of items) {
    if (item.text.length <= MAX_SNIPPET_LENGTH && !speaksToAgent(item.text)) cut.push(item)
    else {
      const page = { text: item.text, title: item.title ?? '' }
      const snippets = await snippetsOf(page, signal)
      cut.push(...snippets.map(({ text, title }) => ({ ...item, text, title })))
    }
  }
  return cut.map(({ text, url, title }, index) => ({
    id: `given-${index + 1}`,
    text,
    source: 'given',
    ...(url !== undefined && { url }),
    ...(title !== undefined && title !== '' && { title }),
  }))
}

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
