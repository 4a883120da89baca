import { MAX_SNIPPET_LENGTH, type Evidence } from '../spec/evidence.ts'
import { cutSnippets } from './cut-snippets.ts'

export type GivenEvidence = {
  readonly text: string
  readonly url?: string | undefined
  readonly title?: string | undefined
}

/** What a caller gives to answer from, as it stands; a text over 500 characters becomes several. */
export const cutGivenEvidence = (items: readonly GivenEvidence[]): readonly Evidence[] =>
  items
    .flatMap((item) =>
      item.text.length <= MAX_SNIPPET_LENGTH
        ? [{ ...item, title: item.title ?? '' }]
        : cutSnippets({ text: item.text, title: item.title ?? '' }).map(({ text, title }) => ({
            ...item,
            text,
            title,
          })),
    )
    .map(({ text, url, title }, index) => ({
      id: `given-${index + 1}`,
      text,
      source: 'given',
      ...(url !== undefined && { url }),
      ...(title !== '' && { title }),
    }))
