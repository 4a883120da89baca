/** A run of text, cut where a citation, a doubtful statement or a formula begins or ends. */
import { placesOf } from './parse-markdown.js'

/** @import { Span } from './parse-markdown.js' */

/**
 * @typedef {object} TextPiece
 * @property {'text'} kind
 * @property {number} start in the text of the reply
 * @property {number} end
 * @property {string} text as it is shown
 * @property {number} [citation] index of the citation whose span it is in
 * @property {number} [flag] index of the doubtful statement that it is in
 * @property {boolean} [math]
 */

/**
 * @param {string} value
 * @param {Span} within
 * @param {{ text: string, masked: string, citations: readonly Span[], flags: readonly Span[], math: readonly Span[] }} reply
 * @returns {TextPiece[]} in order
 */
export const cutText = (value, within, { text, masked, citations, flags, math }) => {
  const places = placesOf(value, masked, within)
  /** @type {TextPiece[]} */
  const pieces = []
  for (let i = 0; i < value.length; i += 1) {
    const at = places[i] ?? within.start
    const shown = value[i] === masked[at] ? (text[at] ?? '') : (value[i] ?? '')
    const citation = citations.findIndex((one) => holds(one, at))
    const flag = flags.findIndex((one) => holds(one, at))
    const isMath = math.some((one) => holds(one, at))
    const last = pieces.at(-1)
    const isSame =
      last !== undefined &&
      (last.citation ?? -1) === citation &&
      (last.flag ?? -1) === flag &&
      (last.math ?? false) === isMath &&
      !citations.some(({ start, end }) => crosses(last.end, at, start, end))
    if (isSame) {
      last.text += shown
      last.end = Math.max(last.end, at + 1)
    } else {
      pieces.push({
        kind: 'text',
        start: at,
        end: at + 1,
        text: shown,
        ...(citation >= 0 && { citation }),
        ...(flag >= 0 && { flag }),
        ...(isMath && { math: true }),
      })
    }
  }
  return pieces
}

/** @type {(span: Span, at: number) => boolean} */
const holds = ({ start, end }, at) => start <= at && at < end

/** Whether a span begins or ends between two places: where two overlap, the inner one has its own edge. */
const crosses = (
  /** @type {number} */ from,
  /** @type {number} */ to,
  /** @type {number} */ start,
  /** @type {number} */ end,
) => (from <= start && start <= to) || (from <= end && end <= to)
