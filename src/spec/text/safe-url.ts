import { z } from 'zod'

// http and https can be opened; `document:` names a document of this service, and no browser acts on it.
const SCHEMES = new Set(['http:', 'https:', 'document:'])

/**
 * Whether a page may make a link of it: an address of these schemes, or one without a scheme. Read as
 * browsers read it, who pass over blanks and line ends ("java\nscript:").
 */
export const isSafeUrl = (url: string): boolean => {
  const base = 'http://localhost'
  return URL.canParse(url, base) && SCHEMES.has(new URL(url, base).protocol)
}

/** The url of evidence or of a document, as a caller gives it. */
export const givenUrlSchema = z
  .string()
  .refine(isSafeUrl, { message: 'must be an http, https or document: address' })
