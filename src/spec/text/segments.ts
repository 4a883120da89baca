// In UTF-16 code units. Each segment that Intl finds costs a copy of the whole text that it was given.
const WINDOW = 1_000

/** The segments of a text in order, found in windows of it: only what a rule reads beyond one can move a bound. */
export function* segmentsOf(
  segmenter: Intl.Segmenter,
  text: string,
): Generator<Intl.SegmentData, void> {
  let size = WINDOW
  for (let at = 0; at < text.length;) {
    const window = text.slice(at, at + size)
    const isLast = at + size >= text.length
    const found = segmenter.segment(window)
    // Of a window that was widened for one long segment, that one alone: behind it may be thousands.
    const first = found.containing(0)
    const segments = size > WINDOW ? (first ? [first] : []) : [...found]
    // What ends with the window may go on behind it.
    const whole = segments.filter(
      ({ index, segment }) => isLast || index + segment.length < window.length,
    )
    yield* whole
    at += whole.reduce((sum, { segment }) => sum + segment.length, 0)
    size = whole.length === 0 ? 2 * size : WINDOW
  }
}
