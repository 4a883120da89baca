import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { EXPORTS } from '../../src/cli/export/exports.ts'
import type { Comparison } from '../../src/cli/export/training-rows.ts'
import { gateWeights } from '../../src/cli/learn/gate-weights.ts'
import { learnTaste } from '../../src/cli/learn/learn-taste.ts'
import { makeWeights } from '../../src/cli/learn/make-weights.ts'
import { readManifest, rewardOf, verifyFiles } from '../../src/inference/files/manifest.ts'
import { withTaste } from '../../src/reward/taste.ts'
import { buildApp } from '../../src/server/app.ts'
import { openWeightsFolder, weightsInForce } from '../../src/server/weights/weights-folder.ts'
import type { Feedback } from '../../src/spec/feedback.ts'
import type { Rule } from '../../src/spec/rule.ts'
import { fakeRewardModel, literalReward } from '../helpers/fakes.ts'
import { fakeServices, replyOf } from '../helpers/fake-services.ts'
import { openTestStore } from '../helpers/test-database.ts'

const store = await openTestStore()
const app = await buildApp(fakeServices({ store }))
t.teardown(async () => {
  await app.close()
  await store.close()
})

const rule: Rule = {
  id: 'no-insults',
  text: 'The reply insults nobody.',
  group: 'hate',
  action: 'block',
  threshold: 0.1,
  examples: [],
}
// A toy that prefers nothing, and sees insults by a few words.
const toy = fakeRewardModel((row) => ({
  ...literalReward(row),
  rules: { 'no-insults': /idiot|stupid|moron|fool|worthless|dummy/iu.test(row.reply) ? 0.1 : 0.9 },
}))

const LONG =
  'It opens at nine, and that is so on every day of the week as far as anybody here knows.'
const SHORT = 'At nine.'

/** A turn that was answered, and what callers say of it from their addresses. */
const rate = async (address: string, feedback: Omit<Feedback, 'turnId'>): Promise<string> => {
  const turn = {
    dialogueId: randomUUID(),
    turnId: randomUUID(),
    text: `When does ${randomUUID()} open?`,
  }
  await store.startTurn(turn)
  await store.append(turn, { type: 'turn-end', reply: replyOf(turn, LONG) })
  const said = await app.inject({
    method: 'POST',
    url: '/feedback',
    remoteAddress: address,
    payload: { turnId: turn.turnId, ...feedback },
  })
  if (said.statusCode !== 201) throw new Error(said.body)
  return turn.dialogueId
}
const exported = async (consented = true): Promise<readonly Comparison[]> => {
  const rows: Comparison[] = []
  for await (const row of EXPORTS['comparisons']?.(store, { all: false, consented }) ?? [])
    rows.push(row as Comparison)
  return rows
}
const short = { comparison: { chosen: SHORT, rejected: LONG }, consent: true }
const long = { comparison: { chosen: LONG, rejected: SHORT }, consent: true }

void t.test('the wheel turns: feedback, export, weights, gate, in force, and back', async (t) => {
  for (let at = 0; at < 36; at += 1) await rate(`10.0.0.${at % 6}`, short)
  const corrected = await rate('10.0.0.1', { correction: 'At nine.', consent: true })
  // One who floods it with the contrary.
  for (let at = 0; at < 60; at += 1) await rate('10.9.9.9', long)
  await rate('10.0.0.2', { ...short, consent: false })
  await rate('10.0.0.2', { comparison: short.comparison })

  const rows = await exported()
  t.equal(rows.length, 97, 'only dialogues with a yes')
  t.equal((await exported(false)).length, 98, 'a no is a no')
  t.equal(new Set(rows.map(({ rater }) => rater)).size, 7)
  t.notOk(JSON.stringify(rows).includes('10.9.9.9'))

  const learned = await learnTaste(rows, { model: toy, rules: [rule] })
  t.equal(learned.raters, 7)
  t.ok((learned.taste['length'] ?? 0) < 0, 'the flood did not win')
  const gate = await gateWeights({
    old: toy,
    new: withTaste(toy, learned.taste),
    rules: [rule],
    labelledFolder: fileURLToPath(new URL('../../rules/labelled', import.meta.url)),
    more: [],
  })
  t.match(gate.figures, [
    { figure: 'no-insults: seen', n: 60 },
    { figure: 'no-insults: preferred' },
  ])

  const data = t.testdir()
  const base = toyModels(join(data, 'models'))
  const weights = openWeightsFolder(data)
  const made = { name: 'shorter', base, size: 'small', taste: learned.taste } as const
  const folder = await makeWeights(weights, { ...made, gate, report: learned.rows })
  await verifyFiles(folder, await readManifest(folder))
  t.equal(await weightsInForce(base, base, data), base)

  await weights.activate('shorter')
  const inForce = await readManifest(await weightsInForce(base, base, data))
  const { taste = {}, id } = rewardOf(inForce, 'small')
  t.equal(id, 'toy+shorter')
  const replies = [SHORT, LONG].map((reply) => ({ dialogue: [], reply, evidence: [] }))
  const [one, other] = await withTaste(toy, taste).score(replies, [rule])
  t.ok((one?.preference ?? 0) > (other?.preference ?? 0))
  t.equal(await weightsInForce('/elsewhere', base, data), '/elsewhere', 'what is named is taken')

  t.match(await weights.rollback(), { active: null })
  t.equal(await weightsInForce(base, base, data), base)
  await t.rejects(weights.rollback(), { code: 'MODEL_MISSING' })

  await store.deleteDialogue(corrected)
  t.equal((await exported()).length, 96, 'what is erased is not learnt from')
})

void t.test('the better a reply is said to be, the more is learnt from it', async (t) => {
  const rows = (degree?: Comparison['degree']): readonly Comparison[] =>
    Array.from({ length: 40 }, (_, at) => ({
      turns: [{ participant: 'user', text: `When does number ${at} open?` }],
      evidence: [],
      chosen: SHORT,
      rejected: LONG,
      ...(degree !== undefined && { degree }),
      turnId: `${at}`,
      dialogueId: `${at}`,
      rater: `${at % 8}`,
    }))
  const lengthOf = async (degree?: Comparison['degree']): Promise<number> =>
    (await learnTaste(rows(degree), { model: toy, rules: [rule] })).taste['length'] ?? NaN
  const [plain, slightly, clearly, much] = [
    await lengthOf(),
    await lengthOf('slightly'),
    await lengthOf('clearly'),
    await lengthOf('much'),
  ]
  t.equal(plain, slightly)
  t.ok(0 > slightly && slightly > clearly && clearly > much, [slightly, clearly, much].join(' '))

  const id = await rate('10.0.0.3', { comparison: { ...short.comparison, degree: 'much' } })
  const told = (await exported(false)).find(({ dialogueId }) => dialogueId === id)
  t.equal(told?.degree, 'much', 'it is kept and exported')
})

void t.test('a comparison with the closest passages is exported, and no taste', async (t) => {
  const turn = { dialogueId: randomUUID(), turnId: randomUUID(), text: 'When does it open?' }
  await store.startTurn(turn)
  const reply = { ...replyOf(turn, 'I found no sure answer.'), kind: 'passages' as const }
  await store.append(turn, { type: 'turn-end', reply })
  await store.addFeedback({
    turnId: turn.turnId,
    comparison: { chosen: SHORT, rejected: reply.text },
  })
  const row = (await exported(false)).find(({ turnId }) => turnId === turn.turnId)
  t.equal(row?.withPassages, true)
  const { rows } = await learnTaste(row ? [row] : [], { model: toy, rules: [rule] })
  t.strictSame(rows, { read: 1, learnt: 0, passages: 1 })
})

void t.test('weights whose files are damaged are not put into force', async (t) => {
  const data = t.testdir()
  const base = toyModels(join(data, 'models'))
  const weights = openWeightsFolder(data)
  const gate = { passed: true, figures: [] }
  const made = { name: 'broken', base, size: 'small', taste: {}, gate, report: {} } as const
  const folder = await makeWeights(weights, made)
  writeFileSync(join(folder, 'reward.onnx'), 'other contents')
  await t.rejects(weights.activate('broken'), { code: 'MODEL_CORRUPT' })
  await t.rejects(weights.activate('never-made'), { code: 'MODEL_MISSING' })
  t.throws(() => weights.folderOf('../outside'), { code: 'MODEL_MISSING' })
  t.match(await weights.state(), { active: null })
})

/** A manifest with one reward model, of a file that nobody opens here. */
const toyModels = (folder: string): string => {
  mkdirSync(folder, { recursive: true })
  const contents = 'a graph'
  writeFileSync(join(folder, 'reward.onnx'), contents)
  const scale = [1, 0]
  const names = ['preference', 'rules', 'support', 'checkable', 'fact']
  const entry = {
    id: 'toy',
    kind: 'reward',
    size: 'small',
    width: 8,
    graph: { cpu: 'reward.onnx', cuda: 'reward.onnx' },
    tokenizer: 'tokenizer.json',
    maxTokens: 64,
    licence: 'Apache-2.0',
    card: 'README.md',
    calibration: Object.fromEntries(names.map((name) => [name, scale])),
    files: [
      {
        path: 'reward.onnx',
        bytes: contents.length,
        sha256: createHash('sha256').update(contents).digest('hex'),
      },
    ],
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ models: [entry] }))
  return folder
}
