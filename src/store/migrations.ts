import type { Database } from './database.ts'
import { otherVersion } from './other-version.ts'

// Appended to, never edited: a data folder remembers how many of them it has seen. JSON is kept as
// text, since Postgres' own JSON refuses some escapes that are well-formed.
const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `create table dialogues (
       id text primary key,
       title text not null,
       last_seq integer not null default 0,
       created_at timestamptz not null default now(),
       updated_at timestamptz not null default now()
     )`,
    'create index dialogues_newest on dialogues (updated_at desc, id)',
    `create table turns (
       id text primary key,
       position bigint generated always as identity,
       dialogue_id text not null references dialogues on delete cascade,
       client_turn_id text,
       text text not null,
       status text not null default 'running' check (status in ('running', 'answered', 'failed')),
       reply text,
       created_at timestamptz not null default now()
     )`,
    'create index turns_of_dialogue on turns (dialogue_id, position)',
    // A failed turn may be sent again under the same id.
    `create unique index turns_sent on turns (dialogue_id, client_turn_id) where status <> 'failed'`,
    'create index turns_by_client_turn_id on turns (client_turn_id)',
    `create table frames (
       dialogue_id text not null references dialogues on delete cascade,
       seq integer not null,
       turn_id text not null references turns on delete cascade,
       event text not null,
       primary key (dialogue_id, seq)
     )`,
    'create index frames_of_turn on frames (turn_id, seq)',
    `create table feedback (
       id text primary key,
       position bigint generated always as identity,
       turn_id text not null references turns on delete cascade,
       feedback text not null,
       models text not null,
       created_at timestamptz not null default now()
     )`,
  ],
  ['alter table turns add column rule_set text'],
  [
    `alter table dialogues add column epoch text not null default gen_random_uuid()::text`,
    'create table home (folder text primary key)',
  ],
  [
    // Who gave it, as a name that says nothing without the salt.
    'alter table feedback add column rater text',
    `create table rater_salt (salt text not null default gen_random_uuid()::text)`,
    'insert into rater_salt default values',
  ],
  ['alter table turns add column preceding text'],
  // The candidate that a person put in the reply's place.
  ['alter table turns add column instead text'],
]

/** Brings the tables up to date. Throws STORE_FAILED, also for a folder written by a newer version. */
export const migrate = async (database: Database): Promise<void> => {
  await database.query('create table if not exists migrations (number integer primary key)')
  const [row] = await database.query<{ count: number }>(
    'select count(*)::integer as count from migrations',
  )
  const seen = row?.count ?? 0
  if (seen > MIGRATIONS.length) {
    throw otherVersion('The data folder was written by a newer version of Dunnock.')
  }
  for (const [offset, statements] of MIGRATIONS.slice(seen).entries()) {
    await database.transaction(async (tx) => {
      for (const statement of statements) await tx.query(statement)
      await tx.query('insert into migrations values ($1)', [seen + offset + 1])
    })
  }
}

/** Reads every row once. Throws STORE_FAILED where a table is damaged. */
export const readThrough = async (database: Database): Promise<void> => {
  for (const table of ['dialogues', 'turns', 'frames', 'feedback'])
    await database.query(`select count(*) from ${table}`)
}
