import fc from 'fast-check'
import t from 'tap'
import type { ScoredCandidate } from '../../src/agent/candidate.ts'
import { chooseReply } from '../../src/agent/choose-reply.ts'
import { createAgent } from '../../src/agent/create-agent.ts'
import { withoutReading, type ReadEvidence } from '../../src/agent/passages/read-passages.ts'
import { DEFAULT_SETTINGS } from '../../src/agent/settings.ts'
import { ABSTENTION } from '../../src/spec/text/abstention.ts'
import type { Evidence } from '../../src/spec/evidence.ts'
import type { Reader } from '../../src/spec/reader.ts'
import type { Reply } from '../../src/spec/reply.ts'
import type { Rule } from '../../src/spec/rule.ts'
import { splitStatements } from '../../src/spec/text/split-statements.ts'
import {
  evidenceOf,
  fakeLanguageModel,
  fakeReader,
  fakeRewardModel,
  fakeSource,
  literalReward,
  readOf,
  repeatPrompt,
} from '../helpers/fakes.ts'

const passages = [
  readOf(evidenceOf('a', 'The yard is shut. On Sunday it opens at nine.'), 0.7, [0.1, 0.7]),
  readOf(evidenceOf('b', 'Dogs stay out of the yard.'), 0.4),
  readOf(evidenceOf('c', 'The yard is in the north.'), 0.3),
  readOf(evidenceOf('d', 'Cats like milk.'), 0.1),
]
const plain = passages.map(withoutReading)
const options = { ...DEFAULT_SETTINGS, grounded: true }
const justBelow = options.answerFrom - 0.01

const candidateOf = (
  text: string,
  given: {
    answers?: number
    support?: number
    blocked?: readonly string[]
    evidence?: readonly ReadEvidence[]
  } = {},
): ScoredCandidate => {
  const { answers, support = 0.9, blocked = [], evidence = passages.slice(0, 1) } = given
  const statements = splitStatements(text).map((span) => ({
    ...span,
    checkable: true,
    support,
    ...(evidence[0] && { evidenceId: evidence[0].id }),
  }))
  const scorecard = {
    score: 0.5,
    preference: 0,
    rules: {},
    support,
    ...(answers !== undefined && { answers }),
    blocked: [...blocked],
    warned: [],
    statements,
  }
  return { index: 0, text, evidence, checkedAgainst: evidence, scorecard }
}
const choose = (
  ranked: readonly ScoredCandidate[],
  given: { grounded?: boolean; evidence?: readonly ReadEvidence[] } = {},
) => {
  const race = { ranked, affixes: {}, dropped: { turns: 0, characters: 0 } }
  const { grounded = true, evidence = passages } = given
  return chooseReply(race, evidence, { ...options, grounded })
}
const nine = 'On Sunday it opens at nine.'

void t.test('the best candidate that is sure enough is the answer, with its citation', (t) => {
  const chosen = choose([
    candidateOf('It opens.', { answers: justBelow }),
    candidateOf(nine, { answers: 0.8 }),
  ])
  t.match(chosen, { kind: 'answer', passages: [], cited: { text: nine, abstained: false } })
  t.equal(chosen.cited.citations[0]?.quote, nine)
  t.equal(chosen.scorecard.answers, 0.8)
  t.end()
})

void t.test('where nothing is sure, the three closest passages are shown without a claim', (t) => {
  const chosen = choose([candidateOf(nine, { answers: justBelow }), candidateOf(ABSTENTION)])
  t.equal(chosen.kind, 'passages')
  t.strictSame(
    chosen.passages.map(({ id }) => id),
    ['a', 'b', 'c'],
  )
  t.match(chosen.cited, { abstained: true, citations: [] })
  t.match(chosen.cited.text, /\n1\. Page a: “On Sunday it opens at nine\.”\n2\. Page b: “Dogs/u)
  t.ok(chosen.cited.statements.every(({ checkable }) => !checkable))
  t.end()
})

void t.test('what speaks to the agent is never among the passages shown', (t) => {
  const flagged = passages.map((one) => ({ ...one, flags: ['gives-orders'] }))
  const unsure = [candidateOf(nine, { answers: 0.1 })]
  t.strictSame(
    choose(unsure, { evidence: [...passages.slice(3), ...flagged] }).passages.map(({ id }) => id),
    ['d'],
  )
  t.match(choose(unsure, { evidence: flagged }), {
    kind: 'declined',
    passages: [],
    cited: { text: ABSTENTION },
  })
  t.end()
})

void t.test('a long passage is shown on one line and cut', (t) => {
  const long = readOf(evidenceOf('l', `| ${'a cell with words | '.repeat(40)}`))
  const { text } = choose([candidateOf(nine)], { evidence: [long] }).cited
  const [line = ''] = text.split('\n').slice(2)
  t.match(line, / …”$/u)
  t.ok(line.length < 230)
  t.end()
})

void t.test('a turn that asks for no facts is talk; nothing of it is dropped', (t) => {
  const chosen = choose([candidateOf('Hello! Cats like milk.', { support: 0.1 })], {
    grounded: false,
  })
  t.match(chosen, { kind: 'talk', passages: [], cited: { text: 'Hello! Cats like milk.' } })
  t.equal(choose([candidateOf(nine)], { grounded: false }).kind, 'answer', 'where it is cited')
  const silent = (evidence: readonly ReadEvidence[]) =>
    choose([candidateOf(ABSTENTION)], { grounded: false, evidence }).kind
  t.equal(silent([]), 'declined')
  t.equal(silent(passages), 'passages', 'where there is something to show in place of it')
  t.end()
})

const chance = fc.integer({ min: 0, max: 100 }).map((n) => n / 100)
const candidates = fc.array(
  fc
    .record({
      text: fc.constantFrom(nine, 'It opens at ten.', ABSTENTION, 'The yard is shut.'),
      answers: fc.option(chance, { nil: undefined }),
      support: chance,
      blocked: fc.constantFrom([], ['safe']),
    })
    .map(({ text, answers, ...rest }) =>
      candidateOf(text, { ...rest, ...(answers !== undefined && { answers }) }),
    ),
  { minLength: 1, maxLength: 8 },
)

void t.test(
  'on a turn that asks for facts nothing is claimed below the bar or against a blocking rule',
  (t) => {
    fc.assert(
      fc.property(candidates, fc.integer({ min: 0, max: 4 }), (given, found) => {
        const isBlocked = ({ scorecard }: ScoredCandidate): number => scorecard.blocked.length
        const ranked = given.toSorted((a, b) => isBlocked(a) - isBlocked(b))
        const {
          kind,
          cited,
          scorecard,
          passages: shown,
        } = choose(ranked, {
          evidence: passages.slice(0, found),
        })
        t.equal(cited.abstained, kind !== 'answer')
        t.equal(shown.length > 0, kind === 'passages')
        t.ok(shown.length <= 3)
        if (kind === 'answer') {
          t.ok((scorecard.answers ?? 0) >= options.answerFrom)
          t.strictSame(scorecard.blocked, [])
        } else t.strictSame(cited.citations, [])
        if (ranked.every(isBlocked)) t.match(cited.text, /keeps my rules/u)
      }),
    )
    t.end()
  },
)

type Turn = {
  readonly evidence?: readonly Evidence[]
  readonly reader?: Reader
  readonly rules?: readonly Rule[]
  readonly blocks?: (reply: string) => boolean
  readonly factSeeking?: number
}

const answerTurn = async (given: Turn): Promise<{ streamed: string; reply: Reply }> => {
  const { evidence = passages, reader = fakeReader(), rules = [], factSeeking = 0.9 } = given
  const { blocks = () => false } = given
  const agent = createAgent({
    languageModel: fakeLanguageModel(repeatPrompt),
    rewardModel: fakeRewardModel(
      (row) => ({ ...literalReward(row), rules: { safe: blocks(row.reply) ? 0.1 : 0.9 } }),
      factSeeking,
    ),
    reader,
    source: fakeSource(evidence),
    takeEvidence: () => Promise.resolve([]),
    settings: DEFAULT_SETTINGS,
  })
  let streamed = ''
  const dialogue = [{ participant: 'user' as const, text: 'When does it open on Sunday?' }]
  const place = { dialogueId: 'd', turnId: 't' }
  for await (const event of agent.respond({ ...place, dialogue, rules, options: { seed: 1 } })) {
    if (event.type === 'reply-delta') streamed += event.text
    if (event.type === 'turn-end') return { streamed, reply: event.reply }
  }
  throw new Error('the turn did not end')
}
const unsure = fakeReader({ judge: (_, replies) => Promise.resolve(replies.map(() => 0.1)) })
const chats = fakeReader({ asks: () => Promise.resolve(0.01) })
const safe: Rule = {
  id: 'safe',
  text: 'Be safe.',
  group: 'x',
  action: 'block',
  threshold: 0.5,
  examples: [],
}

void t.test('the deltas add up to the reply, of whichever kind it is', async (t) => {
  const turns: readonly (readonly [Reply['kind'], Turn])[] = [
    ['answer', { evidence: plain }],
    ['passages', { evidence: plain, reader: unsure }],
    ['declined', { evidence: [] }],
    ['declined', { evidence: plain, rules: [safe], blocks: () => true }],
    ['talk', { reader: chats, factSeeking: 0.01 }],
  ]
  for (const [kind, turn] of turns) {
    const { streamed, reply } = await answerTurn(turn)
    t.equal(reply.kind, kind)
    t.equal(streamed, reply.text)
    t.equal(reply.abstained, kind === 'passages' || kind === 'declined')
  }
})

void t.test(
  'what a search brought is used only where the turn asks for it or a passage answers it',
  async (t) => {
    const reader = fakeReader({ asks: () => Promise.resolve(0.2) })
    const milk = [evidenceOf('m', 'Cats like milk.')]
    const idle = await answerTurn({ evidence: milk, reader, factSeeking: 0.01 })
    t.match(idle.reply, { kind: 'talk', passages: [], citations: [] })
    t.ok(idle.reply.searchQueries.length > 0)
    const opens = [evidenceOf('o', 'On Sunday it opens at nine.')]
    const answered = await answerTurn({ evidence: opens, reader, factSeeking: 0.01 })
    t.match(answered.reply, { kind: 'answer', text: 'On Sunday it opens at nine.' })
  },
)

void t.test(
  'the passages shown are among the evidence of the reply, as they were found',
  async (t) => {
    const { reply } = await answerTurn({ evidence: plain, reader: unsure })
    t.equal(reply.passages.length, 3)
    for (const id of reply.passages) {
      t.strictSame(
        reply.evidence.find((one) => one.id === id),
        plain.find((one) => one.id === id),
      )
    }
    t.strictSame(reply.citations, [])
  },
)

void t.test('words that a blocking rule forbids are not shown as a passage either', async (t) => {
  const blocks = (reply: string): boolean => reply.includes('nine')
  const { reply } = await answerTurn({ evidence: plain, rules: [safe], blocks })
  t.notMatch(reply.text, /nine/u)
})
