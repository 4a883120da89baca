import { randomUUID } from 'node:crypto'
import { AppError } from '../spec/errors.ts'
import type { Feedback } from '../spec/feedback.ts'
import type { Queries } from './database.ts'
import type { Paging, StoredFeedback } from './store.ts'
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
  if (feedback.correction !== undefined && feedback.correction.trim() === turn.reply?.text.trim()) {
    const message = 'correction: is the reply as it was'
    throw new AppError('INVALID_REQUEST', message, { details: [{ path: 'correction', message }] })
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
  return { id }
}

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
  const gone = await queries.query('delete from feedback where id = $1 returning id', [id])
  if (gone.length === 0) throw new AppError('NOT_FOUND', `There is no feedback ${id}.`)
}

const toStored = (row: FeedbackRow): StoredFeedback => ({
  ...(JSON.parse(row.feedback) as Feedback),
  id: row.id,
  dialogueId: row.dialogue_id,
  models: JSON.parse(row.models) as Record<string, string>,
  ...(row.rater !== null && { rater: row.rater }),
  createdAt: row.created_at.toISOString(),
})
