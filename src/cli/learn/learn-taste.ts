import { createHash } from 'node:crypto'
import { boundRaters } from '../../learning/bound-raters.ts'
import { settleContradictions, type Contradiction } from '../../learning/find-contradictions.ts'
import { fitWeights } from '../../learning/fit-weights.ts'
import type { Paired } from '../../learning/gate.ts'
import { featuresOf, TASTE_FEATURES, type Taste } from '../../reward/taste.ts'
import type { RewardModel } from '../../spec/reward-model.ts'
import type { Rule } from '../../spec/rule.ts'
import type { Turn } from '../../spec/turn.ts'
import type { Comparison } from '../export/training-rows.ts'

export type Learned = {
  readonly taste: Taste
  /** Comparisons that were read, used to learn, and held apart. */
  readonly rows: { readonly read: number; readonly learnt: number; readonly heldOut: number }
  readonly raters: number
  readonly contradictions: readonly Contradiction[]
  /** On what was held apart. */
  readonly heldOut: Paired
}

// By so much the preference of what is better has to be higher, in logits (Llama 2, 3.2.2).
const MARGINS = { slightly: 0, clearly: 1 / 3, much: 1 } as const

type Scored = Pick<Comparison, 'degree'> & {
  readonly rater: string
  readonly asked: string
  readonly chosen: string
  readonly rejected: string
  readonly group: string
  /** Old preference of the chosen reply less that of the other. */
  readonly before: number
  readonly by: readonly number[]
}

export type LearnDeps = {
  readonly model: RewardModel
  readonly rules: readonly Pick<Rule, 'id' | 'text'>[]
  readonly signal?: AbortSignal | undefined
}

/**
 * What raters like beside what the reward model prefers. A fifth of the dialogues is held apart to measure it;
 * raters are bounded after contradictions are settled.
 */
export const learnTaste = async (
  comparisons: readonly Comparison[],
  deps: LearnDeps,
): Promise<Learned> => {
  const told = comparisons.map((row) => ({ ...row, ...preferenceOf(row) }))
  const { rows, contradictions } = settleContradictions(told)
  const scored: Scored[] = []
  for (const row of rows) scored.push({ ...row, ...(await compare(row, deps)) })
  const learnt = scored.filter(({ group }) => !isHeldOut(group))
  const apart = scored.filter(({ group }) => isHeldOut(group))
  const counts = boundRaters(learnt)
  const weights = fitWeights(
    learnt.map(({ by }, at) => ({ by, weight: counts[at] ?? 0 })),
    { offsets: learnt.map(({ before, degree }) => before - MARGINS[degree ?? 'slightly']) },
  )
  const moved = ({ before, by }: Scored): number =>
    by.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), before)
  return {
    taste: Object.fromEntries(
      Object.keys(TASTE_FEATURES).map((name, i) => [name, weights[i] ?? 0]),
    ),
    rows: { read: comparisons.length, learnt: learnt.length, heldOut: apart.length },
    raters: new Set(told.map(({ rater }) => rater)).size,
    contradictions,
    heldOut: {
      figure: 'comparisons held apart',
      rows: apart.map((row) => ({ old: row.before > 0, new: moved(row) > 0 })),
    },
  }
}

const preferenceOf = ({ rater, dialogueId, turns, chosen, rejected }: Comparison) => ({
  // Without a caller, each dialogue is somebody else.
  rater: rater ?? dialogueId,
  asked: dialogueOf(turns)
    .map(({ participant, text }) => `${participant}: ${text}`)
    .join('\n'),
  chosen,
  rejected,
  group: dialogueId,
})

const compare = async (
  { turns, evidence, chosen, rejected }: Comparison,
  { model, rules, signal }: LearnDeps,
): Promise<Pick<Scored, 'before' | 'by'>> => {
  const rows = [chosen, rejected].map((reply) => ({
    dialogue: dialogueOf(turns),
    reply,
    evidence: evidence.map((one, at) => ({ ...one, id: String(at) })),
  }))
  const [better, worse] = await model.score(rows, rules, signal)
  const [one, other] = rows
  if (!better || !worse || !one || !other) throw new Error('a row without a reward: this is a bug')
  const [x, y] = [featuresOf(better, one), featuresOf(worse, other)]
  return {
    before: better.preference - worse.preference,
    by: x.map((value, i) => value - (y[i] ?? 0)),
  }
}

const dialogueOf = (turns: Comparison['turns']): readonly Turn[] =>
  turns.flatMap((turn) => (turn.participant === 'search-results' ? [] : [turn]))

/** By the dialogue's id, so that a dialogue is on one side for ever. */
const isHeldOut = (group: string): boolean =>
  (createHash('sha256').update(group).digest()[0] ?? 0) % 5 === 0
