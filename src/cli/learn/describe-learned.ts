import type { Gate } from '../../learning/gate.ts'
import { renderTable } from '../table.ts'
import type { Learned } from './learn-taste.ts'

type Described = Omit<Learned, 'heldOut'> & { readonly gate: Gate; readonly name: string }

/** What was learnt, what contradicted itself, and whether the new weights hold. */
export const describeLearned = (learned: Described): string => {
  const { rows, raters, contradictions, taste, name } = learned
  const { gate } = learned
  const weights = Object.entries(taste).map(([feature, value]) => [feature, value.toFixed(3)])
  const told = contradictions.map(
    ({ asked, one, other, forOne, forOther }) =>
      `${lastLine(asked)}\n  ${forOne} for:  ${lastLine(one)}\n  ${forOther} for:  ${lastLine(other)}\n`,
  )
  return [
    `${rows.read} comparisons: ${rows.learnt} learnt from, of ${raters} raters; ` +
      `${rows.passages} with the closest passages, which no preference ranks.\n\n`,
    `${renderTable(['feature', 'weight'], weights)}\n\n`,
    told.length === 0 ? '' : `Contradictions between raters:\n${told.join('')}\n`,
    `${describeGate(gate)}\n`,
    gate.passed
      ? `In force with: dunnock models activate ${name}\n`
      : 'Worse than the old weights, or not measured: not to be activated.\n',
  ].join('')
}

const describeGate = ({ figures }: Gate): string =>
  renderTable(
    ['figure', 'n', 'old', 'new', 'difference, 95 %', ''],
    figures.map(({ figure, n, old, new: next, interval: [low, high], passed }) => [
      figure,
      String(n),
      old.toFixed(3),
      next.toFixed(3),
      `${low.toFixed(3)} to ${high.toFixed(3)}`,
      passed ? '' : 'worse',
    ]),
  )

const lastLine = (text: string): string => (text.split('\n').at(-1) ?? '').slice(0, 120)
