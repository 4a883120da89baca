import type { TurnEvent, TurnFrame } from '../spec/turn-event.ts'
import type { Database, Queries } from './database.ts'
import type { NewTurn } from './store.ts'

type TurnPlace = Pick<NewTurn, 'dialogueId' | 'turnId'>
type FrameRow = {
  readonly dialogue_id: string
  readonly seq: number
  readonly turn_id: string
  readonly event: string
  readonly epoch: string
}

/** One statement, so that a number is never used twice nor left out. */
const INSERT_FRAME = `
  with next as (
    update dialogues set last_seq = last_seq + 1, updated_at = now() where id = $1
    returning last_seq, epoch)
  insert into frames (dialogue_id, seq, turn_id, event) select $1, last_seq, $2, $3 from next
  returning dialogue_id, seq, turn_id, event, (select epoch from next) as epoch`

// The epoch is that of now, not of when the frame was written.
const SELECT_FRAMES = `
  select dialogue_id, seq, turn_id, event, epoch from frames join dialogues on id = dialogue_id`

export const insertFrame = async (
  database: Database,
  turn: TurnPlace,
  event: TurnEvent,
): Promise<TurnFrame> => {
  if (event.type !== 'turn-end' && event.type !== 'error') return insert(database, turn, event)
  return database.transaction(async (tx) => {
    const [status, reply] =
      event.type === 'turn-end' ? ['answered', JSON.stringify(event.reply)] : ['failed', null]
    await tx.query('update turns set status = $2, reply = $3 where id = $1', [
      turn.turnId,
      status,
      reply,
    ])
    return insert(tx, turn, event)
  })
}

export const selectFramesAfter = async (
  queries: Queries,
  dialogueId: string,
  lastSeq: number,
  limit: number,
): Promise<readonly TurnFrame[]> => {
  const rows = await queries.query<FrameRow>(
    `${SELECT_FRAMES} where dialogue_id = $1 and seq > $2 order by seq limit $3`,
    [dialogueId, lastSeq, limit],
  )
  return rows.map(toFrame)
}

export const selectFramesOfTurn = async (
  queries: Queries,
  turnId: string,
): Promise<readonly TurnFrame[]> => {
  const rows = await queries.query<FrameRow>(`${SELECT_FRAMES} where turn_id = $1 order by seq`, [
    turnId,
  ])
  return rows.map(toFrame)
}

/** Turns of a process that died: each gets the last frame that it never had. */
export const finishInterrupted = async (database: Database): Promise<number> => {
  const rows = await database.query<{ id: string; dialogue_id: string }>(
    `select id, dialogue_id from turns where status = 'running' order by position`,
  )
  for (const { id, dialogue_id: dialogueId } of rows) {
    await insertFrame(database, { dialogueId, turnId: id }, INTERRUPTED)
  }
  return rows.length
}

const INTERRUPTED: TurnEvent = {
  type: 'error',
  code: 'ABORTED',
  message: 'The service stopped before the turn was answered; send it again.',
}

const insert = async (queries: Queries, turn: TurnPlace, event: TurnEvent): Promise<TurnFrame> => {
  const { dialogueId, turnId } = turn
  const parameters = [dialogueId, turnId, JSON.stringify(event)]
  const [row] = await queries.query<FrameRow>(INSERT_FRAME, parameters)
  if (row === undefined) throw new Error(`no dialogue ${dialogueId} to append to: this is a bug`)
  return toFrame(row)
}

const toFrame = (row: FrameRow): TurnFrame => {
  const event = JSON.parse(row.event) as TurnEvent
  return {
    ...event,
    ...(event.type === 'turn-start' && { epoch: row.epoch }),
    dialogueId: row.dialogue_id,
    turnId: row.turn_id,
    seq: row.seq,
  }
}
