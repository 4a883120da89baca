import t from 'tap'
import type { Candidate } from '../../src/agent/candidate.ts'
import { scoreCandidates, withoutEchoes } from '../../src/agent/score-candidates.ts'
import { ABSTENTION } from '../../src/spec/text/abstention.ts'
import type { RewardModel, RewardRow } from '../../src/spec/reward-model.ts'
import { evidenceOf, fakeReader, fakeRewardModel, literalReward, readOf } from '../helpers/fakes.ts'

const dialogue = [{ participant: 'user' as const, text: 'Who won?' }]
const evidence = [
  readOf(evidenceOf('a', 'Rain fell on the town.'), 0.1),
  readOf(evidenceOf('b', 'Brazil won the cup.')),
]
const options = {
  rules: [],
  factSeeking: true,
  neutralSupport: 0.7,
  answerFrom: 0.8,
  claim: { judged: 1, read: 0.5, support: 0.3, bias: 0 },
  agreement: 0.45,
  likelihood: 1,
}

/** Abstaining is preferred over what says nothing of a winner, and a sentence about one over what does. */
const prefersAnswers = (rows: RewardRow[]) =>
  fakeRewardModel((row) => {
    rows.push(row)
    const answers = row.evidence.some(({ text }) => text.includes('won'))
    const abstains = row.reply === ABSTENTION
    return { ...literalReward(row), preference: answers === abstains ? -2 : 2 }
  })

const rank = async (
  rewardModel: RewardModel,
  candidates: readonly Candidate[],
  { reader = fakeReader(), factSeeking = true } = {},
) => {
  const scorers = { rewardModel, reader }
  const run = scoreCandidates(scorers, dialogue, candidates, { ...options, factSeeking })
  for (;;) {
    const step = await run.next()
    if (step.done) return step.value
  }
}

void t.test('an abstention counts as over the piece of evidence that answers best', async (t) => {
  const rows: RewardRow[] = []
  const candidates = [
    { index: 0, text: ABSTENTION, evidence, checkedAgainst: evidence },
    {
      index: 1,
      text: 'Brazil won the cup.',
      evidence: evidence.slice(1),
      checkedAgainst: evidence.slice(1),
    },
  ]
  const ranked = await rank(prefersAnswers(rows), candidates)
  t.strictSame(
    ranked.map(({ index, scorecard }) => [index, scorecard.preference]),
    [
      [1, 2],
      [0, -2],
    ],
  )
  t.equal(rows.length, 3)
})

void t.test('candidates that say the same from the same evidence are read once', async (t) => {
  const rows: RewardRow[] = []
  const same = { text: 'Rain fell on the town.', evidence, checkedAgainst: evidence.slice(0, 1) }
  const candidates = [0, 1, 2].map((index) => ({ ...same, index }))
  const ranked = await rank(prefersAnswers(rows), candidates)
  t.equal(rows.length, 1)
  t.strictSame(
    ranked.map(({ index }) => index),
    [0, 1, 2],
  )
})

void t.test(
  'a claim is judged by the passage from which it is likeliest right, an abstention by none',
  async (t) => {
    const judged: string[] = []
    const reader = fakeReader({
      judge: (_, replies) => {
        judged.push(...replies.map(({ reply, evidence: { text } }) => `${reply} ${text}`))
        return Promise.resolve(
          replies.map(({ evidence: { text } }) => (text.includes('won') ? 0.75 : 0.2)),
        )
      },
    })
    const [rain, cup] = evidence
    if (!rain || !cup) throw new Error('there is evidence')
    const both = [rain, cup]
    const candidates = [
      { index: 0, text: 'Brazil.', evidence: both, checkedAgainst: both },
      { index: 1, text: ABSTENTION, evidence: both, checkedAgainst: both },
      { index: 2, text: 'Nobody knows.', evidence: [], checkedAgainst: [] },
    ]
    const ranked = await rank(fakeRewardModel(), candidates, { reader })
    t.strictSame(judged, ['Brazil. Rain fell on the town.', 'Brazil. Brazil won the cup.'])
    const cards = ranked.toSorted((a, b) => a.index - b.index).map(({ scorecard }) => scorecard)
    t.match(cards[0], { judged: 0.75, read: 0.9 })
    t.type(cards[0]?.answers, 'number')
    for (const card of cards.slice(1))
      t.strictSame([card.judged, card.read, card.answers], [undefined, undefined, undefined])
  },
)

void t.test('nothing is judged where no facts are asked for', async (t) => {
  const reader = fakeReader({ judge: () => Promise.reject(new Error('asked to judge')) })
  const candidates = [{ index: 0, text: 'Hello!', evidence, checkedAgainst: evidence }]
  const [only] = await rank(fakeRewardModel(), candidates, { reader, factSeeking: false })
  t.equal(only?.scorecard.answers, undefined)
})

void t.test('a statement that only repeats the question claims nothing', (t) => {
  const reply = 'Set the body limit. Use bodyLimit in bytes.'
  const spans = [
    { start: 0, end: 19 },
    { start: 20, end: 43 },
  ]
  const statements = spans.map((span) => ({ ...span, checkable: true, support: 0.9 }))
  const reward = { preference: 0, rules: {}, support: 0.9, statements }
  const read = withoutEchoes(reward, reply, 'How do I set the body limit?')
  t.match(read.statements, [
    { checkable: false, support: null },
    { checkable: true, support: 0.9 },
  ])
  t.equal(withoutEchoes(reward, reply, 'Set the body limit in bytes, use it').support, 0.9)
  t.end()
})
