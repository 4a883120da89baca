import { AppError } from '../spec/errors.ts'
import type { Reply } from '../spec/reply.ts'
import type { Said } from '../spec/turn.ts'
import type { Queries } from './database.ts'
import type { NewTurn, SentTurn, StoredTurn, TurnWindow } from './store.ts'

const COLUMNS =
  'id, dialogue_id, client_turn_id, text, rule_set, preceding, status, reply, instead, created_at'
const TITLE_LENGTH = 80
// Without a dialogue to look in, an old turn of the same words is more likely a new question.
const RESEND_WITHIN = '10 minutes'

type TurnRow = {
  readonly id: string
  readonly dialogue_id: string
  readonly client_turn_id: string | null
  readonly text: string
  readonly rule_set: string | null
  readonly preceding: string | null
  readonly status: StoredTurn['status']
  readonly reply: string | null
  readonly instead: string | null
  readonly created_at: Date
}

export const insertTurn = async (queries: Queries, turn: NewTurn): Promise<void> => {
  await queries.query(
    `insert into dialogues (id, title) values ($1, $2)
     on conflict (id) do update set updated_at = now()`,
    [turn.dialogueId, titleOf(turn.text)],
  )
  await queries.query(
    `insert into turns (id, dialogue_id, client_turn_id, text, rule_set, preceding)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      turn.turnId,
      turn.dialogueId,
      turn.clientTurnId ?? null,
      turn.text,
      turn.ruleSet ?? null,
      turn.preceding === undefined ? null : JSON.stringify(turn.preceding),
    ],
  )
}

export const selectTurn = async (
  queries: Queries,
  turnId: string,
): Promise<StoredTurn | undefined> => {
  const [row] = await queries.query<TurnRow>(`select ${COLUMNS} from turns where id = $1`, [turnId])
  return row && toTurn(row)
}

export const selectTurnsOf = async (
  queries: Queries,
  dialogueId: string,
): Promise<readonly StoredTurn[]> => {
  const rows = await queries.query<TurnRow>(
    `select ${COLUMNS} from turns where dialogue_id = $1 order by position`,
    [dialogueId],
  )
  return rows.map(toTurn)
}

/** The window's turns, oldest first, and how many there are before them. */
export const selectWindow = async (
  queries: Queries,
  dialogueId: string,
  { last, before }: TurnWindow,
): Promise<{ readonly turns: readonly StoredTurn[]; readonly earlier: number }> => {
  const until = before === undefined ? null : await positionOf(queries, dialogueId, before)
  const rows = await queries.query<TurnRow & { earlier: number }>(
    `select ${COLUMNS}, (rank - 1)::integer as earlier from (
       select *, row_number() over (order by position) as rank from turns
       where dialogue_id = $1 and ($2::bigint is null or position < $2)) ranked
     order by rank desc limit $3`,
    [dialogueId, until, last],
  )
  const turns = rows.toReversed()
  return { turns: turns.map(toTurn), earlier: turns[0]?.earlier ?? 0 }
}

/** Throws TURN_NOT_FOUND. */
export const positionOf = async (
  queries: Queries,
  dialogueId: string,
  turnId: string,
): Promise<number> => {
  const [row] = await queries.query<{ position: number }>(
    'select position from turns where id = $1 and dialogue_id = $2',
    [turnId, dialogueId],
  )
  if (row !== undefined) return row.position
  throw new AppError('TURN_NOT_FOUND', `The dialogue ${dialogueId} has no turn ${turnId}.`)
}

export const selectSent = async (
  queries: Queries,
  { dialogueId, clientTurnId, text }: SentTurn,
): Promise<StoredTurn | undefined> => {
  const [row] = await queries.query<TurnRow>(
    dialogueId === undefined
      ? `select ${COLUMNS} from turns t where client_turn_id = $1 and text = $2
         and status <> 'failed' and created_at > now() - interval '${RESEND_WITHIN}'
         and not exists (select from turns earlier
           where earlier.dialogue_id = t.dialogue_id and earlier.position < t.position)
         order by position desc limit 1`
      : `select ${COLUMNS} from turns
         where client_turn_id = $1 and dialogue_id = $2 and status <> 'failed'`,
    [clientTurnId, dialogueId ?? text],
  )
  return row && toTurn(row)
}

const toTurn = (row: TurnRow): StoredTurn => ({
  turnId: row.id,
  dialogueId: row.dialogue_id,
  ...(row.client_turn_id !== null && { clientTurnId: row.client_turn_id }),
  text: row.text,
  ...(row.rule_set !== null && { ruleSet: row.rule_set }),
  ...(row.preceding !== null && { preceding: JSON.parse(row.preceding) as Said[] }),
  status: row.status,
  createdAt: row.created_at.toISOString(),
  ...(row.reply !== null && { reply: JSON.parse(row.reply) as Reply }),
  ...(row.instead !== null && { instead: row.instead }),
})

const titleOf = (text: string): string => {
  const points = Array.from(text.trim().replace(/\s+/gu, ' '))
  const cut = points.length > TITLE_LENGTH
  return cut ? `${points.slice(0, TITLE_LENGTH - 1).join('')}…` : points.join('')
}
