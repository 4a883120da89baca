import { once } from 'node:events'
import Fastify from 'fastify'
import t from 'tap'
import { WebSocket } from 'ws'
import { createClient } from '../../src/client/client.ts'
import { buildApp } from '../../src/server/app.ts'
import { mountApp } from '../../src/server/mount-app.ts'
import { openChat } from '../helpers/chat-socket.ts'
import { echo, fakeAgent, fakeServices } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'

void t.test('another app has the service under a prefix, sockets included', async (t) => {
  const store = await openTestStore()
  const app = await buildApp(fakeServices({ store, agent: fakeAgent(echo) }))
  const host = Fastify()
  host.get('/', () => 'the app itself')
  host.post('/reply', ({ body }) => ({ own: body }))
  await host.register(mountApp(app), { prefix: '/assistant' })
  host.addHook('onClose', () => store.close())
  const url = await host.listen({ host: '127.0.0.1', port: 0 })

  const post = async (path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' }
    const sent = { method: 'POST', headers, body: JSON.stringify(body) }
    const answer = await fetch(`${url}${path}`, sent)
    return { status: answer.status, body: (await answer.json()) as unknown }
  }
  t.equal(await (await fetch(url)).text(), 'the app itself')
  t.match(await post('/reply', { text: 'x' }), { body: { own: { text: 'x' } } })
  t.match(await post('/assistant/reply', { text: 'Hello you' }), { body: { text: 'Hello you' } })
  t.match(await post('/assistant/reply', { txt: 'x' }), {
    status: 400,
    body: { error: { code: 'INVALID_REQUEST' } },
  })
  t.equal((await fetch(`${url}/assistant/health?x=1`)).status, 200)
  t.equal((await fetch(`${url}/assistantx`)).status, 404)

  const chat = await openChat(`${url}/assistant`)
  chat.send({ type: 'user-turn', text: 'over the socket' })
  t.match(await chat.wait('turn-end'), { reply: { text: 'over the socket' } })
  const client = createClient({ baseUrl: `${url}/assistant/`, WebSocket })
  t.match(await client.reply({ text: 'by the client' }), { text: 'by the client' })
  for await (const frame of client.stream({ text: 'streamed' })) {
    if (frame.type === 'turn-end') t.equal(frame.reply.text, 'streamed')
  }
  const lost = createClient({ baseUrl: `${url}/nowhere`, WebSocket }).reply({ text: 'x' })
  await t.rejects(lost, { code: 'UNREACHABLE', message: /404/ })

  const astray = new WebSocket(`${url.replace('http', 'ws')}/elsewhere`)
  const [error] = (await once(astray, 'error')) as [Error]
  t.match(error.message, /404/)
  await host.close()
  t.equal(await chat.closed(), 1012)
})
