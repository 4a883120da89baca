import { once } from 'node:events'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import type { Finding } from '../../src/cli/doctor/check.ts'
import { checks } from '../../src/cli/doctor/checks.ts'
import { readConfig, type Config } from '../../src/server/setup/config.ts'
import { toyModels } from '../helpers/toy-policy.ts'

const configFor = (data: string, flags: Record<string, string> = {}): Config =>
  readConfig({}, { data, models: toyModels, device: 'cpu', wikipedia: 'off', port: '0', ...flags })

const find = async (name: string, config: Config): Promise<Finding> => {
  const check = checks.find((one) => one.name === name)
  if (check === undefined) throw new Error(`no check ${name}`)
  return check.run(config)
}

void t.test('where all is in place, every check is ok', async (t) => {
  const config = configFor(t.testdir())
  for (const { name, run } of checks) {
    if (name === 'settings') continue
    t.match(await run(config), { status: 'ok', detail: /\w/ }, name)
  }
})

void t.test('a model file with another byte is named', async (t) => {
  const models = t.testdir()
  await cp(toyModels, models, { recursive: true })
  const path = join(models, 'toy/layers.bin')
  const bytes = await readFile(path)
  bytes[0] = (bytes[0] ?? 0) ^ 1
  await writeFile(path, bytes)
  await t.rejects(find('models', configFor(t.testdirName, { models })), {
    code: 'MODEL_CORRUPT',
    message: /layers\.bin has other contents: sha256/,
  })
})

void t.test('a taken port, and a data folder that cannot be, are failures', async (t) => {
  const folder = t.testdir({ file: 'not a folder' })
  const server = createServer().listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  const port = String((server.address() as AddressInfo).port)
  await t.rejects(find('port', configFor(folder, { port })), { code: 'PORT_TAKEN' })
  const inFile = configFor(join(folder, 'file', 'data'))
  await t.rejects(find('data', inFile), { code: 'DATA_NOT_WRITABLE', message: /file/ })
})

void t.test('documents that are not there are told, and so is a wiki that is silent', async (t) => {
  const config = configFor(t.testdir(), {
    documents: '/no/such/folder',
    wikipedia: 'http://127.0.0.1:9/api.php',
  })
  t.match(await find('documents', config), { status: 'warning', detail: /no such file/ })
  t.match(await find('wikipedia', config), { status: 'warning', remedy: /DUNNOCK_WIKIPEDIA=off/ })
})
