import t from 'tap'
import { createStore, openStore } from '../../src/store/open-store.ts'
import { openTestDatabase } from '../helpers/test-database.ts'

const database = await openTestDatabase()
t.teardown(() => database.close())

void t.test('a statement that fails is STORE_FAILED, and the next one works', async (t) => {
  await t.rejects(database.query('select nonsense'), { code: 'STORE_FAILED', message: 'nonsense' })
  await database.query('create table things (name text)')
  const failing = database.transaction(async (tx) => {
    await tx.query(`insert into things values ('one')`)
    throw new Error('half way')
  })
  await t.rejects(failing, { code: 'STORE_FAILED', message: 'half way' })
})

void t.test('migrating twice changes nothing; a newer folder is refused', async (t) => {
  await createStore(database)
  await createStore(database)
  await database.query('insert into migrations values (999)')
  await t.rejects(createStore(database), { code: 'STORE_FAILED', message: /newer version/ })
})

void t.test('a database that has given up is opened anew by the next call', async (t) => {
  const onDisk = await openTestDatabase()
  t.teardown(() => onDisk.close())
  await onDisk.query('create table things (name text)')
  const trap = Object.assign(new Error('unreachable'), { name: 'RuntimeError' })
  const trapped = onDisk.transaction(() => Promise.reject(trap))
  await t.rejects(trapped, { code: 'STORE_FAILED' })
  await onDisk.query(`insert into things values ('kept')`)
  t.strictSame(await onDisk.query('select name from things'), [{ name: 'kept' }])
})

void t.test('a second process of the same data folder is told so', async (t) => {
  const dataDir = t.testdir()
  const store = await openStore({ dataDir })
  await t.rejects(openStore({ dataDir }), { code: 'DATA_IN_USE' })
  await store.close()
  await (await openStore({ dataDir })).close()
})
