import fc from 'fast-check'
import t from 'tap'
import { layoutReply } from '../../web/markdown/reply-layout.js'

type Box = ReturnType<typeof layoutReply>
type Piece = Box['children'][number]

/** What a box shows, with its markers as [c0] and [f0]. */
const shown = (piece: Piece): string => {
  if (piece.kind === 'text') return piece.text
  if (piece.kind !== 'box') return `[${piece.kind[0]}${piece.index}]`
  return piece.children.map(shown).join('')
}
const blocks = (page: Box): string[] => page.children.map(shown)
const outline = (piece: Piece): string =>
  piece.kind === 'box' ? `${piece.type}(${piece.children.map(outline).join(' ')})` : piece.kind
const leaves = (piece: Piece): Exclude<Piece, Box>[] =>
  piece.kind === 'box' ? piece.children.flatMap(leaves) : [piece]

const spanOf = (text: string, part: string) => {
  const start = text.indexOf(part)
  return { start, end: start + part.length }
}

void t.test('a marker stands right behind its span', (t) => {
  const text = 'Set bodyLimit. It is 1 MiB. Maybe.'
  const citations = [spanOf(text, 'It is 1 MiB.'), spanOf(text, 'Set bodyLimit.')]
  t.strictSame(blocks(layoutReply(text, citations, [spanOf(text, 'Maybe.')])), [
    'Set bodyLimit.[c1] It is 1 MiB.[c0] Maybe.[f0]',
  ])
  t.end()
})

void t.test('Markdown becomes elements; its syntax is not shown', (t) => {
  const cases = [
    ['# Title', 'heading(text)', 'Title'],
    [
      'Use `a * b` and **this** *now* ~~not~~.',
      'p(text code(text) text strong(text) text em(text) text del(text) text)',
      'Use a * b and this now not.',
    ],
    ['1. one\n   - two\n2. three', 'ol(li(text ul(li(text))) li(text))', 'onetwothree'],
    ['> quoted\n> on', 'blockquote(p(text))', 'quoted\non'],
    [
      '| a | b |\n|---|--:|\n| 1 | 2 |',
      'table(tr(th(text) th(text)) tr(td(text) td(text)))',
      'ab12',
    ],
    ['[here](https://x.example) ![fig](y.png)', 'p(a(text) text text)', 'here fig'],
    [
      'Sum $a_1 * b_2$ and \\(x^*\\).',
      'p(text text text text text)',
      'Sum $a_1 * b_2$ and \\(x^*\\).',
    ],
    ['It costs $5, not $6.', 'p(text)', 'It costs $5, not $6.'],
    ['a \\* b &amp; <b>c</b>', 'p(text text text text)', 'a * b & <b>c</b>'],
  ] as const
  for (const [text, wanted, words] of cases) {
    const page = layoutReply(text, [], [])
    t.equal(page.children.map(outline).join(' '), wanted)
    t.equal(blocks(page).join(''), words)
  }
  t.end()
})

void t.test('a link leads to the web or nowhere', (t) => {
  const hrefs = (text: string) => {
    const [paragraph] = layoutReply(text, [], []).children
    const [link] = paragraph?.kind === 'box' ? paragraph.children : []
    return link?.kind === 'box' ? link.href : 'none'
  }
  t.equal(hrefs('[x](https://x.example/a)'), 'https://x.example/a')
  t.equal(hrefs('[x](javascript:alert(1))'), undefined)
  t.equal(hrefs('[x](file:///etc/passwd)'), undefined)
  t.end()
})

void t.test('code keeps its lines, with the marker of what is cited behind it', (t) => {
  const text = 'Do:\n\n```js\nlet x = `y`\n  z()\n```\n\nEnd'
  const page = layoutReply(text, [spanOf(text, '```js\nlet x = `y`\n  z()\n```')], [])
  t.strictSame(blocks(page), ['Do:', 'jslet x = `y`\n  z()[c0]', 'End'])
  t.match(page.children[1], { type: 'pre', language: 'js' })
  t.end()
})

void t.test('a marker stands outside of a link and of a code word', (t) => {
  const text = 'See [this page](https://x.example). Set `a`.'
  const page = layoutReply(text, [spanOf(text, 'See [this page]'), spanOf(text, 'Set `a')], [])
  t.equal(outline(page), 'span(p(text a(text) citation text text code(text) citation text))')
  t.end()
})

void t.test('a statement that is all syntax gets no mark', (t) => {
  const text = 'So:\n```python\nx = 1\n```'
  const flags = [spanOf(text, '```python'), spanOf(text, 'x = 1')]
  t.strictSame(blocks(layoutReply(text, [], flags)), ['So:', 'pythonx = 1[f1]'])
  t.end()
})

void t.test('a marker stands behind a block of code that is empty yet', (t) => {
  const start = { start: 0, end: 0 }
  t.strictSame(blocks(layoutReply('```js', [start, start], [])), ['js', '[c0]', '[c1]'])
  t.end()
})

void t.test('a fence that is not closed yet is code to its end', (t) => {
  t.strictSame(blocks(layoutReply('A\n```js\nlet', [], [])), ['A', 'jslet'])
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
      const pieces = leaves(layoutReply(text, citations, []))
      let last = 0
      for (const piece of pieces) {
        if (piece.kind !== 'text') continue
        if (piece.start < last || piece.end <= piece.start) return false
        last = piece.end
      }
      const marked = pieces.flatMap((piece) => (piece.kind === 'citation' ? [piece.index] : []))
      const all = citations.map((_, index) => index)
      const isBare = !pieces.some(({ kind }) => kind === 'text')
      return isBare || String(marked.toSorted((a, b) => a - b)) === String(all)
    }),
    { numRuns: 1_000 },
  )
  t.end()
})

void t.test('of any text, what is not shown is syntax and white space', (t) => {
  fc.assert(
    fc.property(anyText, (text) => {
      const rest = Array.from(text)
      let at = 0
      for (const character of leaves(layoutReply(text, [], [])).flatMap((one) =>
        one.kind === 'text' ? Array.from(one.text) : [],
      )) {
        const found = rest.indexOf(character, at)
        if (found < 0) return false
        rest[found] = ''
        at = found
      }
      return /^[\s`*\-#.\d~]*$/.test(rest.join(''))
    }),
    { numRuns: 1_000 },
  )
  t.end()
})
