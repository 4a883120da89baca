import { keyOf, type Decision } from '../../curating/decide.ts'
import { questionOf, replyOf, type CuratedRow } from '../../curating/row.ts'

type ReviewOptions = {
  /** The next line; undefined where the input is at its end. */
  readonly ask: (question: string) => Promise<string | undefined>
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
    const answer = (await ask('keep, mend, drop or quit? [k/m/d/q] '))?.trim().toLowerCase() ?? 'q'
    if (answer.startsWith('k')) return { key, action: 'keep' }
    if (answer.startsWith('d')) return { key, action: 'drop' }
    if (answer.startsWith('q')) return 'quit'
    if (!answer.startsWith('m')) continue
    const reply = (await ask('the reply should be: '))?.trim()
    if (reply === undefined) return 'quit'
    if (reply !== '') return { key, action: 'mend', reply }
  }
}
