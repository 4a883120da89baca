import { z } from 'zod'
import type { Evidence } from './evidence.ts'
import { isSpanOf, slice } from './span.ts'

/** One sentence of a reply, the unit that is checked and cited. */
export const statementSchema = z.object({
  start: z.number().int(),
  end: z.number().int(),
  checkable: z.boolean(),
  support: z.number().min(0).max(1).nullable(),
  evidenceId: z.string().optional(),
})
export type Statement = Readonly<z.infer<typeof statementSchema>>

/** A reply is as well supported as the least of its checkable statements; null where there is none. */
export const leastSupport = (statements: readonly Statement[]): number | null => {
  const supports = statements.flatMap(({ support }) => support ?? [])
  return supports.length === 0 ? null : Math.min(...supports)
}

/** A span of the reply, and the verbatim quote of the evidence that backs it. */
export const citationSchema = z.object({
  start: z.number().int(),
  end: z.number().int(),
  evidenceId: z.string(),
  quote: z.string(),
  quoteStart: z.number().int(),
  quoteEnd: z.number().int(),
  support: z.number().min(0).max(1),
  url: z.string().optional(),
  title: z.string().optional(),
  /** The number of the PDF's page that the quote begins on. */
  pageNumber: z.number().int().optional(),
  /** Signs that the cited text speaks to the agent instead of its readers. */
  flags: z.array(z.string()).readonly().optional(),
})
export type Citation = Readonly<z.infer<typeof citationSchema>>

/** The promise of every citation: its span is in the reply, its quote stands in its evidence. */
export const isSound = (
  citation: Citation,
  reply: string,
  evidence: readonly Evidence[],
): boolean => {
  const cited = evidence.find((one) => one.id === citation.evidenceId)
  if (cited === undefined) return false
  const quoteSpan = { start: citation.quoteStart, end: citation.quoteEnd }
  return (
    citation.start < citation.end &&
    isSpanOf(reply, citation) &&
    quoteSpan.start < quoteSpan.end &&
    isSpanOf(cited.text, quoteSpan) &&
    slice(cited.text, quoteSpan) === citation.quote
  )
}
