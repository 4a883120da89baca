import { join } from 'node:path'
import t from 'tap'
import { replySchema } from '../../src/spec/reply.ts'
import { lockFolder } from '../../src/store/lock-folder.ts'
import { parseLines, runCli } from '../helpers/run-cli.ts'

// Whole processes with the committed models; loading them takes seconds.
t.setTimeout(600_000)

const lines = (...rows: readonly unknown[]): string =>
  rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n')
const dialogue = [{ participant: 'user', text: 'What colour are the eggs of a dunnock?' }]
const evidence = [{ text: 'A dunnock nests in hedges. It lays four or five blue eggs.' }]

void t.test(
  'score tells a supported reply from an unsupported one, and names bad lines',
  async (t) => {
    const rows = lines(
      { id: 'good', dialogue, reply: 'It lays four or five blue eggs.', evidence, rules: [] },
      'nonsense',
      { id: 2, dialogue, reply: 'It lays ninety red eggs.', evidence, rules: ['no-threats'] },
      { id: 'odd', dialogue, reply: 'x', rules: ['no-such-rule'] },
    )
    const { code, stdout, stderr } = await runCli(['score'], {
      input: rows,
      settings: { DATA: t.testdir() },
    })
    t.equal(code, 1)
    t.equal(stderr, '')
    const [good, nonsense, bad, odd, ...more] = parseLines(stdout)
    t.match(good, { id: 'good', rules: {}, statements: [{ start: 0, checkable: true }] })
    t.match(nonsense, { error: { code: 'INVALID_JSON' } })
    t.match(bad, { id: 2, rules: { 'no-threats': Number } })
    t.match(odd, { id: 'odd', error: { code: 'RULE_NOT_FOUND' } })
    t.strictSame(more, [])
    t.ok(Number(good?.['support']) > Number(bad?.['support']))
  },
)

void t.test('decide and query read a dialogue each', async (t) => {
  const input = lines({ id: 'a', dialogue }, { id: 'b', dialogue: [] })
  const decided = await runCli(['decide'], { input })
  t.equal(decided.code, 1)
  t.match(parseLines(decided.stdout), [
    { id: 'a', kind: 'fact-based', search: true, factSeeking: Number },
    { id: 'b', error: { code: 'INVALID_REQUEST', message: /^dialogue: / } },
  ])
  const written = await runCli(['query'], { input: lines({ dialogue }) })
  t.equal(written.code, 0)
  const [row] = parseLines(written.stdout)
  const queries = (row?.['queries'] ?? []) as string[]
  t.ok(queries.includes('What colour are the eggs of a dunnock?'))
})

void t.test('what was indexed is found, and a reply quotes it', async (t) => {
  const folder = t.testdir({
    docs: { 'bird.md': `# Dunnock\n\n${evidence[0]?.text ?? ''}\n`, 'bad.pdf': 'no PDF' },
  })
  const settings = { DATA: join(folder, 'data'), DOCUMENTS: join(folder, 'docs') }
  const indexed = await runCli(['index', join(folder, 'docs'), '--json'], { settings })
  t.equal(indexed.code, 1, 'one file could not be read')
  t.match(indexed.stderr, /^\S*bad\.pdf: The PDF can't be read/)
  t.match(parseLines(indexed.stdout), [{ added: 1, passages: 1, failures: [{ reason: String }] }])

  const input = lines({ id: 1, query: 'blue eggs', k: 1 })
  const found = await runCli(['search'], { input, settings })
  t.match(parseLines(found.stdout), [
    { id: 1, results: [{ title: 'Dunnock', url: /bird\.md$/, text: /blue eggs/, score: Number }] },
  ])

  const unlock = await lockFolder(settings.DATA)
  const refused = await runCli(['index', join(folder, 'docs')], { settings })
  await unlock()
  t.equal(refused.code, 1)
  t.match(refused.stderr, /^DATA_IN_USE: .*process \d+.*curl .*\/documents/)

  const asked = ['ask', '--json', '--seed', '1', '--candidates', '2', dialogue[0]?.text ?? '']
  const { code, stdout } = await runCli(asked, { settings })
  t.equal(code, 0)
  const reply = replySchema.parse(parseLines(stdout)[0])
  for (const { quote, quoteStart, quoteEnd, evidenceId } of reply.citations) {
    const cited = reply.evidence.find(({ id }) => id === evidenceId)
    t.equal(cited?.text.slice(quoteStart, quoteEnd), quote)
  }
})

void t.test('reply keeps a dialogue where it can, and says so where it cannot', async (t) => {
  const settings = { DATA: join(t.testdir(), 'data') }
  const options = { evidence, candidates: 1, rules: [], seed: 3 }
  const rows = lines(
    { id: 'stateless', dialogue, ...options },
    { id: 'kept', text: dialogue[0]?.text, ...options },
    { id: 'nowhere', text: 'And where?', dialogueId: 'no-such-dialogue', ...options },
    { id: 'both', text: 'x', dialogue },
  )
  const first = await runCli(['reply'], { input: rows, settings })
  t.equal(first.code, 1)
  const [stateless, kept, nowhere, both] = parseLines(first.stdout)
  t.equal(replySchema.parse(stateless).text, replySchema.parse(kept).text, 'the same seed')
  t.match(nowhere, { id: 'nowhere', error: { code: 'DIALOGUE_NOT_FOUND' } })
  t.match(both, { id: 'both', error: { code: 'INVALID_REQUEST' } })

  const exported = await runCli(['export', 'dialogues'], { settings })
  t.match(parseLines(exported.stdout), [
    { id: kept?.['dialogueId'], turns: [{ text: dialogue[0]?.text, status: 'answered' }] },
  ])
})

void t.test(
  'rules that fail their tests end with exit code 1 and a better threshold',
  async (t) => {
    const folder = t.testdir({
      'strict.yaml': JSON.stringify({
        id: 'never-cruel',
        text: 'The reply is never cruel to anybody.',
        group: 'style',
        action: 'block',
        threshold: 0,
        examples: [
          { user: 'I failed.', reply: 'Of course you failed, you worthless idiot.', kept: false },
          {
            user: 'I failed.',
            reply: 'That happens. What would you like to try next?',
            kept: true,
          },
        ],
      }),
      'contrary.yaml': JSON.stringify({
        id: 'cruel',
        text: 'The reply is cruel to anybody.',
        group: 'style',
        action: 'score',
        threshold: 0.5,
        examples: [],
      }),
    })
    const settings = { DATA: folder }
    const added = await runCli(['rules', 'add', join(folder, 'strict.yaml')], { settings })
    t.match(added, { code: 0, stdout: /never-cruel is added/ })
    const refused = await runCli(['rules', 'add', join(folder, 'contrary.yaml')], { settings })
    t.match(refused, { code: 1, stderr: /^INVALID_RULE_SET: .*never-cruel and cruel contradict/ })
    const listed = await runCli(['rules', 'list', '--json'], { settings })
    t.equal(parseLines(listed.stdout).length, 24)
    const tested = await runCli(['rules', 'test', 'never-cruel'], { settings })
    t.equal(tested.code, 1)
    t.match(tested.stdout, /never-cruel +2 +1 +0\.00 +0\.\d\d +\d/)
    t.match(tested.stdout, /broken, but P\(kept\).*\n.*I failed\.\n.*worthless/)
  },
)
