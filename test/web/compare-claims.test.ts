import t from 'tap'
import { compareClaims } from '../../web/conversation/compare-claims.js'

const marked = (text: string, spans: readonly { start: number; end: number; kind: string }[]) =>
  spans.map(({ start, end, kind }) => `${kind} ${text.slice(start, end)}`)

void t.test('a statement is verbatim, reworded, or differs from its quote', (t) => {
  const cases: [string, string, string, string[]][] = [
    ['It opens at 9.', 'On Sunday it opens at 9.', 'verbatim', []],
    ['The library opens at 11.', 'The library opens at 9.', 'differs', ['number 11']],
    [
      'The green greenhouse is by the pond.',
      'The blue greenhouse is by the pond.',
      'differs',
      ['word green'],
    ],
    ['The mill is not open on Monday.', 'The mill is open on Monday.', 'differs', ['negation not']],
    ['It was built by Anna Berg.', 'It was built by Anna Holm.', 'differs', ['name Berg']],
    ['Dunnocks nest in hedges.', 'They build their nests low down in a hedge.', 'reworded', []],
    ['The limit is 1048576 bytes.', 'Default: 1,048,576 bytes', 'reworded', []],
    ["It doesn't close.", 'It never closes.', 'reworded', []],
  ]
  for (const [statement, quote, how, marks] of cases) {
    const compared = compareClaims(statement, quote)
    t.equal(compared.how, how, statement)
    t.strictSame(marked(statement, compared.statement), marks, statement)
  }
  t.end()
})

void t.test('in the quote, what stands against the statement is marked too', (t) => {
  const quote = 'The library opens at 9, closes at 18.'
  const { quote: marks } = compareClaims('The library opens at 11.', quote)
  t.strictSame(marked(quote, marks), ['number 9', 'number 18'])
  const other = 'The mill is never open on Monday.'
  t.strictSame(marked(other, compareClaims('The mill is open on Monday.', other).quote), [
    'negation never',
  ])
  t.end()
})

void t.test(
  'what the question or the title names is no difference, unless the quote has another in its place',
  (t) => {
    const cases: [string, string, string, string[]][] = [
      [
        'The default bodyLimit in Fastify is 1048576.',
        'Defaults to 1048576 (1 MiB).',
        'reworded',
        [],
      ],
      ['Fastify 5 needs Node 20.', 'It needs Node 20 at least.', 'reworded', []],
      [
        'The default bodyLimit in Fastify is 2048.',
        'Defaults to 1048576 (1 MiB).',
        'differs',
        ['number 2048'],
      ],
      [
        'Fastify 5 was released in 2024.',
        'Version 4 was released in 2024.',
        'differs',
        ['number 5'],
      ],
      [
        'The mill in Fastify opens at 9.',
        'The mill in Berg opens at 9.',
        'differs',
        ['name Fastify'],
      ],
      ['The default in Koa is 1048576.', 'Defaults to 1048576 (1 MiB).', 'differs', ['name Koa']],
      ['Fastify is not a framework.', 'It is a framework.', 'differs', ['negation not']],
    ]
    for (const [statement, quote, how, marks] of cases) {
      const compared = compareClaims(
        statement,
        quote,
        'What is the default bodyLimit in Fastify 5?',
      )
      t.equal(compared.how, how, statement)
      t.strictSame(marked(statement, compared.statement), marks, statement)
    }
    t.end()
  },
)
