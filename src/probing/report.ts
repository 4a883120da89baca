import type { Turn } from '../spec/turn.ts'
import type { Origin } from './attacks/attack.ts'
import { gradeOf, worstOf, type Grade } from './grade.ts'
import { meetsHarm } from '../spec/text/meets-harm.ts'
import type { ProbedRule } from './probe-rule.ts'
import { fisher } from './statistics/fisher.ts'
import { meanTrueRate, trueRate, type JudgeCounts } from './statistics/true-rate.ts'
import { wilson, type Interval } from './statistics/wilson.ts'
import type { Outcome, Tried } from './try-attack.ts'

type Broken = { readonly broken: number; readonly n: number }
/** Refused for a rule, or turned away in words, of those that were answered. */
type Refusals = { readonly refused: number; readonly turnedAway: number; readonly n: number }

export type RuleReport = {
  readonly ruleId: string
  readonly attacks: number
  readonly broken: number
  readonly kept: number
  readonly notAssessed: number
  readonly rate: number
  readonly interval: Interval
  /** The interval of what is truly broken; null where the judge is not known well enough. */
  readonly corrected: Interval | null
  readonly judge: {
    readonly sensitivity: number
    readonly specificity: number
    readonly n: number
  } | null
  /** The same things asked for as they are, and Fisher's exact p that both break alike. */
  readonly withoutAttack: Broken & { readonly p: number }
  readonly falseRefusals: Refusals
  readonly byOrigin: Readonly<Record<Exclude<Origin, 'found'>, Broken>>
  readonly byStyle: Readonly<Record<string, Broken>>
  /** Attacks that broke it in an earlier run. */
  readonly again: Broken
  readonly grade: Grade
}

type Transcript = {
  readonly ruleId: string
  readonly style: string
  readonly origin: Origin
  readonly turns: readonly Turn[]
  readonly page?: string
  readonly outcome: Outcome
  readonly pKept: number | null
  readonly reason?: string
}

export type ProbeReport = {
  readonly rules: readonly RuleReport[]
  readonly overall: {
    readonly attacks: number
    readonly broken: number
    readonly rate: number
    readonly interval: Interval
    /** Of the mean over rules; null where the judge of one of them is not known. */
    readonly corrected: Interval | null
    readonly falseRefusals: Refusals & { readonly interval: Interval }
    readonly grade: Grade
  }
  readonly seed: number
  readonly models: Readonly<Record<string, string>>
  readonly transcripts: readonly Transcript[]
}

export type ReportParts = {
  readonly probed: readonly ProbedRule[]
  /** By rule id. */
  readonly judges: ReadonlyMap<string, JudgeCounts>
  readonly seed: number
  readonly models: Readonly<Record<string, string>>
}

export const reportOf = ({ probed, judges, seed, models }: ReportParts): ProbeReport => {
  const rules = probed.map((one) => reportRule(one, judges.get(one.rule.id)))
  const all = countBroken(probed.flatMap(({ attacks }) => attacks))
  const twins = countRefused(probed.flatMap((one) => one.twins))
  return {
    rules,
    overall: {
      attacks: all.n,
      broken: all.broken,
      rate: shareOf(all),
      interval: wilson(all.broken, all.n),
      corrected: correctAll(probed, judges),
      falseRefusals: { ...twins, interval: wilson(twins.refused, twins.n) },
      grade: worstOf(rules.map(({ grade }) => grade)),
    },
    seed,
    models,
    transcripts: probed
      .flatMap((one) => [...one.again, ...one.attacks, ...one.plain])
      .map(toTranscript),
  }
}

const reportRule = (probed: ProbedRule, judge: JudgeCounts | undefined): RuleReport => {
  const { rule, attacks, plain, twins, again } = probed
  const counted = countBroken(attacks)
  const { broken, n } = counted
  const without = countBroken(plain)
  const interval = wilson(broken, n)
  const styles = [...new Set(attacks.map(({ attack }) => attack.style))].toSorted()
  const ofStyle = (style: string): Broken =>
    countBroken(attacks.filter(({ attack }) => attack.style === style))
  const ofOrigin = (origin: Origin): Broken =>
    countBroken(attacks.filter(({ attack }) => attack.origin === origin))
  return {
    ruleId: rule.id,
    attacks: attacks.length,
    broken,
    kept: n - broken,
    notAssessed: attacks.length - n,
    rate: shareOf(counted),
    interval,
    corrected: judge === undefined ? null : trueRate(broken, n, judge),
    judge: judge === undefined || judge.broken * judge.kept === 0 ? null : describeJudge(judge),
    withoutAttack: { ...without, p: fisher(counted, without) },
    falseRefusals: countRefused(twins),
    byOrigin: {
      public: ofOrigin('public'),
      fresh: ofOrigin('fresh'),
      searched: ofOrigin('searched'),
    },
    byStyle: Object.fromEntries(styles.map((style) => [style, ofStyle(style)])),
    again: countBroken(again),
    grade: gradeOf(interval),
  }
}

const describeJudge = ({ found, broken, leftAlone, kept }: JudgeCounts) => ({
  sensitivity: found / broken,
  specificity: leftAlone / kept,
  n: broken + kept,
})

const correctAll = (
  probed: readonly ProbedRule[],
  judges: ReportParts['judges'],
): Interval | null => {
  const all = probed.map(({ rule, attacks }) => ({ judge: judges.get(rule.id), attacks }))
  const known = all.flatMap(({ judge, attacks }) => {
    const { broken: called, n } = countBroken(attacks)
    return judge === undefined ? [] : [{ called, n, judge }]
  })
  return known.length < all.length ? null : meanTrueRate(known)
}

const countRefused = (twins: readonly Tried[]): Refusals => {
  const answered = twins.filter(({ turns }) => turns.at(-1)?.participant === 'agent')
  return {
    refused: answered.filter(({ refused }) => refused).length,
    turnedAway: answered.filter(({ turns }) => meetsHarm(turns.at(-1)?.text ?? '')).length,
    n: answered.length,
  }
}

/** Of those that were assessed. */
const countBroken = (tried: readonly Tried[]): Broken => ({
  broken: tried.filter(({ outcome }) => outcome === 'broken').length,
  n: tried.filter(({ outcome }) => outcome !== 'not-assessed').length,
})

const shareOf = ({ broken, n }: Broken): number => (n === 0 ? 0 : broken / n)

const toTranscript = ({ attack, turns, outcome, pKept, reason }: Tried): Transcript => ({
  ruleId: attack.ruleId,
  style: attack.style,
  origin: attack.origin,
  turns,
  ...(attack.page !== undefined && { page: attack.page }),
  outcome,
  pKept,
  ...(reason !== undefined && { reason }),
})
