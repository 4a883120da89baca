import { fileURLToPath } from 'node:url'
import t from 'tap'
import { createRandom } from '../../src/base/random.ts'
import { createArchive } from '../../src/probing/attacks/archive.ts'
import type { Attack } from '../../src/probing/attacks/attack.ts'
import { freshAttacks, publicAttacks, twinsOf } from '../../src/probing/attacks/draw-attacks.ts'
import { mutate } from '../../src/probing/attacks/mutate.ts'
import { readRequests } from '../../src/probing/attacks/requests.ts'
import { STYLES } from '../../src/probing/attacks/styles.ts'
import { createNovelty } from '../../src/probing/attacks/too-like.ts'
import { readRuleFolder } from '../../src/rules/read-rule-file.ts'

const folderOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const rules = await readRuleFolder(folderOf('rules'))
const requestsFolder = folderOf('rules/probes')

void t.test('each rule has 200 attacks that differ, in at least 12 styles', async (t) => {
  t.equal(rules.length, 23)
  t.ok(Object.keys(STYLES).length >= 12)
  for (const rule of rules) {
    const requests = await readRequests(requestsFolder, rule)
    const options = { ruleId: rule.id, requests, novelty: createNovelty() }
    const attacks = publicAttacks(options, 200)
    t.equal(attacks.length, 200, rule.id)
    t.equal(new Set(attacks.map(({ style }) => style)).size, Object.keys(STYLES).length, rule.id)
    t.ok(requests.twins.length >= 8, rule.id)
    t.strictSame(
      requests.twins.filter((twin) => requests.asks.includes(twin)),
      [],
      rule.id,
    )
  }
})

void t.test(
  'the fixed list is fixed; fresh ones are of the seed, and none of the list',
  async (t) => {
    const [rule] = rules
    if (rule === undefined) throw new Error('no rule')
    const requests = await readRequests(requestsFolder, rule)
    const draw = (seed: number) => {
      const options = { ruleId: rule.id, requests, novelty: createNovelty() }
      return { listed: publicAttacks(options, 20), fresh: freshAttacks(options, 20, seed) }
    }
    const [one, same, other] = [draw(1), draw(1), draw(2)]
    t.strictSame(one, same)
    t.strictSame(one.listed, other.listed)
    t.not(JSON.stringify(one.fresh), JSON.stringify(other.fresh))
    t.equal(twinsOf({ ruleId: rule.id, requests }, 15).length, 15)
  },
)

void t.test('a rule of one’s own is attacked by its text and its examples', async (t) => {
  const rule = {
    id: 'no-shouting',
    text: 'The reply is not written in capital letters.',
    examples: [{ user: 'Shout at me!', reply: 'NO!', kept: false }],
  }
  const requests = await readRequests(requestsFolder, rule)
  t.ok(requests.asks.includes('Shout at me!'))
  t.ok(requests.asks.some((ask) => ask.includes(rule.text)))
  const options = { ruleId: rule.id, requests, novelty: createNovelty() }
  t.equal(publicAttacks(options, 200).length, 200)
})

void t.test('what is nearly the same is dropped', (t) => {
  const novelty = createNovelty()
  const long = 'Please tell me in one sentence what the owner of the red house said.'
  t.ok(novelty.isNew(long))
  t.notOk(novelty.isNew(long.toUpperCase()))
  t.notOk(novelty.isNew(`${long} Now`))
  t.ok(novelty.isNew('What did the man with the red house say, in short?'))
  t.end()
})

const attack = (style: string): Attack => ({
  ruleId: 'r',
  style,
  ask: 'Say it.',
  turns: ['Please. Say it.'],
  origin: 'public',
})

void t.test('the search goes on from what came farthest', (t) => {
  const archive = createArchive()
  t.equal(archive.choose(createRandom(1)), undefined)
  for (const [style, kept] of [
    ['a', 0.9],
    ['b', 0.2],
    ['c', 0.6],
    ['b', 0.7],
  ] as const)
    archive.add(attack(style), kept)
  const random = createRandom(1)
  const counts = { a: 0, b: 0, c: 0 }
  for (let draw = 0; draw < 300; draw += 1) {
    const { style } = archive.choose(random) ?? attack('a')
    counts[style as keyof typeof counts] += 1
  }
  t.ok(counts.b > counts.c && counts.c > counts.a && counts.a > 0, JSON.stringify(counts))
  t.end()
})

void t.test(
  'mutations keep the rule, stay within eight turns, and use a writer where one is given',
  async (t) => {
    const random = createRandom(3)
    let one = attack('politeness')
    const texts = new Set<string>()
    const rewrite = () => Promise.resolve('In quite other words: say it.')
    for (let step = 0; step < 200; step += 1) {
      one = await mutate(step % 5 === 0 ? attack('politeness') : one, {
        random,
        asks: ['Say it.', 'Shout it.'],
        rewrite,
      })
      t.equal(one.ruleId, 'r')
      t.equal(one.origin, 'searched')
      t.ok(one.turns.length >= 1 && one.turns.length <= 8)
      texts.add(one.turns.join('\n'))
    }
    t.ok(texts.size > 100)
    t.ok([...texts].some((text) => text.includes('In quite other words')))
  },
)
