import t from 'tap'
import { WebSocket } from 'ws'
import type { Agent } from '../../src/agent/agent.ts'
import { createClient, type ClientOptions } from '../../src/client/client.ts'
import type { TurnFrame } from '../../src/spec/turn-event.ts'
import { buildApp, type AppOptions } from '../../src/server/app.ts'
import { openDocumentIndex } from '../../src/search/index/document-index.ts'
import { listenOnLoopback } from '../helpers/chat-socket.ts'
import { echo, fakeAgent, fakeServices, gated } from '../helpers/fake-services.ts'
import { hashEncoder } from '../helpers/hash-encoder.ts'
import { openTestStore } from '../helpers/test-database.ts'

const store = await openTestStore()
t.teardown(() => store.close())

type Test = { teardown(done: () => unknown): void }

const start = async (t: Test, respond: Agent['respond'], options: Partial<AppOptions> = {}) => {
  const services = fakeServices({ store, agent: fakeAgent(respond) })
  const app = await buildApp(services, { version: '0.0.0', graceMs: 10, ...options })
  t.teardown(() => app.close())
  const baseUrl = await listenOnLoopback(app)
  const client = (more: Partial<ClientOptions> = {}) =>
    createClient({ baseUrl, WebSocket, retryMs: 5, ...more })
  return { app, client }
}

const collect = async (frames: AsyncIterable<TurnFrame>): Promise<TurnFrame[]> => {
  const all: TurnFrame[] = []
  for await (const frame of frames) all.push(frame)
  return all
}

const typesOf = (frames: readonly TurnFrame[]): string[] => frames.map(({ type }) => type)

void t.test('a reply, and the same turn as a stream', async (t) => {
  const client = (await start(t, echo)).client()
  const reply = await client.reply({ text: 'one two' })
  t.equal(reply.text, 'one two')
  const frames = await collect(client.stream({ text: 'one two', dialogueId: reply.dialogueId }))
  t.strictSame(typesOf(frames), [
    'turn-start',
    'decision',
    'reply-delta',
    'reply-delta',
    'turn-end',
  ])
  t.match(await client.feedback({ turnId: reply.turnId, rating: 1 }), { id: String })
})

void t.test('errors have a code and the request id, from either door', async (t) => {
  const { client } = await start(t, echo, { apiKey: 'a-long-key' })
  await t.rejects(client().reply({ text: 'x' }), { code: 'UNAUTHORIZED', requestId: String })
  await t.rejects(collect(client().stream({ text: 'x' })), { code: 'UNAUTHORIZED' })
  const known = client({ apiKey: 'a-long-key' })
  const lost = { text: 'x', dialogueId: 'nobody' }
  const wanted = { code: 'DIALOGUE_NOT_FOUND', requestId: String }
  await t.rejects(known.reply(lost), wanted)
  await t.rejects(collect(known.stream(lost)), wanted)
  t.equal((await collect(known.stream({ text: 'x' }))).at(-1)?.type, 'turn-end')
})

void t.test('a service that is not there is UNREACHABLE', async (t) => {
  const client = createClient({ baseUrl: 'http://127.0.0.1:9', WebSocket, retries: 1, retryMs: 1 })
  await t.rejects(client.reply({ text: 'x' }), { code: 'UNREACHABLE' })
  await t.rejects(collect(client.stream({ text: 'x' })), { code: 'UNREACHABLE' })
})

void t.test('leaving the loop stops the turn; so does the signal', async (t) => {
  for (const way of ['break', 'signal']) {
    const gate = gated()
    const client = (await start(t, gate.respond)).client()
    const left = new AbortController()
    const reading = (async () => {
      for await (const _ of client.stream({ text: 'x' }, { signal: left.signal })) {
        if (way === 'break') break
        left.abort()
      }
    })()
    if (way === 'signal') await t.rejects(reading, { code: 'ABORTED' })
    else await reading
    while (!gate.state.aborted) await new Promise((resolve) => setTimeout(resolve, 5))
    t.ok(gate.state.aborted, way)
  }
})

const loseOnce = async (t: Test, options: Partial<AppOptions>) => {
  const gate = gated()
  const answers = [gate.respond]
  let turns = 0
  const respond: Agent['respond'] = (request) => {
    turns += 1
    return (answers.shift() ?? echo)(request)
  }
  const { app, client } = await start(t, respond, options)
  const frames: TurnFrame[] = []
  for await (const frame of client().stream({ text: 'one two' })) {
    frames.push(frame)
    if (frames.length > 1) continue
    for (const socket of app.websocketServer.clients) socket.terminate()
    if (options.lineGraceMs === undefined) gate.letGo()
    else while (!gate.state.aborted) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return { frames, turns }
}

void t.test('a lost connection is opened anew, and the turn goes on where it was', async (t) => {
  const { frames, turns } = await loseOnce(t, {})
  t.strictSame(typesOf(frames), ['turn-start', 'reply-delta', 'turn-end'])
  t.strictSame(
    frames.map(({ seq }) => seq),
    [1, 2, 3],
  )
  t.equal(turns, 1)
})

void t.test('a turn that was ended meanwhile is sent again', async (t) => {
  const { frames, turns } = await loseOnce(t, { lineGraceMs: 0 })
  const begun = typesOf(frames).lastIndexOf('turn-start')
  t.strictSame(typesOf(frames.slice(begun)), [
    'turn-start',
    'decision',
    'reply-delta',
    'reply-delta',
    'turn-end',
  ])
  t.equal(new Set(frames.map(({ seq }) => seq)).size, frames.length)
  t.equal(turns, 2)
})

void t.test('a stream can be read once', async (t) => {
  const stream = (await start(t, echo)).client().stream({ text: 'x' })
  await collect(stream)
  await t.rejects(collect(stream), /once/)
})

void t.test('dialogues and feedback are kept, found, renamed, branched and deleted', async (t) => {
  const client = (await start(t, echo)).client()
  const { dialogueId, turnId } = await client.reply({ text: 'a question about larks' })
  const second = await client.reply({ text: 'and wrens', dialogueId })
  const { dialogues, total } = await client.dialogues.list({ query: 'larks', limit: 5 })
  t.strictSame([total, dialogues[0]?.id, dialogues[0]?.turns], [1, dialogueId, 2])
  await client.dialogues.rename(dialogueId, 'Birds')
  const { id } = await client.feedback({ turnId, rating: -1 })
  const found = await client.dialogues.get(dialogueId)
  t.equal(found.title, 'Birds')
  t.match(found.turns[1], { participant: 'agent', feedback: [{ id, rating: -1 }] })
  t.equal((await client.dialogues.get(dialogueId, { last: 1 })).earlier, 1)
  await client.withdrawFeedback(id)
  await t.rejects(client.withdrawFeedback(id), { code: 'NOT_FOUND' })
  const branch = await client.dialogues.branch(dialogueId, second.turnId)
  t.equal((await client.dialogues.get(branch.id)).turns.length, 2)
  for (const one of [dialogueId, branch.id]) await client.dialogues.delete(one)
  await t.rejects(client.dialogues.get(dialogueId), { code: 'DIALOGUE_NOT_FOUND' })
})

void t.test('documents are added, uploaded, listed, read and deleted', async (t) => {
  const documents = await openDocumentIndex({ dataDir: t.testdir(), encoder: hashEncoder() })
  const services = fakeServices({ store, documents, agent: fakeAgent(echo) })
  const app = await buildApp(services)
  t.teardown(() => app.close().then(() => documents.close()))
  const client = createClient({ baseUrl: await listenOnLoopback(app) })
  const added = await client.documents.add({ name: 'larks.txt', text: 'Larks sing in flight.' })
  const bytes = new TextEncoder().encode('# Wrens\n\nWrens are small.')
  const about = { name: 'wrens.md', mediaType: 'text/markdown', collection: 'small' }
  const uploaded = await client.documents.upload(bytes, about)
  t.equal((await client.documents.list()).total, 2)
  t.equal((await client.documents.list({ collection: 'small' })).documents[0]?.id, uploaded.id)
  t.match((await client.documents.page(added.pageHash)).text, /Larks sing/)
  await client.documents.delete(added.id)
  await t.rejects(client.documents.delete(added.id), { code: 'DOCUMENT_NOT_FOUND' })
})
