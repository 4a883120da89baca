import fc from 'fast-check'
import t from 'tap'
import { buildApp } from '../../src/server/app.ts'
import { type TurnFrame, turnFrameSchema } from '../../src/spec/turn-event.ts'
import { listenOnLoopback, openChat } from '../helpers/chat-socket.ts'
import { echo, fakeAgent, fakeServices } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'

const store = await openTestStore()
const services = fakeServices({ store, agent: fakeAgent(echo) })
const app = await buildApp(services, { version: '0.0.0' })
t.teardown(async () => {
  await app.close()
  await store.close()
})
const chat = await openChat(await listenOnLoopback(app))

const ask = (payload: object, accept = 'application/json') =>
  app.inject({ method: 'POST', url: '/reply', payload, headers: { accept } })

const framesOf = (body: string): TurnFrame[] =>
  [...body.matchAll(/^data: (.*)$/gm)].map(([, json]) =>
    turnFrameSchema.parse(JSON.parse(json ?? '')),
  )

/** The same question through the doors of OpenAI's shapes. */
const askOpenAi = async (text: string) => {
  const post = (url: string, payload: object) =>
    app.inject({ method: 'POST', url: `/v1/${url}`, payload })
  const messages = [{ role: 'user', content: text }]
  const chat = await post('chat/completions', { messages })
  const parts = await post('chat/completions', { messages, stream: true })
  const response = await post('responses', { input: text })
  const content = [...parts.body.matchAll(/^data: (\{.*)$/gm)].map(
    ([, json]) =>
      (JSON.parse(json ?? '') as { choices: { delta: { content?: string } }[] }).choices[0]?.delta
        .content ?? '',
  )
  type Told = { dunnock: { reply: object } }
  return {
    replies: [chat, response].map((one) => one.json<Told>().dunnock.reply),
    text: content.join(''),
  }
}

// What differs between two turns of the same question.
const OWN = ['dialogueId', 'turnId', 'clientTurnId', 'epoch']

/** A frame without it. */
const alike = (frame: object): object => {
  const text = JSON.stringify(frame, (key, value: unknown) =>
    OWN.includes(key) ? undefined : value,
  )
  return JSON.parse(text) as object
}

void t.test(
  'REST, event stream, socket, OpenAI’s shapes and history tell the same of a turn',
  async (t) => {
    const words = fc.stringMatching(/^[a-zé🐦]{1,8}( [a-z\n"\\]{1,8}){0,4}$/u)
    const property = fc.asyncProperty(words, async (text) => {
      const reply = (await ask({ text })).json<Record<string, unknown>>()
      const stream = framesOf((await ask({ text }, 'text/event-stream')).body)
      chat.send({ type: 'user-turn', text })
      const start = await chat.wait('turn-start')
      const end = await chat.wait('turn-end')
      const socket = chat.frames.filter(({ turnId }) => turnId === start.turnId)

      t.strictSame(socket.map(alike), stream.map(alike))
      t.strictSame(
        stream.map(({ seq }) => seq),
        stream.map((_, i) => i + 1),
      )
      const last = stream.at(-1)
      t.strictSame(last?.type === 'turn-end' && alike(last.reply), alike(reply))
      const deltas = stream.flatMap((frame) => (frame.type === 'reply-delta' ? [frame.text] : []))
      t.equal(deltas.join(''), reply['text'])

      const openAi = await askOpenAi(text)
      t.strictSame(openAi.replies.map(alike), [alike(reply), alike(reply)])
      t.equal(openAi.text, reply['text'])

      const url = `/dialogues/${end.dialogueId}`
      const { turns } = (await app.inject({ url })).json<{ turns: Record<string, unknown>[] }>()
      t.match(turns[0], { participant: 'user', text, turnId: end.turnId, status: 'answered' })
      t.strictSame(turns[1], {
        participant: 'agent',
        ...(end.type === 'turn-end' && 'reply' in end ? (end.reply as object) : {}),
      })
    })
    await fc.assert(property, { numRuns: 15 })
  },
)

void t.test('a dialogue goes on: the agent sees what was said, numbers go on rising', async (t) => {
  const first = (await ask({ text: 'one' })).json<{ dialogueId: string }>()
  const { dialogueId } = first
  const seen: string[][] = []
  const respond: typeof echo = (request) => {
    seen.push(request.dialogue.map(({ participant, text }) => `${participant}: ${text}`))
    return echo(request)
  }
  Object.assign(services.agent, { respond })
  const stream = framesOf((await ask({ text: 'two', dialogueId }, 'text/event-stream')).body)
  t.strictSame(seen, [['user: one', 'agent: one', 'user: two']])
  t.equal(stream[0]?.seq, 5)
  t.equal(stream[0]?.dialogueId, dialogueId)
})

void t.test('a given dialogue is answered and not stored', async (t) => {
  const before = (await app.inject({ url: '/dialogues' })).json<{ total: number }>()
  const turns = [
    { participant: 'user', text: 'one' },
    { participant: 'agent', text: 'first' },
    { participant: 'user', text: 'two' },
  ]
  const stream = framesOf((await ask({ dialogue: turns }, 'text/event-stream')).body)
  t.match(stream.at(-1), { type: 'turn-end', reply: { text: 'two' } })
  const after = (await app.inject({ url: '/dialogues' })).json<{ total: number }>()
  t.equal(after.total, before.total)
  const { dialogueId } = stream[0] ?? {}
  t.equal((await app.inject({ url: `/dialogues/${dialogueId}` })).statusCode, 404)
})

void t.test('dialogues are listed, read and deleted', async (t) => {
  const { dialogueId } = (await ask({ text: 'to be deleted' })).json<{ dialogueId: string }>()
  const url = `/dialogues/${dialogueId}`
  t.match((await app.inject({ url: '/dialogues?limit=1' })).json(), {
    dialogues: [{ id: dialogueId, title: 'to be deleted', turns: 1 }],
    limit: 1,
    offset: 0,
  })
  t.equal((await app.inject({ method: 'DELETE', url })).statusCode, 204)
  t.equal((await app.inject({ method: 'DELETE', url })).statusCode, 404)
  t.match((await app.inject({ url })).json(), { error: { code: 'DIALOGUE_NOT_FOUND' } })
})

void t.test('feedback is kept with its turn, from either door', async (t) => {
  const { turnId } = (await ask({ text: 'rate me' })).json<{ turnId: string }>()
  const payload = { turnId, rating: 5, ruleReport: { ruleId: 'no-threats' } }
  const stored = await app.inject({ method: 'POST', url: '/feedback', payload })
  t.equal(stored.statusCode, 201)
  chat.send({ type: 'feedback', turnId, rating: -1 })
  t.match(await chat.wait('feedback-stored', 'error'), { type: 'feedback-stored', turnId })
  const all = (await store.listFeedback({ limit: 100 })).filter((one) => one.turnId === turnId)
  t.match(all, [
    { rating: 5, models: { languageModel: 'fake-language-model' } },
    { rating: -1, turnId },
  ])
  t.notOk(all.some((one) => 'type' in one))
})
