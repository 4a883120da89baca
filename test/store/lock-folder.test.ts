import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { isAppError } from '../../src/spec/errors.ts'
import { announceUrl, lockFolder, urlOfHolder } from '../../src/store/lock-folder.ts'

void t.test('a folder has one owner at a time', async (t) => {
  const folder = join(t.testdir(), 'made', 'for', 'it')
  const unlock = await lockFolder(folder)
  await t.rejects(lockFolder(folder), { code: 'DATA_IN_USE', message: String(process.pid) })
  await unlock()
  await (
    await lockFolder(folder)
  )()
})

void t.test('the lock of a process that is gone is taken over', async (t) => {
  const folder = t.testdir()
  const child = spawn(process.execPath, ['--eval', ''])
  await once(child, 'exit')
  await writeFile(join(folder, 'dunnock.lock'), `${child.pid} 123 boot\n`)
  await (
    await lockFolder(folder)
  )()
})

void t.test('a lock left by an earlier process of the same number is taken over', async (t) => {
  const folder = t.testdir()
  const unlock = await lockFolder(folder)
  const own = await readFile(join(folder, 'dunnock.lock'), 'utf8')
  await unlock()
  await writeFile(join(folder, 'dunnock.lock'), own.replace(/ \d+ /, ' 1 '))
  const again = lockFolder(folder)
  // Elsewhere there is no start time to tell them apart by.
  if (process.platform === 'linux') await (await again)()
  else await t.rejects(again, { code: 'DATA_IN_USE' })
})

void t.test('a lock that a crash left empty is taken over', async (t) => {
  const folder = t.testdir({ 'dunnock.lock': '' })
  await (
    await lockFolder(folder)
  )()
})

void t.test('what is no folder, or can not be written, is named', async (t) => {
  const folder = t.testdir({ file: 'not a folder' })
  for (const path of ['file', 'file/below']) {
    const wanted = { code: 'DATA_NOT_WRITABLE', message: path }
    await t.rejects(lockFolder(join(folder, path)), wanted)
  }
})

void t.test(
  'a place where the system makes no folders is told at once',
  { skip: process.platform === 'linux' ? false : 'there is no /proc' },
  async (t) => {
    await t.rejects(lockFolder('/proc/dunnock/data'), {
      code: 'DATA_NOT_WRITABLE',
      message: /proc\/dunnock\/data/u,
    })
  },
)

void t.test('where the holder listens is told to whoever comes next', async (t) => {
  const folder = t.testdir()
  await announceUrl(folder, 'http://127.0.0.1:1')
  const unlock = await lockFolder(folder)
  await announceUrl(folder, 'http://127.0.0.1:8123')
  const error: unknown = await lockFolder(folder).catch((thrown: unknown) => thrown)
  t.match(error, { code: 'DATA_IN_USE', message: /listens on http:\/\/127\.0\.0\.1:8123/u })
  t.ok(isAppError(error))
  t.equal(isAppError(error) && urlOfHolder(error), 'http://127.0.0.1:8123')
  await unlock()
  await (
    await lockFolder(folder)
  )()
})
