import { z } from 'zod'

/** The longest snippet, in UTF-16 code units (Sparrow's evidence length). */
export const MAX_SNIPPET_LENGTH = 500

/** Where a text stands in a stored snapshot; `sheets` are the numbered pages of a PDF that it stands on. */
export const pagePlaceSchema = z.object({
  hash: z.string(),
  start: z.number(),
  end: z.number(),
  /** Each from where it begins in the text, the first from 0. */
  sheets: z
    .array(z.object({ number: z.number().int(), from: z.number().int() }))
    .readonly()
    .optional(),
})
export type PagePlace = Readonly<z.infer<typeof pagePlaceSchema>>

/** The number of the PDF's page that a place in the text stands on. */
export const sheetAt = (page: PagePlace | undefined, at: number): number | undefined =>
  page?.sheets?.findLast(({ from }) => from <= at)?.number

/** A snippet with its id, as attached to a candidate. `page` points into a stored snapshot. */
export const evidenceSchema = z.object({
  id: z.string(),
  text: z.string().max(MAX_SNIPPET_LENGTH),
  url: z.string().optional(),
  title: z.string().optional(),
  source: z.string(),
  retrievedAt: z.string().optional(),
  page: pagePlaceSchema.optional(),
  /** When the page says that it was published, as ISO 8601. */
  published: z.string().optional(),
  /** Signs that the text speaks to the agent instead of its readers; such evidence comes last. */
  flags: z.array(z.string()).readonly().optional(),
  /** The probability of that; given where there are flags. */
  addressesAgent: z.number().optional(),
  /** Where else the same text was found. */
  alsoAt: z.array(z.string()).readonly().optional(),
})
export type Evidence = Readonly<z.infer<typeof evidenceSchema>>

/** What a provider lists, before any page is fetched. */
export const searchResultSchema = z.object({
  url: z.string(),
  title: z.string(),
  text: z.string(),
  source: z.string(),
})
export type SearchResult = Readonly<z.infer<typeof searchResultSchema>>

/** The readable text of a document; `hash` is the sha256 of `text`, in hex. */
export type Page = {
  readonly hash: string
  readonly text: string
  readonly url: string
  readonly title: string
  /** Where each page of a PDF begins in `text`. */
  readonly sheets?: readonly number[]
}
