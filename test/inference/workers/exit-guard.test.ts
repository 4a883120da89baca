import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const file = fileURLToPath(new URL('../../helpers/exit-while-writing.ts', import.meta.url))

void t.test('a process that ends while a model writes ends with its own code', async (t) => {
  const ends = [20, 30, 45].map(async (ms) => {
    const child = fork(file, [String(ms)], { execArgv: ['--import', 'tsx'], silent: true })
    return await once(child, 'exit')
  })
  for (const [code, signal] of await Promise.all(ends)) t.same([code, signal], [3, null])
})
