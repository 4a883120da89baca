import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { openRuleBook } from '../../src/rules/rule-book.ts'

const builtInFolder = fileURLToPath(new URL('../../rules', import.meta.url))
const own = {
  id: 'be-brief',
  text: 'Answer in one sentence.',
  group: 'style',
  action: 'score',
  threshold: 0.5,
  examples: [],
}
const openWith = (t: Tap, sets: Readonly<Record<string, object>>) => {
  const files = Object.entries(sets).map(([name, set]) => [`${name}.yaml`, JSON.stringify(set)])
  const ownFolder = t.testdir({ sets: Object.fromEntries(files) as Record<string, string> })
  return openRuleBook({ builtInFolder, ownFolder })
}
type Tap = { readonly testdir: (fixture: Record<string, Record<string, string>>) => string }

void t.test('a set has rules in force and rules of its own', async (t) => {
  const book = await openWith(t, { shop: { id: 'shop', rules: ['no-threats', own] } })
  t.match(book.resolveSet('shop'), [{ id: 'no-threats' }, own])
  t.equal(book.all().length, 23, 'its own rules are its alone')
  t.throws(() => book.resolveSet('shops'), {
    code: 'RULE_NOT_FOUND',
    message: 'There is no rule set shops; there are: shop.',
  })
})

void t.test('a set at fault is refused with its name and the reason', async (t) => {
  const refused = (rules: readonly unknown[], message: RegExp) =>
    t.rejects(openWith(t, { shop: { id: 'shop', rules } }), { code: 'INVALID_RULE_SET', message })
  await refused(['no-thread'], /rule set shop: .*no-thread/u)
  const loud = { ...own, id: 'be-long', text: 'Do not answer in one sentence.' }
  await refused([own, loud], /rule set shop: .*be-brief and be-long contradict/u)
  await refused([{ id: 'x' }], /shop\.yaml: .*rules/su)
  await t.rejects(openWith(t, { shop: { id: 'other', rules: [] } }), { message: /rename one/u })
})

void t.test('a rule that a set names stays', async (t) => {
  const book = await openWith(t, { shop: { id: 'shop', rules: ['no-threats'] } })
  await t.rejects(book.remove('no-threats'), { code: 'INVALID_RULE_SET', message: /shop/u })
  t.match(book.resolveSet('shop'), [{ id: 'no-threats' }])
})

void t.test(
  'a place where the system makes no folders is told at once',
  { skip: process.platform === 'linux' ? false : 'there is no /proc' },
  async (t) => {
    const ownFolder = '/proc/dunnock/rules'
    const book = await openRuleBook({ builtInFolder, ownFolder })
    const message = /proc\/dunnock\/rules/u
    await t.rejects(book.remove('no-threats'), { code: 'DATA_NOT_WRITABLE', message })
    t.equal(book.all().length, 23)
  },
)

void t.test('a folder of sets may come later', async (t) => {
  const ownFolder = t.testdir()
  const open = () => openRuleBook({ builtInFolder, ownFolder })
  t.strictSame((await open()).sets(), [])
  await mkdir(join(ownFolder, 'sets'))
  await writeFile(join(ownFolder, 'sets', 'shop.yaml'), 'id: shop\nrules: [no-threats]')
  t.strictSame((await open()).sets(), [{ id: 'shop', rules: ['no-threats'] }])
})
