import type { Citation } from '../../spec/citation.ts'

export type UrlCitation = {
  readonly start_index: number
  readonly end_index: number
  readonly url: string
  readonly title: string
}

/**
 * A citation in OpenAI's shape. OpenAI's reference calls `end_index` the last character's index, while
 * its answers hold the one after it; ours is the latter, so that `text.slice(start_index, end_index)` is
 * what is cited, in UTF-16 code units. A citation without an address has no place in this shape.
 */
export const toUrlCitation = ({ start, end, url, title }: Citation): readonly UrlCitation[] =>
  url === undefined ? [] : [{ start_index: start, end_index: end, url, title: title ?? url }]
