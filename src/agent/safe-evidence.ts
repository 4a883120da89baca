import type { Evidence } from '../spec/evidence.ts'
import { isSafeUrl } from '../spec/safe-url.ts'

/**
 * Evidence of any source, without addresses that a reader must not be sent to: what shows a reply may
 * make links of them.
 */
export const safeEvidence = (found: readonly Evidence[]): readonly Evidence[] =>
  found.map(({ url, alsoAt, ...evidence }) => ({
    ...evidence,
    ...(url !== undefined && isSafeUrl(url) && { url }),
    ...(alsoAt !== undefined && { alsoAt: alsoAt.filter(isSafeUrl) }),
  }))
