/** A half-open range [start, end) in UTF-16 code units. */
export type Span = { readonly start: number; readonly end: number }

export const slice = (text: string, span: Span): string => text.slice(span.start, span.end)

/** True where the span lies inside the text and cuts no surrogate pair in two. */
export const isSpanOf = (text: string, { start, end }: Span): boolean =>
  Number.isInteger(start) &&
  Number.isInteger(end) &&
  0 <= start &&
  start <= end &&
  end <= text.length &&
  !splitsPair(text, start) &&
  !splitsPair(text, end)

/** UTF-16 offsets to code points: Python's unit, used by training. */
export const toCodePoints = (text: string, span: Span): Span => ({
  start: countCodePoints(text, span.start),
  end: countCodePoints(text, span.end),
})

/** Code points to UTF-16 offsets; throws RangeError where the span leaves the text. */
export const fromCodePoints = (text: string, span: Span): Span => ({
  start: codeUnitOffset(text, span.start),
  end: codeUnitOffset(text, span.end),
})

/** The span without white space at either end; empty where nothing else is in it. */
export const trimSpan = (text: string, span: Span): Span => {
  const inner = slice(text, span)
  const start = span.start + (inner.length - inner.trimStart().length)
  return { start, end: Math.max(start, span.end - (inner.length - inner.trimEnd().length)) }
}

const splitsPair = (text: string, offset: number): boolean =>
  offset > 0 && offset < text.length && (text.codePointAt(offset - 1) ?? 0) > 0xffff

const countCodePoints = (text: string, offset: number): number => {
  let points = 0
  for (let i = 0; i < offset; points += 1) i += (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1
  return points
}

const codeUnitOffset = (text: string, points: number): number => {
  let offset = 0
  for (let seen = 0; seen < points; seen += 1) {
    const point = text.codePointAt(offset)
    if (point === undefined) throw new RangeError(`code point ${points} is outside the text`)
    offset += point > 0xffff ? 2 : 1
  }
  return offset
}
