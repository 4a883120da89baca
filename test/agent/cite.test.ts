import fc from 'fast-check'
import t from 'tap'
import type { ScoredCandidate } from '../../src/agent/candidate.ts'
import { cite, UNCONFIRMED } from '../../src/agent/cite.ts'
import { ABSTENTION } from '../../src/spec/text/abstention.ts'
import { isSound, type Statement } from '../../src/spec/citation.ts'
import type { Evidence } from '../../src/spec/evidence.ts'
import { isSpanOf, slice } from '../../src/spec/span.ts'
import { splitStatements } from '../../src/spec/text/split-statements.ts'
import { evidenceOf, readOf } from '../helpers/fakes.ts'

const candidateOf = (
  text: string,
  evidence: readonly Evidence[],
  supports: readonly (Partial<Statement> | number)[],
): ScoredCandidate => {
  const statements = splitStatements(text).map((span, i) => {
    const given = supports[i % Math.max(1, supports.length)] ?? 0
    const parts = typeof given === 'number' ? { support: given } : given
    const [first] = evidence
    return {
      ...span,
      checkable: true,
      support: 0,
      ...(first && { evidenceId: first.id }),
      ...parts,
    }
  })
  const scorecard = {
    score: 1,
    preference: 0,
    rules: {},
    support: 0,
    blocked: [],
    warned: [],
    statements,
  }
  const read = evidence.map((one) => readOf(one))
  return { index: 0, text, evidence: read, checkedAgainst: read, scorecard }
}
const options = { grounded: true, citeFrom: 0.5, abstainBelow: 0.3 }
const evidence = [
  evidenceOf('a', 'The default is 1 MiB. It is set by bodyLimit, in bytes, or per route.'),
]

void t.test('a supported statement is cited with the words it rests on', (t) => {
  const reply = cite(candidateOf('It is set by bodyLimit.', evidence, [0.9]), options)
  t.equal(reply.citations[0]?.quote, 'It is set by bodyLimit')
  t.equal(reply.citations[0]?.url, 'https://example.org/a')
  const loose = cite(candidateOf('By default the limit is 1 MiB.', evidence, [0.9]), options)
  t.equal(loose.citations[0]?.quote, 'The default is 1 MiB.')
  const limits = evidenceOf(
    'b',
    '- Default: 1048576\n\nThe default body reader keeps the body limit.',
  )
  const counted = cite(candidateOf('The default body limit is 1048576.', [limits], [0.9]), options)
  t.equal(counted.citations[0]?.quote, '- Default: 1048576', 'the sentence with the number')
  const wordy = 'Set the largest size of a request with this option, whose default is 1048576.'
  const spread = cite(candidateOf(wordy, [limits], [0.9]), options)
  t.equal(spread.citations[0]?.quote, '- Default: 1048576', 'though it shares few words')
  t.end()
})

void t.test('a statement with little support is marked, one with none is dropped', (t) => {
  const text = 'The default is 1 MiB. Larger bodies are split. Cats like milk.'
  const reply = cite(candidateOf(text, evidence, [0.9, 0.4, 0.1]), options)
  t.equal(reply.text, `The default is 1 MiB. Larger bodies are split.${UNCONFIRMED}`)
  t.equal(reply.citations.length, 1)
  t.end()
})

void t.test('the quote of an item has the words of the item, not its marker', (t) => {
  const steps = [evidenceOf('s', 'To move in:\n* Ask for the key.\n* Pay the fee.')]
  const reply = cite(candidateOf('1. Ask for the key.\n2. **Pay** the fee.', steps, [0.9]), options)
  t.strictSame(
    reply.citations.map(({ quote }) => quote),
    ['Ask for the key.', 'Pay the fee.'],
  )
  t.equal(reply.text, '1. Ask for the key.\n2. **Pay** the fee.')
  t.end()
})

void t.test('a note on a block of code leaves the block closed', (t) => {
  const text = 'The default is 1 MiB.\n\n```js\nset(2)\n```\nCats like milk.'
  const reply = cite(candidateOf(text, evidence, [0.9, 0.4, 0.1]), options)
  t.equal(reply.text, `The default is 1 MiB.\n\n\`\`\`js\nset(2)\n\`\`\`\n${UNCONFIRMED.trim()}`)
  t.end()
})

void t.test('a grounded reply that loses all its statements abstains', (t) => {
  t.match(cite(candidateOf('Cats like milk.', evidence, [0.1]), options), {
    text: ABSTENTION,
    abstained: true,
    citations: [],
  })
  t.end()
})

void t.test('a grounded reply that claims nothing declines in its own words', (t) => {
  const said = (text: string) => cite(candidateOf(text, evidence, [{ checkable: false }]), options)
  const help = 'Please call an ambulance now.'
  t.match(said(help), { text: help, abstained: true, citations: [] })
  t.ok(said('Of course!').abstained)
  t.match(said('I do not know that without a source. Shall I look it up?'), {
    text: ABSTENTION,
    abstained: true,
  })
  t.end()
})

void t.test(
  'outside grounded turns nothing is dropped, and the policy may abstain by itself',
  (t) => {
    const open = { ...options, grounded: false }
    t.equal(cite(candidateOf('Cats like milk.', evidence, [0.1]), open).text, 'Cats like milk.')
    t.ok(cite(candidateOf(ABSTENTION, evidence, [0.9]), open).abstained)
    t.end()
  },
)

const percent = fc.integer({ min: 0, max: 100 }).map((n) => n / 100)
const word = fc.oneof(
  fc.constantFrom(
    'bodyLimit',
    'server',
    'Ünïcode',
    '😀',
    'Dr.',
    'the',
    '1,024',
    'e.g.',
    '数据',
    '\u0301x',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
)
const sentence = fc
  .array(word, { minLength: 1, maxLength: 8 })
  .map((words) => `Then ${words.join(' ')}.`)
const passage = fc.array(sentence, { minLength: 1, maxLength: 5 }).map((all) => all.join(' '))
const example = fc.array(passage, { minLength: 1, maxLength: 3 }).chain((passages) => {
  const copied = fc.constantFrom(
    ...passages.flatMap((one) => splitStatements(one).map((span) => slice(one, span))),
  )
  const reply = fc.array(fc.oneof(copied, sentence), { minLength: 1, maxLength: 4 })
  return fc.record({
    passages: fc.constant(passages),
    reply: reply.map((parts) => parts.join(' ')),
    supports: fc.array(percent, { minLength: 1 }),
    cited: fc.array(fc.nat(passages.length), { minLength: 1 }),
    grounded: fc.boolean(),
  })
})

void t.test(
  'in 10,000 cases no citation is off: spans in the reply, quotes verbatim in the evidence',
  (t) => {
    let citations = 0
    const check = fc.property(example, ({ passages, reply, supports, cited, grounded }) => {
      const given = passages.map((text, i) => evidenceOf(`e${i}`, text))
      const parts = supports.map((support, i) => ({
        support,
        evidenceId: `e${cited[i % cited.length] ?? 0}`,
      }))
      const result = cite(candidateOf(reply, given, parts), { ...options, grounded })
      citations += result.citations.length
      return (
        result.citations.every((citation) => isSound(citation, result.text, given)) &&
        result.statements.every((statement) => isSpanOf(result.text, statement))
      )
    })
    fc.assert(check, { numRuns: 10_000 })
    t.ok(citations > 2_000, `${citations} citations were checked`)
    t.end()
  },
)
