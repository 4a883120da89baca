import { MAX_SNIPPET_LENGTH, type Evidence } from '../spec/evidence.ts'
import { snippetsOf } from './read-document.ts'

export type GivenEvidence = {
  readonly text: string
  readonly url?: string | undefined
  readonly title?: string | undefined
}

/** What a caller gives to answer from, as it stands; a text over 500 characters becomes several. */
export const cutGivenEvidence = async (
  items: readonly GivenEvidence[],
  signal?: AbortSignal,
): Promise<readonly Evidence[]> => {
  const cut: GivenEvidence[] = []
  for (const item of items) {
    if (item.text.length <= MAX_SNIPPET_LENGTH) cut.push(item)
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
