import { AppError } from '../spec/errors.ts'
import type { Queries } from './database.ts'
import type { Paging, StoredDialogue, TurnWindow } from './store.ts'
import type { DialogueSummary } from '../spec/turn.ts'
import { selectTurnsOf, selectWindow } from './turn-rows.ts'

type DialogueRow = {
  readonly id: string
  readonly title: string
  readonly last_seq: number
  readonly epoch: string
  readonly created_at: Date
  readonly updated_at: Date
}

export const selectDialogue = async (
  queries: Queries,
  id: string,
  window?: TurnWindow,
): Promise<StoredDialogue | undefined> => {
  const [row] = await queries.query<DialogueRow>('select * from dialogues where id = $1', [id])
  if (row === undefined) return undefined
  const part = window
    ? await selectWindow(queries, id, window)
    : { turns: await selectTurnsOf(queries, id), earlier: 0 }
  return {
    id,
    title: row.title,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    lastSeq: row.last_seq,
    epoch: row.epoch,
    ...part,
  }
}

// A dialogue that holds the pattern $1 in its title or in what was said.
const NAMES = `(d.title ilike $1 or exists (select from turns t where t.dialogue_id = d.id
  and (t.text ilike $1 or (t.reply::json ->> 'text') ilike $1)))`

export const selectDialogues = async (
  queries: Queries,
  { limit, offset = 0, query = '' }: Paging & { readonly query?: string | undefined },
): Promise<{ dialogues: readonly DialogueSummary[]; total: number }> => {
  const pattern = `%${query.trim().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const rows = await queries.query<DialogueRow & { turns: number }>(
    `select d.*, (select count(*)::integer from turns where dialogue_id = d.id) as turns
     from dialogues d where ${NAMES} order by updated_at desc, id limit $2 offset $3`,
    [pattern, limit, offset],
  )
  const [all] = await queries.query<{ count: number }>(
    `select count(*)::integer as count from dialogues d where ${NAMES}`,
    [pattern],
  )
  return { dialogues: rows.map(toSummary), total: all?.count ?? 0 }
}

export const selectHead = async (
  queries: Queries,
  id: string,
): Promise<Pick<StoredDialogue, 'lastSeq' | 'epoch'> | undefined> => {
  const [row] = await queries.query<DialogueRow>('select * from dialogues where id = $1', [id])
  return row && { lastSeq: row.last_seq, epoch: row.epoch }
}

export const renewEpoch = async (queries: Queries, id: string): Promise<string> => {
  const [row] = await queries.query<DialogueRow>(
    'update dialogues set epoch = gen_random_uuid()::text where id = $1 returning *',
    [id],
  )
  if (row === undefined) throw new AppError('DIALOGUE_NOT_FOUND', `There is no dialogue ${id}.`)
  return row.epoch
}

/** A copy of a folder may be older than what clients have seen since: all dialogues get a new epoch. */
export const settleIn = async (queries: Queries, folder: string): Promise<void> => {
  const known = await queries.query<{ folder: string }>('select folder from home')
  if (known.some((home) => home.folder === folder)) return
  if (known.length > 0) await queries.query('update dialogues set epoch = gen_random_uuid()::text')
  await queries.query('delete from home')
  await queries.query('insert into home values ($1)', [folder])
}

export const renameDialogue = async (
  queries: Queries,
  id: string,
  title: string,
): Promise<void> => {
  const named = await queries.query('update dialogues set title = $2 where id = $1 returning id', [
    id,
    title,
  ])
  if (named.length === 0) throw new AppError('DIALOGUE_NOT_FOUND', `There is no dialogue ${id}.`)
}

export const deleteDialogue = async (queries: Queries, id: string): Promise<void> => {
  const gone = await queries.query('delete from dialogues where id = $1 returning id', [id])
  if (gone.length === 0) throw new AppError('DIALOGUE_NOT_FOUND', `There is no dialogue ${id}.`)
}

export const deleteTurn = async (queries: Queries, turnId: string): Promise<void> => {
  const [gone] = await queries.query<{ dialogue_id: string }>(
    'delete from turns where id = $1 returning dialogue_id',
    [turnId],
  )
  if (gone === undefined) throw new AppError('TURN_NOT_FOUND', `There is no turn ${turnId}.`)
  const { dialogue_id: id } = gone
  await queries.query(
    'delete from dialogues where id = $1 and not exists (select from turns where dialogue_id = $1)',
    [id],
  )
  await queries.query('update dialogues set epoch = gen_random_uuid()::text where id = $1', [id])
}

const toSummary = (row: DialogueRow & { turns: number }): DialogueSummary => ({
  id: row.id,
  title: row.title,
  turns: row.turns,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})
