import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { endOf, startCli } from './helpers/run-cli.ts'

t.setTimeout(600_000)

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'dunnock-examples-'))
const run = promisify(execFile)
// So that they use the source, wherever they are started.
const environment = { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') }

/** An example as its first lines say, but with its data in a folder that is thrown away. */
const runExample = async (name: string, env: Readonly<Record<string, string>> = {}) => {
  const path = join(root, 'examples', name)
  const [program, args] = name.endsWith('.sh')
    ? ['sh', [path]]
    : [process.execPath, ['--import', import.meta.resolve('tsx'), path]]
  const { stdout } = await run(program, args, { cwd: folder, env: { ...environment, ...env } })
  return stdout
}

const documents = ['fastify/docs/Reference/Server.md', 'undici/docs/docs/api/RetryAgent.md']
  .map((path) => join(root, 'node_modules', path))
  .join(delimiter)
const service = startCli(['serve', '--port', '0'], {
  DATA: join(folder, 'data'),
  DOCUMENTS: documents,
})
const ended = endOf(service)
t.teardown(async () => {
  service.kill('SIGTERM')
  await ended
  await rm(folder, { recursive: true, force: true })
})
const log = { text: '' }
service.stderr?.on('data', (text: string) => (log.text += text))
const told = async (pattern: RegExp): Promise<string> => {
  for (;;) {
    const [, found] = pattern.exec(log.text) ?? []
    if (found !== undefined) return found
    if (service.exitCode !== null) throw new Error(log.text)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
const DUNNOCK = await told(/Listening on (http:[^;]+);/)
await told(/(Ready): \d+ documents? can be asked about/)
await told(/(documents indexed)/)

void t.test('the client asks over the socket, and is answered with quotes', async (t) => {
  const said = await runExample('ask-over-websocket.ts', { DUNNOCK })
  t.match(said, /> What is the default bodyLimit in Fastify\?/)
  t.match(said, /candidate 0: 0\.\d{3}/)
  t.match(said, /bodyLimit/)
  t.match(said, /document:\S*fastify\S*\.md/)
})

void t.test('every call with curl is answered, none with an abstention', async (t) => {
  const said = await runExample('reply-with-curl.sh', { DUNNOCK })
  for (const title of ['answered as a whole', 'as it happens', 'of your own', 'shape of OpenAI']) {
    t.match(said, title)
  }
  t.match(said, /event: turn-end/)
  t.match(said, /opens at 11/)
  t.match(said, /"object":"chat\.completion"/)
  t.notMatch(said, /"abstained":true|I found nothing/)
})

void t.test('the client of OpenAI gets a reply with what is cited, and a stream', async (t) => {
  const said = await runExample('openai-client.ts', { DUNNOCK })
  t.match(said, /document:\S+: ".+"/)
  t.notMatch(said, /I found nothing/)
})

void t.test('a rule is put in force, scored for each candidate, and taken back', async (t) => {
  t.match(await runExample('own-rules.ts', { DUNNOCK }), /^[01]\.\d{3} (?:kept|\S+): ./m)
  t.equal((await fetch(`${DUNNOCK}/rules/no-competitors`)).status, 404)
})

void t.test('the agent runs alone, and with a source of its own', async (t) => {
  t.match(await runExample('agent-alone.ts'), /^answer Dunnocks nest low in hedges\. \[/)
  t.match(await runExample('own-evidence-source.ts'), /museum.*opening-hours|10 to 17/s)
})

void t.test('the service runs inside of another app, which ends in order', async (t) => {
  const path = join(root, 'examples', 'embed-in-fastify.ts')
  const args = ['--import', import.meta.resolve('tsx'), path]
  // Its documents are those of the folder that it is started in.
  await writeFile(join(folder, 'docs'), '')
  const app = spawn(process.execPath, args, { cwd: folder, env: { ...environment, PORT: '0' } })
  const closed = once(app, 'close')
  const seen = { text: '' }
  app.stdout.setEncoding('utf8').on('data', (text: string) => (seen.text += text))
  while (app.exitCode === null && !seen.text.includes('The models are there.')) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(seen.text) ?? []
  t.equal((await fetch(`${url}/assistant/ready`)).status, 200)
  app.kill('SIGTERM')
  t.strictSame(await closed, [0, null])
})

void t.test('a larger model is stopped with the service that it was started for', async (t) => {
  const stubs = t.testdir()
  const stub = async (name: string, script: string): Promise<void> => {
    await writeFile(join(stubs, name), `#!/bin/sh\n${script}\n`)
    await chmod(join(stubs, name), 0o755)
  }
  const waiting = (name: string) => `echo ${name} starts; exec sleep 600`
  for (const name of ['llama-server', 'vllm', 'npm']) await stub(name, waiting(name))
  await stub('curl', 'exit 0')
  for (const [script, model] of [
    ['with-llama-cpp.sh', 'llama-server'],
    ['with-vllm.sh', 'vllm'],
  ] as const) {
    const child = spawn('sh', [join(root, 'examples', script), 'a.gguf'], {
      env: { PATH: `${stubs}:${process.env['PATH']}` },
    })
    let said = ''
    const bothRun = new Promise<void>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (said.includes('npm starts') && said.includes(model)) resolve()
      })
    })
    await bothRun
    child.kill('SIGTERM')
    // Its output ends when the last of them has ended.
    t.strictSame(await once(child, 'close'), [143, null], script)
  }
})
