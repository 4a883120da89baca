import { inChunks } from '../jsonl/in-chunks.ts'
import { mapInOrder } from '../jsonl/map-in-order.ts'
import { showRate } from '../jsonl/show-rate.ts'
import type { Mark } from './mark.ts'
import { readTestSet } from './read-test-set.ts'
import type { Judge, Task } from './task.ts'

export type MarkedSet = {
  readonly set: string
  readonly task: Task
  readonly marks: readonly Mark[]
}

// Rows measured at once share batches.
const CHUNK = 16
const AT_ONCE = 2

/** Marks of all rows, by set and kind of label. Throws INVALID_REQUEST, RULE_NOT_FOUND, ABORTED. */
export const measureRows = async (
  paths: readonly string[],
  judge: Judge,
): Promise<readonly MarkedSet[]> => {
  const sets = new Map<string, MarkedSet & { marks: Mark[] }>()
  const rate = showRate(process.stderr.isTTY)
  for (const path of paths) {
    const chunks = mapInOrder(inChunks(readTestSet(path), CHUNK), AT_ONCE, (rows) =>
      Promise.all(
        rows.map(async ({ set, task, measure }) => ({ set, task, mark: await measure(judge) })),
      ),
    )
    for await (const chunk of chunks) {
      for (const { set, task, mark } of chunk) {
        const key = JSON.stringify([set, task.name])
        const known = sets.get(key) ?? { set, task, marks: [] }
        known.marks.push(mark)
        sets.set(key, known)
        rate.count(false)
      }
    }
  }
  rate.end()
  return [...sets.values()]
}
