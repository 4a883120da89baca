import { randomUUID } from 'node:crypto'
import { AppError } from '../spec/errors.ts'
import type { Feedback } from '../spec/feedback.ts'
import type { Queries } from './database.ts'
import type { Paging, StoredFeedback, StoredTurn } from './store.ts'
import { selectTurn } from './turn-rows.ts'

type FeedbackRow = {
  readonly id: string
  readonly dialogue_id: string
  readonly feedback: string
  readonly models: string
  readonly rater: string | null
  readonly created_at: Date
}

export const insertFeedback = async (
  queries: Queries,
  feedback: Feedback,
  rater?: string,
): Promise<{ id: string }> => {
  const turn = await selectTurn(queries, feedback.turnId)
  if (turn === undefined) {
    throw new AppError('TURN_NOT_FOUND', `There is no turn ${feedback.turnId}.`)
  }
  const { correction, comparison } = feedback
  if (correction !== undefined && correction.trim() === turn.reply?.text.trim()) {
    throw refusal('correction', 'is the reply as it was')
  }
  const instead = comparison?.replaces === true ? comparison.chosen : undefined
  if (instead !== undefined && !isCandidate(turn, instead)) {
    throw refusal('comparison.chosen', 'is no candidate of the turn')
  }
  const id = randomUUID()
  await queries.query(
    `insert into feedback (id, turn_id, feedback, models, rater)
     select $1, $2, $3, $4, md5(salt || $5) from rater_salt`,
    [
      id,
      turn.turnId,
      JSON.stringify(feedback),
      JSON.stringify(turn.reply?.models ?? {}),
      rater ?? null,
    ],
  )
  if (instead !== undefined) {
    await showInstead(queries, turn.turnId, instead === turn.reply?.text ? null : instead)
  }
  return { id }
}

const isCandidate = ({ reply }: StoredTurn, text: string): boolean =>
  reply?.text === text || (reply?.candidates ?? []).some((candidate) => candidate.text === text)

const refusal = (path: string, problem: string): AppError => {
  const message = `${path}: ${problem}`
  return new AppError('INVALID_REQUEST', message, { details: [{ path, message }] })
}

const showInstead = (
  queries: Queries,
  turnId: string,
  instead: string | null,
): Promise<readonly object[]> =>
  queries.query('update turns set instead = $2 where id = $1', [turnId, instead])

export const selectFeedback = async (
  queries: Queries,
  { limit, offset = 0 }: Paging,
): Promise<readonly StoredFeedback[]> => {
  const rows = await queries.query<FeedbackRow>(
    `select f.id, t.dialogue_id, f.feedback, f.models, f.rater, f.created_at
     from feedback f join turns t on t.id = f.turn_id
     order by f.position limit $1 offset $2`,
    [limit, offset],
  )
  return rows.map(toStored)
}

export const selectFeedbackOf = async (
  queries: Queries,
  dialogueId: string,
): Promise<readonly StoredFeedback[]> => {
  const rows = await queries.query<FeedbackRow>(
    `select f.id, t.dialogue_id, f.feedback, f.models, f.rater, f.created_at
     from feedback f join turns t on t.id = f.turn_id where t.dialogue_id = $1 order by f.position`,
    [dialogueId],
  )
  return rows.map(toStored)
}

export const deleteFeedback = async (queries: Queries, id: string): Promise<void> => {
  const [gone] = await queries.query<{ turn_id: string; feedback: string }>(
    'delete from feedback where id = $1 returning turn_id, feedback',
    [id],
  )
  if (gone === undefined) throw new AppError('NOT_FOUND', `There is no feedback ${id}.`)
  const { comparison } = JSON.parse(gone.feedback) as Feedback
  if (comparison?.replaces !== true) return
  // What was said to be better before it, where that was not taken back, is shown again.
  const turn = await selectTurn(queries, gone.turn_id)
  if (turn?.instead !== comparison.chosen) return
  const left = (await selectFeedbackOf(queries, turn.dialogueId)).findLast(
    (one) => one.turnId === turn.turnId && one.comparison?.replaces === true,
  )
  await showInstead(queries, turn.turnId, left?.comparison?.chosen ?? null)
}

const toStored = (row: FeedbackRow): StoredFeedback => ({
  ...(JSON.parse(row.feedback) as Feedback),
  id: row.id,
  dialogueId: row.dialogue_id,
  models: JSON.parse(row.models) as Record<string, string>,
  ...(row.rater !== null && { rater: row.rater }),
  createdAt: row.created_at.toISOString(),
})
