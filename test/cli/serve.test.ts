import { once } from 'node:events'
import { access, cp, readFile, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { endOf, runCli, startCli } from '../helpers/run-cli.ts'
import { toyModels } from '../helpers/toy-policy.ts'

t.setTimeout(300_000)

const any = ['--port', '0']

void t.test('a taken port is told at once, with what to do', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { code, stderr } = await runCli(['serve', '--port', String(port)], {
    settings: { DATA: t.testdir(), LOG_LEVEL: 'silent' },
  })
  t.equal(code, 1)
  t.match(
    stderr,
    new RegExp(`^PORT_TAKEN: The port ${port} on 127\\.0\\.0\\.1 is taken\\. \\w.*\n$`),
  )
})

void t.test('beyond this machine it wants a key, or to be told that none is meant', async (t) => {
  const folder = t.testdir({ file: 'not a folder' })
  // Those that may start get as far as the data folder.
  const settings = { DATA: join(folder, 'file'), LOG_LEVEL: 'silent' }
  const start = (...flags: string[]) =>
    runCli(['serve', ...any, '--host', '0.0.0.0', ...flags], { settings })
  const refused = await start()
  t.equal(refused.code, 2)
  t.match(refused.stderr, /^CONFIG_INVALID: HOST is "0\.0\.0\.0".*DUNNOCK_API_KEY.*--open-to-all/)
  t.match(await start('--open-to-all'), { code: 1, stderr: /^DATA_NOT_WRITABLE/ })
  t.match(await start('--api-key', 'a-long-key'), { code: 1, stderr: /^DATA_NOT_WRITABLE/ })
})

void t.test('a data folder that cannot be written ends the start', async (t) => {
  const folder = t.testdir({ file: 'not a folder' })
  const { code, stderr } = await runCli(['serve', ...any], {
    settings: { DATA: join(folder, 'file', 'data'), LOG_LEVEL: 'silent' },
  })
  t.equal(code, 1)
  t.match(stderr, /^DATA_NOT_WRITABLE: .*Point DUNNOCK_DATA to a folder you can write\.\n$/)
})

void t.test('a corrupted model file ends the start, and leaves the data folder free', async (t) => {
  const folder = t.testdir()
  const models = join(folder, 'models')
  await cp(toyModels, models, { recursive: true })
  const path = join(models, 'toy/embedding.bin')
  await writeFile(path, (await readFile(path)).subarray(1))
  const { code, stderr } = await runCli(['serve', ...any], {
    settings: { DATA: join(folder, 'data'), MODELS: models, LOG_LEVEL: 'silent' },
  })
  t.equal(code, 1)
  t.match(stderr, /^MODEL_CORRUPT: .*embedding\.bin has the wrong size: .*git checkout/)
  await t.rejects(access(join(folder, 'data', 'dunnock.lock')))
})

void t.test('SIGTERM closes the service, which then leaves nothing locked', async (t) => {
  const data = join(t.testdir(), 'data')
  const child = startCli(['serve', ...any], { DATA: data })
  const ended = endOf(child)
  const url = await new Promise<string>((resolve) => {
    child.stderr?.on('data', (text: string) => {
      const found = /Listening on (http:[^;]+);/.exec(text)?.[1]
      if (found !== undefined) resolve(found)
    })
    void ended.then(({ stderr }) => resolve(`ended: ${stderr}`))
  })
  const health = await fetch(`${url}/health`)
  t.match(await health.json(), { status: /^(?:starting|ok)$/, models: Array })
  child.kill('SIGTERM')
  const { code, stdout, stderr } = await ended
  t.equal(code, 0)
  t.equal(stdout, '')
  t.match(stderr, /SIGTERM: closing\.[^]*Closed\./)
  await t.rejects(access(join(data, 'dunnock.lock')))
})
