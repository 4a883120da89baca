import { createReadStream } from 'node:fs'
import { basename, extname } from 'node:path'
import { AppError } from '../../spec/errors.ts'
import { readLines } from '../jsonl/read-lines.ts'
import { parseObject } from '../jsonl/parse-row.ts'
import type { Task } from './task.ts'
import { TASKS } from './tasks.ts'

export type LabelledRow = {
  readonly set: string
  readonly task: Task
  readonly measure: ReturnType<Task['read']>
}

/** Rows of a file of JSON lines, as they are read. Throws INVALID_REQUEST naming the line at fault. */
export async function* readTestSet(path: string): AsyncGenerator<LabelledRow> {
  let number = 0
  const name = basename(path, extname(path))
  try {
    for await (const line of readLines(createReadStream(path))) {
      number += 1
      if (line !== undefined && line.every((byte) => byte <= 0x20)) continue
      const row = written(parseObject(line))
      const task = TASKS.find(({ label }) => label in row)
      if (task === undefined) throw new AppError('INVALID_REQUEST', NO_LABEL)
      const set = typeof row['set'] === 'string' ? row['set'] : name
      yield { set, task, measure: task.read(row) }
    }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('INVALID_REQUEST', `${path}:${number}: ${message}`, { cause })
  }
}

/** The short forms: `user` is the last turn of a dialogue, after those of `before`; `ruleId` is a rule. */
const written = (given: Record<string, unknown>): Record<string, unknown> => {
  const { user, before, ruleId, ...row } = given
  const earlier = (Array.isArray(before) ? before : []).map((turn: unknown, i) =>
    typeof turn === 'string' ? { participant: i % 2 === 0 ? 'user' : 'agent', text: turn } : turn,
  )
  return {
    ...row,
    ...(user !== undefined && { dialogue: [...earlier, { participant: 'user', text: user }] }),
    ...(ruleId !== undefined && { rule: ruleId }),
  }
}

const NO_LABEL = `the row has none of the labels ${TASKS.map(({ label }) => label).join(', ')}`
