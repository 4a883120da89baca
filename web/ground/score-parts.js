/** Why a candidate was shown or not: the parts of its score, compared with the winner's. */

/** @import { Rule } from '../../src/spec/rule.ts' */
/** @import { Scorecard } from '../../src/spec/scorecard.ts' */

/**
 * The factors of a score, each in 0..1. `support` is null where it was no factor of this turn.
 * @typedef {{ readonly preference: number, readonly kept: number, readonly support: number | null }} ScoreParts
 */

/**
 * @param {Scorecard} scorecard
 * @param {readonly Scorecard[]} all of the turn's candidates, for turns stored before scorecards had a standing
 * @returns {ScoreParts}
 */
export const scoreParts = (scorecard, all) => {
  const mean = all.reduce((sum, one) => sum + one.preference, 0) / Math.max(1, all.length)
  const preference = scorecard.standing ?? 1 / (1 + Math.exp(mean - scorecard.preference))
  const kept = geometricMean(Object.values(scorecard.rules))
  const rest = scorecard.score / (preference * kept)
  const isFactor = scorecard.blocked.length === 0 && Math.abs(rest - 1) > 0.005
  return { preference, kept, support: isFactor ? Math.min(1, rest) : null }
}

/**
 * Rules with their P(kept), the most doubtful first.
 * @param {Scorecard} scorecard
 * @param {readonly Rule[]} known rules in force now; one that is gone since has its id for a text
 */
export const rulesByDoubt = ({ rules, blocked }, known) =>
  Object.entries(rules)
    .map(([id, kept]) => {
      const rule = known.find((one) => one.id === id)
      const { text = id.replaceAll('-', ' '), action = 'score', threshold = 0 } = rule ?? {}
      return { id, kept, text, action, threshold, isBlocked: blocked.includes(id) }
    })
    .sort((a, b) => a.kept - b.kept)

/**
 * In one line, what decided against a candidate: the part in which it falls furthest behind.
 * @param {Scorecard} loser
 * @param {Scorecard} winner
 * @param {readonly Scorecard[]} all
 * @returns {string}
 */
export const whyLost = (loser, winner, all) => {
  const [broken] = loser.blocked
  if (broken !== undefined) return `Blocked: likely breaks “${broken.replaceAll('-', ' ')}”`
  const [mine, best] = [scoreParts(loser, all), scoreParts(winner, all)]
  const gaps = [
    { ratio: mine.preference / best.preference, why: 'Less preferred', part: 'preference' },
    { ratio: mine.kept / best.kept, why: 'Keeps the rules less surely', part: 'kept' },
    { ratio: (mine.support ?? 1) / (best.support ?? 1), why: 'Less support', part: 'support' },
  ]
  const [worst] = gaps.sort((a, b) => a.ratio - b.ratio)
  if (worst === undefined || worst.ratio > 0.995) return 'As good; the shorter one is shown'
  const part = /** @type {keyof ScoreParts} */ (worst.part)
  return `${worst.why}: ${percent(mine[part] ?? 1)} against ${percent(best[part] ?? 1)}`
}

/**
 * A probability for people: never 0 or 100 where it is not.
 * @param {number} p
 */
export const percent = (p) => {
  if (p > 0 && p < 0.01) return '<1 %'
  if (p < 1 && p > 0.99) return '>99 %'
  return `${Math.round(p * 100)} %`
}

/**
 * A score for people.
 * @param {number} score
 */
export const decimal = (score) => (score > 0 && score < 0.005 ? '<.01' : score.toFixed(2))

/**
 * Through logarithms, as the service has it.
 * @param {readonly number[]} values
 */
const geometricMean = (values) =>
  values.length === 0
    ? 1
    : Math.exp(values.reduce((sum, p) => sum + Math.log(Math.max(p, 1e-6)), 0) / values.length)
