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
  /** Comparisons that were read, used to learn, and left out since they are with the closest passages. */
  readonly rows: { readonly read: number; readonly learnt: number; readonly passages: number }
  readonly raters: number
  readonly contradictions: readonly Contradiction[]
  /** What weights without a fold of the dialogues make of that fold, over all folds. */
  readonly heldOut: Paired
}

// By so much the preference of what is better has to be higher, in logits (Llama 2, 3.2.2).
const MARGINS = { slightly: 0, clearly: 1 / 3, much: 1 } as const

const TASTE_NAMES = Object.keys(TASTE_FEATURES)
// Whatever raters chose, what the evidence backs is no fault.
const NEVER_DISLIKED = [TASTE_NAMES.indexOf('support')]

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

// Dialogues are held apart by fifths, each once.
const FOLDS = 5

/**
 * What raters like beside what the reward model prefers; raters are bounded after contradictions are settled. The
 * closest passages are no candidate: whether to show them is the line of a claim, which no preference decides.
 */
export const learnTaste = async (
  comparisons: readonly Comparison[],
  deps: LearnDeps,
): Promise<Learned> => {
  const told = comparisons
    .filter(({ withPassages }) => withPassages !== true)
    .map((row) => ({ ...row, ...preferenceOf(row) }))
  const { rows, contradictions } = settleContradictions(told)
  const scored: Scored[] = []
  for (const row of rows) scored.push({ ...row, ...(await compare(row, deps)) })
  const weights = fit(scored)
  const foldsWithout = Array.from({ length: FOLDS }, (_, fold) =>
    fit(scored.filter(({ group }) => foldOf(group) !== fold)),
  )
  return {
    taste: Object.fromEntries(TASTE_NAMES.map((name, i) => [name, weights[i] ?? 0])),
    rows: {
      read: comparisons.length,
      learnt: scored.length,
      passages: comparisons.length - told.length,
    },
    raters: new Set(told.map(({ rater }) => rater)).size,
    contradictions,
    heldOut: {
      figure: 'comparisons held apart',
      rows: scored.map((row) => ({
        old: row.before > 0,
        new: moved(row, foldsWithout[foldOf(row.group)] ?? []) > 0,
      })),
    },
  }
}

const fit = (rows: readonly Scored[]): readonly number[] => {
  const counts = boundRaters(rows)
  return fitWeights(
    rows.map(({ by }, at) => ({ by, weight: counts[at] ?? 0 })),
    {
      offsets: rows.map(({ before, degree }) => before - MARGINS[degree ?? 'slightly']),
      neverBelowZero: NEVER_DISLIKED,
    },
  )
}

const moved = ({ before, by }: Scored, weights: readonly number[]): number =>
  by.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), before)

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
const foldOf = (group: string): number =>
  (createHash('sha256').update(group).digest()[0] ?? 0) % FOLDS
