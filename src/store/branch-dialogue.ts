import { randomUUID } from 'node:crypto'
import { AppError } from '../spec/errors.ts'
import type { Queries } from './database.ts'
import { positionOf, selectTurnsOf } from './turn-rows.ts'

/** Copies the answered turns before one into a new dialogue, under ids of their own. */
export const branchDialogue = async (
  queries: Queries,
  from: string,
  before: string,
): Promise<{ readonly id: string }> => {
  const [source] = await queries.query<{ title: string }>(
    'select title from dialogues where id = $1',
    [from],
  )
  if (source === undefined) {
    throw new AppError('DIALOGUE_NOT_FOUND', `There is no dialogue ${from}.`)
  }
  await positionOf(queries, from, before)
  const id = randomUUID()
  await queries.query('insert into dialogues (id, title) values ($1, $2)', [id, source.title])
  for (const turn of await selectTurnsOf(queries, from)) {
    if (turn.turnId === before) break
    const { text, ruleSet, preceding, reply, instead } = turn
    if (reply === undefined) continue
    const own = { ...reply, dialogueId: id, turnId: randomUUID() }
    await queries.query(
      `insert into turns (id, dialogue_id, text, rule_set, preceding, status, reply, instead)
       values ($1, $2, $3, $4, $5, 'answered', $6, $7)`,
      [
        own.turnId,
        id,
        text,
        ruleSet ?? null,
        preceding === undefined ? null : JSON.stringify(preceding),
        JSON.stringify(own),
        instead ?? null,
      ],
    )
  }
  return { id }
}
