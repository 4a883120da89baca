import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { Agent } from 'undici'
import { agentFetch } from '../../../src/search/web/json-api.ts'
import { unpausedRequest } from '../../../src/search/fetch/unpaused-request.ts'
import { startServer } from '../../helpers/local-server.ts'

const BODY = Buffer.alloc(64 * 1024, 'a')

void t.test('a server that hangs up before its answer is read ends nothing', async (t) => {
  for (const length of [`content-length: ${BODY.length}\r\n`, '']) {
    const server = createServer((socket) => {
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\n${length}connection: close\r\n\r\n`)
        socket.end(BODY)
      })
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { body } = await unpausedRequest(`http://127.0.0.1:${port}/`, {})
    await pause(200)
    t.equal((await body.arrayBuffer()).byteLength, BODY.length)
    server.close()
  }
})

void t.test('services are called like pages: sent on, and read in pieces', async (t) => {
  const server = await startServer((request, response) => {
    if (request.url === '/old') response.writeHead(302, { location: '/new' }).end()
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{"method":"GET"}')
  })
  const agent = new Agent()
  t.teardown(() => Promise.all([agent.destroy(), server.close()]))
  const { signal } = new AbortController()
  const { ok, status, body } = await agentFetch(agent)(`${server.url}/old`, { headers: {}, signal })
  t.same([ok, status], [true, 200])
  const chunks: Uint8Array[] = []
  for await (const chunk of body ?? []) chunks.push(chunk)
  t.equal(Buffer.concat(chunks).toString(), '{"method":"GET"}')
})
