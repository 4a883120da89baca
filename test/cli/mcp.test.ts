import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import t from 'tap'

t.setTimeout(300_000)

const root = fileURLToPath(new URL('../..', import.meta.url))

void t.test('the official client asks, searches, fetches and checks over stdio', async (t) => {
  const folder = t.testdir()
  const file = join(folder, 'library.md')
  await writeFile(file, '# The library\n\nOn Sunday the library opens at 11. It closes at 18.\n')
  const client = new Client({ name: 'a test', version: '0.0.0' })
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [
      '--import',
      import.meta.resolve('tsx'),
      join(root, 'src/cli/main.ts'),
      'mcp',
      '--data',
      join(folder, 'data'),
      '--documents',
      file,
      '--wikipedia',
      'off',
    ],
    stderr: 'inherit',
  })
  await client.connect(transport)
  t.teardown(() => client.close())
  t.equal((await client.listTools()).tools.length, 4)
  const call = (name: string, input: Record<string, unknown>) =>
    client.callTool({ name, arguments: input }, { timeout: 240_000 })

  const { structuredContent: found } = await call('search', { query: 'library on Sunday', k: 1 })
  t.match(found, { results: [{ text: /opens at 11/ }] })
  const { results } = found as { results: { id: string }[] }
  const { structuredContent: fetched } = await call('fetch', { id: results[0]?.id })
  t.match(fetched, { text: /It closes at 18/ })
  const asked = await call('ask', { question: 'When does the library open on Sunday?' })
  t.match(asked.structuredContent, { kind: 'answer', citations: [{ quote: /opens at 11/ }] })
  const evidence = [{ text: 'On Sunday the library opens at 11.' }]
  const checked = await call('check', { reply: 'On Sunday it opens at 9.', evidence, rules: [] })
  const { support } = checked.structuredContent as { support: number }
  t.ok(support < 0.5, `a wrong hour has a support of ${support}`)
})
