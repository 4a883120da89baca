import { join } from 'node:path'
import t from 'tap'
import { whyNoRoom, whyNotWritten } from '../../src/store/disk-room.ts'
import { createStore } from '../../src/store/open-store.ts'
import type { Database } from '../../src/store/database.ts'
import { AppError } from '../../src/spec/errors.ts'
import { openTestDatabase } from '../helpers/test-database.ts'

const turn = { dialogueId: 'd', turnId: 't', text: 'a question' }

void t.test('a disk without room is named, with what is free and what is needed', async (t) => {
  const folder = t.testdir()
  t.equal(await whyNotWritten(folder, 1), undefined)
  const needed = Number.MAX_SAFE_INTEGER
  t.match(
    await whyNoRoom(folder, needed),
    /^The disk of .* is full: [\d.]+ MB of .* are needed\.$/u,
  )
  t.match(await whyNotWritten(folder, needed), folder)
  t.equal(await whyNoRoom(join(folder, 'gone'), needed), undefined)
})

void t.test('a full disk is what a failing call says, and passes by itself', async (t) => {
  const database = await openTestDatabase()
  const disk = { full: undefined as string | undefined, fails: false }
  const failing = (): Promise<never> =>
    Promise.reject(new AppError('STORE_FAILED', 'Aborted().', { cause: new Error('Aborted()') }))
  const onDisk: Database = {
    ...database,
    transaction: (work) => (disk.fails ? failing() : database.transaction(work)),
  }
  const store = await createStore(onDisk, () => Promise.resolve(disk.full))
  t.teardown(() => store.close())
  t.match(await store.health(), { status: 'ok' })

  Object.assign(disk, { full: 'The disk is full.', fails: true })
  await t.rejects(store.startTurn(turn), { code: 'STORE_FAILED', message: 'The disk is full.' })
  t.same(await store.health(), { status: 'failed', detail: 'The disk is full.' })
  disk.full = undefined
  t.same(await store.health(), { status: 'failed', detail: 'Aborted().' }, 'it still fails')
  disk.fails = false
  t.match(await store.health(), { status: 'ok' }, 'found out by trying')
  t.match(await store.listDialogues({ limit: 5 }), { total: 0 }, 'trying leaves nothing')

  await store.startTurn(turn)
  await t.rejects(store.startTurn(turn), { code: 'STORE_FAILED', message: /unique/u })
  t.match(await store.health(), { status: 'ok' }, 'a refused statement is no failing disk')
})
