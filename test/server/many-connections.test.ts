import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { WebSocket } from 'ws'
import { buildApp } from '../../src/server/app.ts'
import { listenOnLoopback, openChat } from '../helpers/chat-socket.ts'
import { echo, fakeAgent, fakeServices } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'

const store = await openTestStore()
const app = await buildApp(fakeServices({ store, agent: fakeAgent(echo) }))
t.teardown(() => app.close().then(() => store.close()))
const url = await listenOnLoopback(app)
const port = Number(new URL(url).port)

/** What the service says to these bytes until it closes the connection. */
const sendRaw = async (bytes: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1')
  const heard: Buffer[] = []
  socket.on('data', (chunk) => heard.push(chunk))
  socket.on('error', () => undefined)
  socket.write(bytes)
  await once(socket, 'close')
  return Buffer.concat(heard).toString('utf8')
}

void t.test('what is no HTTP gets an error of the table, and is hung up on', async (t) => {
  const heads = [
    'GET / HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n',
    '\u0016\u0003\u0001 TLS here\r\n\r\n',
  ]
  for (const bytes of heads) {
    const [head, body = ''] = (await sendRaw(bytes)).split('\r\n\r\n')
    t.match(head, /^HTTP\/1\.1 400 /)
    t.match(JSON.parse(body), { error: { code: 'INVALID_REQUEST', message: String } })
  }
  const large = await sendRaw(`GET / HTTP/1.1\r\nHost: a\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`)
  t.match(large, /^HTTP\/1\.1 431 [\s\S]*PAYLOAD_TOO_LARGE/)
})

void t.test('a thousand connections come and go, and the service is as before', async (t) => {
  const come = async (i: number): Promise<void> => {
    if (i % 2 === 0) {
      const socket = connect(port, '127.0.0.1')
      await once(socket, 'connect')
      socket.destroy()
      return
    }
    const socket = new WebSocket(`${url.replace('http', 'ws')}/chat`)
    await once(socket, 'open')
    if (i % 4 === 1) socket.send('{"type":"ping"}')
    socket.terminate()
  }
  for (let done = 0; done < 1_000; done += 100) {
    await Promise.all(Array.from({ length: 100 }, (_, i) => come(done + i)))
  }
  while (app.websocketServer.clients.size > 0) await new Promise((go) => setTimeout(go, 5))
  t.match((await app.inject({ url: '/metrics' })).body, /^dunnock_sockets 0$/m)
  const chat = await openChat(url)
  chat.send({ type: 'user-turn', text: 'still here?' })
  await chat.wait('turn-end')
  chat.socket.terminate()
})
