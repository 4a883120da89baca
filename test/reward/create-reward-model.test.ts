import { fileURLToPath } from 'node:url'
import t from 'tap'
import { openTokenizer } from '../../src/inference/files/open-tokenizer.ts'
import { createRewardModel } from '../../src/reward/create-reward-model.ts'
import { SEGMENT } from '../../src/reward/pack-row.ts'
import type { NetworkOutput, NetworkRow, RewardNetwork } from '../../src/spec/reward-network.ts'

const path = fileURLToPath(new URL('../../models/encoder/tokenizer.json', import.meta.url))
const tokenizer = await openTokenizer(path)
const one = [1, 0] as const
const calibration = { preference: one, rules: one, support: one, checkable: one, fact: one }

const EVIDENCE: readonly number[] = [SEGMENT.evidence, SEGMENT.askedFor]
const REPLY: readonly number[] = [SEGMENT.reply, SEGMENT.notFound]

/** Words of a part of a row, to read what the network was shown. */
const words = (row: NetworkRow, part: readonly number[]): string =>
  tokenizer.decode(row.ids.filter((_, i) => part.includes(row.segments[i] ?? -1)))

const PLAIN = { preference: 0, rule: 3, support: -3, checkable: 3, fact: [1, 0, 0] }

/** A network that answers each row with the same logits for all of its tokens. */
const network = (answer: (row: NetworkRow) => Partial<typeof PLAIN>) => {
  const calls: { rows: readonly NetworkRow[]; queries: readonly Float32Array[] }[] = []
  const run: RewardNetwork['run'] = (rows, queries) => {
    calls.push({ rows, queries })
    const outputs = rows.map((row): NetworkOutput => {
      const { preference, rule, support, checkable, fact } = { ...PLAIN, ...answer(row) }
      return {
        preference,
        rules: Float32Array.from(queries, () => rule),
        support: Float32Array.from(row.ids, () => support),
        checkable: Float32Array.from(row.ids, () => checkable),
        fact: Float32Array.from(fact),
        ruleQuery: Float32Array.of(row.ids.length),
      }
    })
    return Promise.resolve(outputs)
  }
  const reward = createRewardModel({ id: 'r', network: { id: 'n', run }, tokenizer, calibration })
  return { reward, calls }
}

const dialogue = [{ participant: 'user' as const, text: 'What is the limit?' }]
const rules = [
  { id: 'kind', text: 'The reply is kind.' },
  { id: 'short', text: 'The reply is short.' },
]

void t.test(
  'a statement’s support is the best over all evidence, and says whose it is',
  async (t) => {
    const { reward, calls } = network((row) => ({
      support: words(row, EVIDENCE).includes('bytes') ? 2 : -2,
    }))
    const evidence = [
      { id: 'a', text: 'Something else.' },
      { id: 'b', text: 'In bytes.', title: 'Limits' },
    ]
    const [got] = await reward.score([{ dialogue, reply: 'It is one. In bytes.', evidence }], [])
    t.match(got?.statements, [
      { start: 0, end: 10, checkable: true, evidenceId: 'b' },
      { start: 11, end: 20, checkable: true, evidenceId: 'b' },
    ])
    t.ok(Math.abs((got?.support ?? 0) - 1 / (1 + Math.exp(-2))) < 1e-6)
    t.ok(
      words(calls[0]?.rows[1] ?? { ids: [], segments: [] }, EVIDENCE).startsWith('limits in bytes'),
    )
  },
)

void t.test('without evidence, or with nothing to check, there is no support', async (t) => {
  const checking = network(() => ({ checkable: 3 }))
  const [none] = await checking.reward.score([{ dialogue, reply: 'It is one.', evidence: [] }], [])
  t.equal(none?.support, null)
  t.same(none?.statements, [{ start: 0, end: 10, checkable: true, support: null }])
  const chatting = network(() => ({ checkable: -3 }))
  const evidence = [{ id: 'a', text: 'Something.' }]
  const [chat] = await chatting.reward.score([{ dialogue, reply: 'Hello there.', evidence }], [])
  t.equal(chat?.support, null)
  t.equal(chat?.statements[0]?.checkable, false)
})

void t.test('the support of a reply is that of its weakest statement', async (t) => {
  const long = `${'word '.repeat(190)}end. A last statement.`
  const { reward } = network((row) => ({ support: words(row, REPLY).includes('last') ? -1 : 1 }))
  const evidence = [{ id: 'a', text: 'Something.' }]
  const [got] = await reward.score([{ dialogue, reply: long, evidence }], [])
  const supports = got?.statements.map(({ support }) => support ?? 0) ?? []
  t.equal(supports.length, 2)
  t.equal(got?.support, Math.min(...supports))
})

void t.test('a rule broken at the end of a long reply is broken', async (t) => {
  const long = `${'word '.repeat(190)}end. Something rude.`
  const { reward } = network((row) => {
    const end = words(row, REPLY).includes('rude')
    return { rule: end ? -4 : 4, preference: end ? 1 : 2 }
  })
  const [got] = await reward.score([{ dialogue, reply: long, evidence: [] }], rules)
  t.ok((got?.rules['kind'] ?? 1) < 0.05)
  t.equal(got?.preference, 2)
})

void t.test('long evidence is read to its end', async (t) => {
  const { reward } = network((row) => ({
    support: words(row, EVIDENCE).includes('needle') ? 3 : -3,
  }))
  const evidence = [{ id: 'a', text: `${'hay '.repeat(700)}needle` }]
  const [got] = await reward.score([{ dialogue, reply: 'A needle is there.', evidence }], [])
  t.ok((got?.support ?? 0) > 0.9)
})

void t.test('a rule’s query is computed once for its text', async (t) => {
  const { reward, calls } = network(() => ({}))
  const row = { dialogue, reply: 'It is one.', evidence: [] }
  await reward.score([row], rules)
  await reward.score([row, row], [...rules, { id: 'also-kind', text: 'The reply is kind.' }])
  t.equal(calls.length, 3)
  t.equal(calls[0]?.rows.length, 2)
  t.equal(calls[2]?.queries[0], calls[2]?.queries[2])
  t.equal(calls[1]?.queries[0], calls[2]?.queries[0])
})

void t.test('rewards come in the order of the rows, with each rule under its id', async (t) => {
  const { reward } = network((row) => ({ preference: words(row, REPLY).length }))
  const replies = ['A.', 'A longer one.', 'Two. Statements.']
  const rows = replies.map((reply) => ({ dialogue, reply, evidence: [] }))
  const got = await reward.score(rows, rules)
  t.same(Object.keys(got[0]?.rules ?? {}), ['kind', 'short'])
  const expected = (await Promise.all(rows.map((row) => reward.score([row], rules)))).flat()
  t.same(got, expected)
  t.same(await reward.score([], rules), [])
})

void t.test('fact-seeking is what is fact-based, or both', async (t) => {
  const kinds = [
    { fact: [4, 0, 0], kind: 'fact-based', seeks: true },
    { fact: [0, 4, 0], kind: 'not-fact-based', seeks: false },
    { fact: [0, 0, 4], kind: 'both', seeks: true },
  ]
  for (const { fact, kind, seeks } of kinds) {
    const { reward, calls } = network(() => ({ fact }))
    const got = await reward.factSeeking(dialogue)
    t.equal(got.kind, kind)
    t.equal(got.factSeeking > 0.5, seeks)
    t.equal(calls.length, 1)
  }
})

void t.test(
  'what the evidence lacks lowers support; a missing number leaves too little to cite',
  async (t) => {
    const { reward } = network(() => ({ support: 4 }))
    const evidence = [{ id: 'a', text: 'The limit of Fastify is 1,048,576 bytes.' }]
    const support = async (reply: string) =>
      (await reward.score([{ dialogue, reply, evidence }], []))[0]?.support ?? NaN
    t.ok((await support('It is 1048576 bytes in Fastify.')) > 0.9)
    t.ok((await support('It is 2048 bytes in Fastify.')) < 0.5)
    t.ok((await support('It is the limit of Express.')) < 0.7)
  },
)
