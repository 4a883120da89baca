import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { openStore } from '../../src/store/open-store.ts'

const script = fileURLToPath(new URL('write-until-killed.ts', import.meta.url))

/** The number of the last frame that the child says is kept, before it is killed amid its work. */
const writeAndKill = async (dataDir: string, frames: number): Promise<number> => {
  const child = spawn(process.execPath, ['--import=tsx', script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  let seen = 0
  let last = 0
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line)
    seen += 1
    if (seen === frames) child.kill('SIGKILL')
  }
  await exited
  return last
}

void t.test('every frame that was said to be kept survives kill -9, more than once', async (t) => {
  const dataDir = t.testdir()
  const first = await writeAndKill(dataDir, 60)
  const second = await writeAndKill(dataDir, 60)
  t.ok(second > first)
  const store = await openStore({ dataDir })
  const frames = await store.framesAfter('d', 0, 10_000)
  t.strictSame(
    frames.map(({ seq }) => seq),
    frames.map((_, i) => i + 1),
    'none is missing, none is there twice',
  )
  t.ok(frames.length >= second)
  t.match(frames.at(-1), { type: 'error', code: 'ABORTED' }, 'the turn ends all the same')
  const { turns } = (await store.getDialogue('d')) ?? { turns: [] }
  t.strictSame(
    turns.map(({ status }) => status),
    ['failed', 'failed'],
  )
  await store.close()
})
