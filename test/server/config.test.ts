import { availableParallelism } from 'node:os'
import { delimiter, resolve } from 'node:path'
import t from 'tap'
import { readConfig, SETTINGS, unknownVariables } from '../../src/server/setup/config.ts'

void t.test('without any setting there is a default for all', (t) => {
  t.match(readConfig({}), {
    host: '127.0.0.1',
    port: 8080,
    device: 'auto',
    candidates: 8,
    wikipedia: 'auto',
    data: resolve('data'),
    rules: resolve('data', 'rules'),
    origins: [],
    documents: [],
    threads: availableParallelism(),
  })
  t.end()
})

void t.test(
  'a flag comes before a variable, a variable before the default; empty is left out',
  (t) => {
    const env = { PORT: '81', DUNNOCK_CANDIDATES: '', DUNNOCK_DATA: 'elsewhere', HOST: '::1' }
    const config = readConfig(env, { port: '82', data: undefined })
    t.match(config, { port: 82, candidates: 8, data: resolve('elsewhere'), host: '::1' })
    t.equal(config.rules, resolve('elsewhere', 'rules'))
    t.end()
  },
)

void t.test('lists are cut at their separators', (t) => {
  const env = {
    DUNNOCK_ORIGINS: 'https://a.example, http://b.example:81',
    DUNNOCK_DOCUMENTS: ['docs', 'more'].join(delimiter),
  }
  t.match(readConfig(env), {
    origins: ['https://a.example', 'http://b.example:81'],
    documents: ['docs', 'more'],
  })
  t.end()
})

void t.test('every wrong setting is named with its value and what is allowed', (t) => {
  const wrong = {
    PORT: '99999',
    DUNNOCK_DEVICE: 'gpu',
    DUNNOCK_CANDIDATES: '2.5',
    DUNNOCK_ABSTAIN_BELOW: 'low',
    DUNNOCK_ORIGINS: 'example.org',
    DUNNOCK_WIKIPEDIA: 'ftp://wiki.example',
    DUNNOCK_LOG_LEVEL: 'loud',
  }
  for (const [variable, value] of Object.entries(wrong)) {
    const message = new RegExp(`${variable} is "${value}"; allowed: \\w`)
    t.throws(() => readConfig({ [variable]: value }), { code: 'CONFIG_INVALID', message })
  }
  for (const variable of Object.keys(wrong)) {
    t.throws(() => readConfig(wrong), { message: new RegExp(variable) }, 'all of them at once')
  }
  t.throws(() => readConfig({ DUNNOCK_TENANTS: 'shop=short' }), { message: /^[^"]*$/ })
  t.strictSame(readConfig({ DUNNOCK_TENANTS: 'shop=a-long=key, bank=another-key' }).tenants, [
    { ruleSet: 'shop', key: 'a-long=key' },
    { ruleSet: 'bank', key: 'another-key' },
  ])
  t.throws(
    () => readConfig({ DUNNOCK_API_KEY: 'short' }),
    { message: /^[^"]*$/ },
    'no key is shown',
  )
  t.end()
})

void t.test(
  'each setting has a variable, a flag and a help text; a misspelt variable is found',
  (t) => {
    t.match(
      SETTINGS.find(({ key }) => key === 'abstainBelow'),
      { variable: 'DUNNOCK_ABSTAIN_BELOW', flag: '--abstain-below', fallback: '0.35' },
    )
    t.ok(SETTINGS.every(({ help }) => help !== ''))
    const env = { DUNNOCK_DEVIC: 'cpu', DUNNOCK_DATA: 'x', PATH: '' }
    t.strictSame(unknownVariables(env), ['DUNNOCK_DEVIC'])
    t.end()
  },
)
