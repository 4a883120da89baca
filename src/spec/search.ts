import { z } from 'zod'
import { pagePlaceSchema } from './evidence.ts'
import { sourceFailureSchema } from './reply.ts'
import { textSchema } from './turn.ts'

const name = z.string().min(1).max(1_000)
/** A day, or a time with its offset. */
export const isoDateSchema = z.iso.date().or(z.iso.datetime({ offset: true }))

/** Narrows a search of one's own documents; what is left out does not. */
const documentFilterSchema = z.strictObject({
  collection: name.optional(),
  /** All of them. */
  tags: z.array(name).min(1).max(16).readonly().optional(),
  /** What the document's url, or the path in it, begins with. */
  path: name.optional(),
  /** Published, or else added, no earlier and before that; ISO 8601. */
  after: isoDateSchema.optional(),
  before: isoDateSchema.optional(),
})
export type DocumentFilter = Readonly<z.infer<typeof documentFilterSchema>>

/** As in `POST /search`; `dunnock search` takes `query` and `k`. */
export const searchRequestSchema = z.strictObject({
  query: textSchema,
  k: z.number().int().min(1).max(100).default(5),
  filter: documentFilterSchema.optional(),
  /** Names of sources, as `GET /health` tells them; left out, one's own documents alone. */
  sources: z.array(name).min(1).max(16).readonly().optional(),
})
export type SearchRequest = Readonly<z.input<typeof searchRequestSchema>>

/** A passage. `score` is comparable within one search only. */
const foundPassageSchema = z.object({
  /** Of what is no document of one's own: the hash of its page, else its url. */
  documentId: z.string(),
  source: z.string(),
  url: z.string(),
  title: z.string(),
  text: z.string(),
  score: z.number(),
  page: pagePlaceSchema.optional(),
})
export type FoundPassage = Readonly<z.infer<typeof foundPassageSchema>>

/** Best first; a source that is down is a failure. */
export const searchAnswerSchema = z.object({
  results: z.array(foundPassageSchema).readonly(),
  failures: z.array(sourceFailureSchema).readonly(),
})
export type SearchAnswer = Readonly<z.infer<typeof searchAnswerSchema>>

/** A document of one's own, as it is listed. */
export type DocumentRecord = {
  readonly id: string
  readonly collection: string
  readonly name: string
  readonly url: string
  readonly title: string
  readonly mediaType: string
  /** sha256 of the bytes, in hex. */
  readonly contentHash: string
  /** Of its snapshot, `GET /pages/:hash`. */
  readonly pageHash: string
  readonly addedAt: string
  readonly tags: readonly string[]
  /** Empty where it is not known. */
  readonly published: string
  readonly passages: number
}
