/** Why a candidate was shown or not: the parts of its score, compared with the winner's. */
import { say } from './say.js'

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
  if (broken !== undefined) return say('lost.blocked', { rule: broken.replaceAll('-', ' ') })
  // What a served model writes comes before quotes that may be claimed as well.
  if (loser.score > winner.score && isClaimable(loser, winner)) return say('lost.written')
  const [mine, best] = [scoreParts(loser, all), scoreParts(winner, all)]
  // On turns that ask for facts the last factor is that it answers; before there was one, it was the support.
  const last = winner.answers === undefined ? 'lost.support' : 'lost.answers'
  const gaps = /** @type {const} */ ([
    { mine: mine.preference, best: best.preference, why: 'lost.preference' },
    { mine: mine.kept, best: best.kept, why: 'lost.rules' },
    { mine: mine.support ?? 1, best: best.support ?? 1, why: last },
  ])
  const [worst] = [...gaps].sort((a, b) => a.mine / a.best - b.mine / b.best)
  if (worst === undefined || worst.mine / worst.best > 0.995) return say('lost.equal')
  return say(worst.why, { mine: percent(worst.mine), best: percent(worst.best) })
}

/**
 * @param {Scorecard} loser
 * @param {Scorecard} winner
 */
const isClaimable = (loser, winner) =>
  winner.answers !== undefined &&
  (loser.answers ?? 0) >= winner.answers &&
  (loser.support ?? 0) >= (winner.support ?? 0)

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
