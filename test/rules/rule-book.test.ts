import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { openRuleBook } from '../../src/rules/rule-book.ts'
import type { Rule } from '../../src/spec/rule.ts'

const builtInFolder = fileURLToPath(new URL('../../rules', import.meta.url))
const rule: Rule = {
  id: 'be-brief',
  text: 'The agent answers in at most three sentences.',
  group: 'style',
  action: 'score',
  threshold: 0.5,
  examples: [{ user: 'Hello', reply: 'Hello!', kept: true }],
}

void t.test("the built-in rules are Sparrow's 23, each with examples of both kinds", async (t) => {
  const rules = (await openRuleBook({ builtInFolder, ownFolder: t.testdir() })).all()
  t.equal(rules.length, 23)
  t.equal(new Set(rules.map(({ text }) => text)).size, 23)
  for (const { id, examples } of rules) {
    t.ok(examples.filter(({ kept }) => kept).length >= 2, id)
    t.ok(examples.filter(({ kept }) => !kept).length >= 2, id)
  }
})

void t.test('a rule that was put or removed stays so after a restart', async (t) => {
  const options = { builtInFolder, ownFolder: join(t.testdir(), 'rules') }
  const book = await openRuleBook(options)
  const [first] = book.all()
  await book.put(rule)
  await book.remove(first?.id ?? '')
  const again = await openRuleBook(options)
  t.strictSame(again.resolve(['be-brief']), [rule])
  t.equal(again.all().length, 23)
  t.throws(() => again.resolve([first?.id ?? '']), { code: 'RULE_NOT_FOUND' })
  if (first) await again.put(first)
  t.equal((await openRuleBook(options)).all().length, 24)
  t.notOk((await readdir(options.ownFolder)).some((name) => name.endsWith('.new')))
})

void t.test('what was removed is told after a restart too, and can be put back', async (t) => {
  const options = { builtInFolder, ownFolder: join(t.testdir(), 'rules') }
  const book = await openRuleBook(options)
  const [builtIn] = book.all()
  await book.put(rule)
  for (const id of ['be-brief', builtIn?.id ?? '']) await book.remove(id)
  const gone = (one: Pick<typeof book, 'removed'>) => one.removed().toSorted(byId)
  const byId = (a: Rule, b: Rule): number => (a.id < b.id ? -1 : 1)
  t.strictSame(
    gone(book),
    [rule, builtIn].toSorted((a, b) => byId(a ?? rule, b ?? rule)),
  )
  const again = await openRuleBook(options)
  t.strictSame(gone(again), gone(book))
  for (const one of again.removed()) await again.put(one)
  const last = await openRuleBook(options)
  t.strictSame(last.removed(), [])
  t.strictSame(last.resolve(['be-brief']), [rule])
})

void t.test('rules come by id or inline, each once', async (t) => {
  const book = await openRuleBook({ builtInFolder, ownFolder: t.testdir() })
  t.equal(book.resolve(undefined).length, 23)
  t.strictSame(book.resolve([]), [])
  t.strictSame(book.resolve([rule]), [rule])
  t.throws(() => book.resolve([rule, rule]), { code: 'INVALID_RULE_SET' })
  await t.rejects(book.remove('no-such-rule'), { code: 'RULE_NOT_FOUND' })
})

void t.test('a rule file at fault is refused with its name', async (t) => {
  const folder = t.testdir()
  const open = () => openRuleBook({ builtInFolder: folder, ownFolder: join(folder, 'own') })
  await mkdir(join(folder, 'own'))
  await writeFile(join(folder, 'odd.yaml'), 'id: odd\ntext: "unclosed')
  await t.rejects(open(), { code: 'INVALID_RULE_SET', message: /odd\.yaml/ })
  await writeFile(join(folder, 'odd.yaml'), 'id: odd\ntext: Be odd.\nunknown: 1')
  await t.rejects(open(), { code: 'INVALID_RULE_SET', message: /unknown/ })
  await writeFile(join(folder, 'odd.yaml'), JSON.stringify(rule))
  await t.rejects(open(), { code: 'INVALID_RULE_SET', message: /be-brief/ })
  await writeFile(join(folder, 'odd.yaml'), '')
  await t.rejects(open(), { code: 'INVALID_RULE_SET', message: /odd\.yaml is empty/ })
  await rm(join(folder, 'odd.yaml'))
  for (const half of ['', '["be-br'] as const) {
    await writeFile(join(folder, 'own', 'removed.json'), half)
    await t.rejects(open(), { code: 'INVALID_RULE_SET', message: /removed\.json is damaged/ })
  }
})
