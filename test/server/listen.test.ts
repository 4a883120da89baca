import { createServer } from 'node:net'
import { once } from 'node:events'
import Fastify from 'fastify'
import t from 'tap'
import { listen, requireFreePort } from '../../src/server/setup/listen.ts'
import { describeFailure, exitCodeOf } from '../../src/server/errors/describe-failure.ts'
import { AppError } from '../../src/spec/errors.ts'

const host = '127.0.0.1'

void t.test('a taken port is named; when it is free again, it is listened on', async (t) => {
  const other = createServer().listen(0, host)
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  await t.rejects(requireFreePort({ host, port }), { code: 'PORT_TAKEN', message: String(port) })
  const app = Fastify()
  t.teardown(() => app.close())
  await t.rejects(listen(app, { host, port }), { code: 'PORT_TAKEN' })
  other.close()
  await once(other, 'close')
  await requireFreePort({ host, port })
  const again = Fastify()
  t.teardown(() => again.close())
  t.equal(await listen(again, { host, port }), `http://${host}:${port}`)
})

void t.test('an address that is not of this machine is a wrong setting', async (t) => {
  const error: unknown = await requireFreePort({ host: '192.0.2.1', port: 0 }).catch(
    (thrown: unknown) => thrown,
  )
  t.match(error, { code: 'CONFIG_INVALID', message: /^HOST is "192\.0\.2\.1"/ })
  t.equal(exitCodeOf(error), 2)
})

void t.test('a failure is one line: code, what happened, what to do', (t) => {
  const taken = new AppError('PORT_TAKEN', 'The port 8080 is taken')
  t.match(describeFailure(taken), /^PORT_TAKEN: The port 8080 is taken\. Choose another PORT.*$/)
  const restore = 'Restore the file: git checkout -- models.'
  const corrupt = new AppError('MODEL_CORRUPT', `x.bin has other contents. ${restore}`)
  t.equal(describeFailure(corrupt), `MODEL_CORRUPT: x.bin has other contents. ${restore}`)
  t.equal(exitCodeOf(taken), 1)
  t.equal(describeFailure(new Error('line one\n line two')), 'INTERNAL: line one line two.')
  t.equal(exitCodeOf(new Error('x')), 1)
  t.end()
})
