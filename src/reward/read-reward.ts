import { leastSupport, type Statement } from '../spec/citation.ts'
import type { Reward } from '../spec/reward-model.ts'
import type { NetworkOutput } from '../spec/reward-network.ts'
import { probability, scaled, type Calibration } from './calibration.ts'
import { meanLogit } from './pack-row.ts'
import type { Lacking, Reading, RowPlan } from './plan-rows.ts'

// A statement counts as checkable from this probability on.
const CHECKABLE_FROM = 0.5
// What is left of the support for each number and name that the evidence lacks, and the most that is left without a
// number, which is too little to cite, since a number is what readers take from a citation. What the evidence says of
// something else has too little to be shown at all.
const LEFT_WITHOUT_VALUE = 0.7
const MOST_WITHOUT_NUMBER = 0.45
const MOST_OF_SOMETHING_ELSE = 0.3

type Read = { readonly reading: Reading; readonly output: NetworkOutput }

/**
 * The reward of one reply from the outputs of its readings: preference of the first, a rule's least
 * P(kept) over the parts of a long reply, and each statement's best support over all evidence.
 */
export const readReward = (
  { statements: spans, readings }: RowPlan,
  outputs: readonly NetworkOutput[],
  ruleIds: readonly string[],
  calibration: Calibration,
): Reward => {
  const reads = readings.map((reading, i): Read => {
    const output = outputs[i]
    if (output === undefined) throw new Error('a row without an output: this is a bug')
    return { reading, output }
  })
  const leading = reads.filter(({ reading }) => reading.leads)
  const rules = ruleIds.map((id, i) => {
    const kept = leading.map(({ output }) => probability(output.rules[i] ?? NaN, calibration.rules))
    return [id, Math.min(...kept)] as const
  })
  const statements = spans.map((span, i) => ({ ...span, ...checkStatement(i, reads, calibration) }))
  return {
    preference: scaled(leading[0]?.output.preference ?? NaN, calibration.preference),
    rules: Object.fromEntries(rules),
    support: leastSupport(statements),
    statements,
  }
}

const checkStatement = (
  index: number,
  reads: readonly Read[],
  calibration: Calibration,
): Omit<Statement, 'start' | 'end'> => {
  let checkable = false
  let best: { readonly support: number; readonly evidenceId: string } | undefined
  for (const { reading, output } of reads) {
    const place = index - reading.firstStatement
    const range = reading.row.ranges[place]
    if (range === undefined) continue
    if (reading.leads)
      checkable =
        range.start < range.end &&
        probability(meanLogit(output.checkable, range), calibration.checkable) >= CHECKABLE_FROM
    const { evidenceId } = reading
    const read = probability(meanLogit(output.support, range), calibration.support)
    const support = withoutValues(read, reading.missing[place])
    if (evidenceId !== undefined && (best === undefined || support > best.support))
      best = { support, evidenceId }
  }
  if (!checkable || best === undefined) return { checkable, support: null }
  return { checkable, ...best }
}

const withoutValues = (
  support: number,
  { numbers, names, misplaced }: Lacking = { numbers: 0, names: 0, misplaced: 0 },
): number => {
  const left = support * LEFT_WITHOUT_VALUE ** (numbers + names)
  const most = misplaced > 0 ? MOST_OF_SOMETHING_ELSE : numbers > 0 ? MOST_WITHOUT_NUMBER : 1
  return Math.min(left, most)
}
