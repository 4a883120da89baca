import type { Interface } from 'node:readline/promises'
import { keyOf, type Decision } from '../../curating/decide.ts'
import { questionOf, replyOf, type CuratedRow } from '../../curating/row.ts'

type ReviewOptions = {
  readonly ask: Pick<Interface, 'question'>
  readonly write: (text: string) => void
  /** Called at once, so that a review that is broken off is not lost. */
  readonly onDecision: (decision: Decision) => Promise<void>
}

/** Shows row after row, until all are decided or the reviewer quits. */
export const reviewRows = async (
  rows: readonly CuratedRow[],
  { ask, write, onDecision }: ReviewOptions,
): Promise<void> => {
  for (const [at, row] of rows.entries()) {
    write(`\n${at + 1} of ${rows.length}\nuser:  ${questionOf(row)}\nagent: ${replyOf(row)}\n`)
    const decision = await decide(row, ask)
    if (decision === 'quit') return
    await onDecision(decision)
  }
}

const decide = async (row: CuratedRow, ask: ReviewOptions['ask']): Promise<Decision | 'quit'> => {
  const key = keyOf(row)
  for (;;) {
    const answer = (await ask.question('keep, mend, drop or quit? [k/m/d/q] ')).trim().toLowerCase()
    if (answer.startsWith('k')) return { key, action: 'keep' }
    if (answer.startsWith('d')) return { key, action: 'drop' }
    if (answer.startsWith('q')) return 'quit'
    if (!answer.startsWith('m')) continue
    const reply = (await ask.question('the reply should be: ')).trim()
    if (reply !== '') return { key, action: 'mend', reply }
  }
}
