import { copyFile, cp, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { buildApp } from '../../src/server/app.ts'
import { compose } from '../../src/server/setup/compose.ts'
import { readConfig } from '../../src/server/setup/config.ts'
import { listenOnLoopback, openChat } from '../helpers/chat-socket.ts'

const folder = await mkdtemp(join(tmpdir(), 'dunnock-real-'))
t.teardown(() => rm(folder, { recursive: true, force: true }))
const nothing = (): void => undefined
const log = { info: nothing, warn: nothing, error: nothing }
const settings = { data: join(folder, 'data'), wikipedia: 'off', device: 'cpu', threads: 2 }

void t.test('the committed models behind every door, and callers who behave badly', async (t) => {
  const services = await compose(readConfig({}, settings), log, { indexing: false })
  await services.whenReady()
  const app = await buildApp(services)
  t.teardown(() => app.close().then(() => services.close()))
  const url = await listenOnLoopback(app)
  const quick = { candidates: 1, search: 'never', rules: [] }

  await t.test('a second client gets on while the first is answered', async (t) => {
    const [first, second] = [await openChat(url), await openChat(url)]
    first.send({ type: 'user-turn', text: 'Tell me about birds.', search: 'never', candidates: 4 })
    await first.wait('decision')
    second.send({ type: 'user-turn', text: 'Hello!', ...quick })
    await second.wait('decision')
    t.notOk(first.frames.some(({ type }) => type === 'turn-end' || type === 'error'))
    t.match(await second.wait('turn-end', 'error'), { type: 'turn-end' })
    t.match(await first.wait('turn-end', 'error'), { type: 'turn-end' })
  })

  await t.test('a client that leaves in the middle frees what it took', async (t) => {
    const body = JSON.stringify({
      text: 'Tell me a long story.',
      search: 'never',
      candidates: 4,
    })
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream' }
    const leaving = new AbortController()
    const { signal } = leaving
    const { body: events } = await fetch(`${url}/reply`, { method: 'POST', headers, body, signal })
    for await (const chunk of events ?? []) {
      if (Buffer.from(chunk).includes('event: decision')) break
    }
    leaving.abort()
    for (;;) {
      const { body } = await app.inject({ url: '/metrics' })
      if (/^dunnock_turns_running 0$/m.test(body)) break
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    t.match(
      (await app.inject({ url: '/metrics' })).body,
      /dunnock_turns_total\{outcome="ABORTED"\} 1/,
    )
    const payload = { ...quick, text: 'Hello!' }
    t.equal((await app.inject({ method: 'POST', url: '/reply', payload })).statusCode, 200)
  })

  await t.test('a client whose line drops has the rest once it is back', async (t) => {
    for (const droppedAfter of ['turn-start', 'decision', 'candidate', 'reply-delta']) {
      const text = `What is a bird? (${droppedAfter})`
      const first = await openChat(url)
      first.send({ type: 'user-turn', text, ...quick, candidates: 2 })
      const { dialogueId, seq } = await first.wait(droppedAfter)
      first.socket.terminate()
      const second = await openChat(url)
      second.send({ type: 'resume', dialogueId, lastSeq: seq })
      t.match(await second.wait('turn-end', 'error'), { type: 'turn-end' }, droppedAfter)
      const seen = first.frames.filter((frame) => (frame.seq ?? 0) <= (seq ?? 0))
      const seqs = [...seen, ...second.frames].map((frame) => frame.seq)
      t.strictSame(
        seqs,
        Array.from(seqs, (_, i) => i + 1),
      )
      second.socket.terminate()
    }
  })
})

void t.test(
  'a model file that is cut off, or a folder that is a file, is told at the start',
  async (t) => {
    const models = join(folder, 'models')
    await cp(fileURLToPath(new URL('../fixtures/models', import.meta.url)), models, {
      recursive: true,
    })
    const open = (given: object) =>
      compose(readConfig({}, { ...settings, data: join(folder, 'more'), models, ...given }), log, {
        only: ['language-model', 'store'],
        indexing: false,
      })
    const weights = join(models, 'toy', 'layers.bin')
    await copyFile(weights, `${weights}.whole`)
    await truncate(weights, 100)
    await t.rejects(open({}), { code: 'MODEL_CORRUPT', message: /layers\.bin.*100 found/ })
    await rm(weights)
    await t.rejects(open({}), { code: 'MODEL_MISSING', message: /layers\.bin/ })
    await copyFile(`${weights}.whole`, weights)
    await writeFile(join(folder, 'file'), '')
    await t.rejects(open({ data: join(folder, 'file') }), { code: 'DATA_NOT_WRITABLE' })
    const services = await open({})
    await services.whenReady()
    await services.close()
  },
)
