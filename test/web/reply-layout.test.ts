import fc from 'fast-check'
import t from 'tap'
import { layoutReply } from '../../web/turn/reply-layout.js'

type Laid = ReturnType<typeof layoutReply>

const shown = (laid: Laid): string[] =>
  laid.map(({ pieces }) =>
    pieces
      .map((piece) => (piece.kind === 'text' ? piece.text : `[${piece.kind[0]}${piece.index}]`))
      .join(''),
  )

const spanOf = (text: string, part: string) => {
  const start = text.indexOf(part)
  return { start, end: start + part.length }
}

void t.test('a marker stands right behind its span', (t) => {
  const text = 'Set bodyLimit. It is 1 MiB. Maybe.'
  const citations = [spanOf(text, 'It is 1 MiB.'), spanOf(text, 'Set bodyLimit.')]
  t.strictSame(shown(layoutReply(text, citations, [spanOf(text, 'Maybe.')])), [
    'Set bodyLimit.[c1] It is 1 MiB.[c0] Maybe.[f0]',
  ])
  t.end()
})

void t.test('Markdown becomes blocks and marks; its syntax is not shown', (t) => {
  const text = '# Title\nUse `a * b` and **this**.\n\n1. one\n- two\n\n```js\nlet x = `y`\n```\nEnd'
  const laid = layoutReply(text, [spanOf(text, 'let x = `y`\n```')], [])
  t.strictSame(
    laid.map(({ block }) => block.type),
    ['heading', 'paragraph', 'item', 'item', 'code', 'paragraph'],
  )
  t.strictSame(shown(laid), [
    'Title',
    'Use a * b and this.',
    'one',
    'two',
    'let x = `y`[c0]',
    'End',
  ])
  t.equal(laid[2]?.block.marker, '1.')
  t.end()
})

void t.test('a statement that is all syntax gets no mark', (t) => {
  const text = 'So:\n```python\nx = 1\n```'
  const flags = [spanOf(text, '```python'), spanOf(text, 'x = 1')]
  t.strictSame(shown(layoutReply(text, [], flags)), ['So:', 'x = 1[f1]'])
  t.end()
})

void t.test('a fence that is not closed yet is code to its end', (t) => {
  t.strictSame(shown(layoutReply('A\n```js\nlet', [], [])), ['A', 'let'])
  t.end()
})

const parts = ['a', ' ', '\n', '\n\n', '`', '**', '```\n', '- ', '1. ', '# ', '👍🏽', 'שלום', '.']
const anyText = fc.array(fc.constantFrom(...parts), { maxLength: 40 }).map((all) => all.join(''))
const anySpans = (text: string) =>
  fc.array(
    fc
      .tuple(fc.nat(text.length), fc.nat(text.length))
      .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) })),
    { maxLength: 4 },
  )

void t.test('of any text, pieces are in order, and every citation has one marker', (t) => {
  const cases = anyText.chain((text) => fc.tuple(fc.constant(text), anySpans(text)))
  fc.assert(
    fc.property(cases, ([text, citations]) => {
      const pieces = layoutReply(text, citations, []).flatMap((laid) => laid.pieces)
      let last = 0
      for (const piece of pieces) {
        if (piece.kind !== 'text') continue
        if (piece.start < last || piece.end <= piece.start) return false
        if (text.slice(piece.start, piece.end) !== piece.text) return false
        last = piece.end
      }
      const marked = pieces.flatMap((piece) => (piece.kind === 'citation' ? [piece.index] : []))
      const all = citations.map((_, index) => index)
      const isBare = pieces.length === 0
      return isBare || String(marked.toSorted((a, b) => a - b)) === String(all)
    }),
    { numRuns: 2_000 },
  )
  t.end()
})

// a fence's line is syntax with the language that it names
const FENCE_LINE = /^ {0,3}(?:```|~~~)[\w+#.-]*\s*$/gm

void t.test('of any text, what is not shown is syntax and white space', (t) => {
  fc.assert(
    fc.property(anyText, (text) => {
      const pieces = layoutReply(text, [], []).flatMap((laid) => laid.pieces)
      let hidden = text
      for (const piece of pieces.toReversed()) {
        if (piece.kind === 'text') hidden = hidden.slice(0, piece.start) + hidden.slice(piece.end)
      }
      return /^[\s`*\-#.\d~]*$/.test(hidden.replaceAll(FENCE_LINE, ''))
    }),
    { numRuns: 2_000 },
  )
  t.end()
})
