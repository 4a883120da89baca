import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { openApiKey, requireKey } from '../../src/server/access/api-key.ts'
import { readConfig } from '../../src/server/setup/config.ts'

const configOf = (flags: Readonly<Record<string, unknown>>) => readConfig({}, flags)

void t.test(
  'what other machines can reach has a key, unless it is said that it needs none',
  (t) => {
    const free = [
      {},
      { host: '::1' },
      { host: 'localhost' },
      { host: '0.0.0.0', apiKey: 'a-long-key' },
      { host: '0.0.0.0', apiKeyFile: 'key' },
      { host: '::', tenants: 'shop=key-of-the-shop' },
      { host: '192.168.1.7', openToAll: 'yes' },
    ]
    for (const flags of free)
      t.doesNotThrow(() => requireKey(configOf(flags)), JSON.stringify(flags))
    for (const host of ['0.0.0.0', '::', '192.168.1.7', 'dunnock.lan']) {
      t.throws(() => requireKey(configOf({ host })), {
        code: 'CONFIG_INVALID',
        message: /--open-to-all/,
      })
    }
    t.end()
  },
)

void t.test('a key file that is missing is made once, for its owner alone', async (t) => {
  const apiKeyFile = join(t.testdir(), 'data', 'api-key')
  const first = await openApiKey(configOf({ apiKeyFile }))
  t.match(first, { made: true, key: /^[\w-]{32}$/ })
  t.equal(await readFile(apiKeyFile, 'utf8'), `${first.key}\n`)
  t.equal((await stat(apiKeyFile)).mode & 0o777, 0o600)
  t.strictSame(await openApiKey(configOf({ apiKeyFile })), { key: first.key, made: false })
  const own = await openApiKey(configOf({ apiKeyFile, apiKey: 'a-long-key' }))
  t.strictSame(own, { key: 'a-long-key', made: false })
})

void t.test('a key file without a key is a wrong setting', async (t) => {
  const apiKeyFile = join(t.testdir(), 'api-key')
  for (const content of ['', 'short', 'two words here']) {
    await writeFile(apiKeyFile, content)
    await t.rejects(openApiKey(configOf({ apiKeyFile })), {
      code: 'CONFIG_INVALID',
      message: /API_KEY_FILE/,
    })
  }
  const message = /EISDIR/
  await t.rejects(openApiKey(configOf({ apiKeyFile: t.testdir() })), { message })
})
