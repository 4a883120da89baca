import t from 'tap'
import type { Candidate } from '../../src/agent/candidate.ts'
import { scoreCandidates } from '../../src/agent/score-candidates.ts'
import { ABSTENTION } from '../../src/spec/abstention.ts'
import type { RewardModel, RewardRow } from '../../src/spec/reward-model.ts'
import { evidenceOf, fakeRewardModel, literalReward } from '../helpers/fakes.ts'

const dialogue = [{ participant: 'user' as const, text: 'Who won?' }]
const evidence = [evidenceOf('a', 'Rain fell on the town.'), evidenceOf('b', 'Brazil won the cup.')]
const options = {
  rules: [],
  factSeeking: true,
  neutralSupport: 0.7,
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

const rank = async (model: RewardModel, candidates: readonly Candidate[]) => {
  const run = scoreCandidates(model, dialogue, candidates, options)
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
