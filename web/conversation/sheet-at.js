/** @import { PagePlace } from '../../src/spec/evidence.ts' */

/**
 * The number of the PDF's page that a place in a passage stands on.
 * @param {PagePlace | undefined} page
 * @param {number} at
 */
export const sheetAt = (page, at) => page?.sheets?.findLast(({ from }) => from <= at)?.number
