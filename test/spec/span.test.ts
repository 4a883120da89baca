import fc from 'fast-check'
import t from 'tap'
import { fromCodePoints, isSpanOf, slice, toCodePoints, trimSpan } from '../../src/spec/span.ts'

const text = fc.string({ unit: 'binary' })
const textAndSpan = text.chain((value) => {
  const offsets = Array.from(value).reduce<number[]>(
    (all, char) => [...all, (all.at(-1) ?? 0) + char.length],
    [0],
  )
  return fc.tuple(fc.nat(offsets.length - 1), fc.nat(offsets.length - 1)).map(([a, b]) => ({
    value,
    span: { start: offsets[Math.min(a, b)] ?? 0, end: offsets[Math.max(a, b)] ?? 0 },
  }))
})

void t.test('a span survives the way to code points and back', (t) => {
  fc.assert(
    fc.property(textAndSpan, ({ value, span }) => {
      t.strictSame(fromCodePoints(value, toCodePoints(value, span)), span)
    }),
  )
  t.end()
})

void t.test('code points of a span count the characters that Python would', (t) => {
  fc.assert(
    fc.property(textAndSpan, ({ value, span }) => {
      const points = toCodePoints(value, span)
      const python = Array.from(value).slice(points.start, points.end).join('')
      t.equal(python, slice(value, span))
    }),
  )
  t.end()
})

void t.test('a span that leaves the text or cuts a surrogate pair is none of it', (t) => {
  t.ok(isSpanOf('a😀b', { start: 1, end: 3 }))
  t.notOk(isSpanOf('a😀b', { start: 0, end: 2 }))
  t.notOk(isSpanOf('a😀b', { start: 2, end: 4 }))
  t.notOk(isSpanOf('ab', { start: 0, end: 3 }))
  t.notOk(isSpanOf('ab', { start: -1, end: 1 }))
  t.notOk(isSpanOf('ab', { start: 1.5, end: 2 }))
  t.throws(() => fromCodePoints('ab', { start: 0, end: 3 }), RangeError)
  t.end()
})

void t.test('trimming leaves no white space at either end and nothing else out', (t) => {
  fc.assert(
    fc.property(textAndSpan, ({ value, span }) => {
      const trimmed = trimSpan(value, span)
      t.equal(slice(value, trimmed), slice(value, span).trim())
    }),
  )
  t.end()
})
