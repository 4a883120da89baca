import { readFile } from 'node:fs/promises'
import t from 'tap'
import { createProgram } from '../../src/cli/program.ts'
import { settingsTable } from '../../src/cli/commands/serve.ts'
import { runCli } from '../helpers/run-cli.ts'

const refused = async (...args: string[]): Promise<unknown> => {
  const program = await createProgram(args)
  return program.parseAsync(args, { from: 'user' }).then(
    () => undefined,
    (error: unknown) => error,
  )
}

const LEARNING = ['facts', 'self-play', 'curate', 'learn', 'models']

void t.test('every command has a summary and a help of its own', async (t) => {
  const { commands } = await createProgram([])
  const names = commands.map((command) => command.name())
  const stages = ['decide', 'query', 'search', 'score', 'reply']
  const others = ['rules', 'eval', 'export', ...LEARNING, 'mcp', 'doctor', 'completion']
  t.strictSame(names, ['serve', 'ask', 'chat', 'index', ...stages, ...others])
  for (const name of names) {
    const { commands: loaded } = await createProgram([name])
    const command = loaded.find((one) => one.name() === name)
    t.ok(command?.summary(), name)
    t.ok((command?.description().length ?? 0) > 20, name)
  }
})

void t.test('what is misspelt is refused with what was most likely meant', async (t) => {
  const code = 'CONFIG_INVALID'
  t.match(await refused('scor'), { code, message: /Did you mean score\?.*dunnock --help/ })
  t.match(await refused('serve', '--prot', '1'), {
    code,
    message: /--prot.*Did you mean --port\?.*dunnock serve --help/,
  })
  t.match(await refused('rules', 'lst'), { code, message: /lst/ })
  t.match(await refused('ask', '--search', 'maybe', 'why?'), {
    code,
    message: /auto, always, never/,
  })
  t.match(await refused('index'), { code, message: /path/ })
  t.match(await refused('decide', '--device', 'gpu'), {
    code,
    message: '--device is "gpu"; allowed: auto, cpu, cuda.',
  })
})

void t.test('a wrong setting is one line on stderr, and exit code 2', async (t) => {
  const wrong = await runCli(['serve'], { settings: { CANDIDATES: '99' } })
  t.equal(wrong.code, 2)
  t.equal(wrong.stdout, '')
  t.match(wrong.stderr, /^CONFIG_INVALID: DUNNOCK_CANDIDATES is "99"; allowed: .*16\. .*\n$/)
})

void t.test('the documented table of settings is that of the schema', async (t) => {
  const page = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8')
  t.ok(page.includes(settingsTable()), 'run: dunnock serve --settings')
})

void t.test('commands and their flags are completed', async (t) => {
  const script = await runCli(['completion', 'bash'])
  t.equal(script.code, 0)
  t.match(script.stdout, /dunnock complete --/)
  const words = await runCli(['complete', '--', ''])
  t.match(words.stdout, /^ask\task one question/m)
  const flags = await runCli(['complete', '--', 'serve', '--po'])
  t.match(flags.stdout, /^--port\t/m)
})
