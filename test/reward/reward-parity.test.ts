import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { rewardOf } from '../../src/inference/files/manifest.ts'
import { openRewardNetwork } from '../../src/inference/open-reward-network.ts'
import { openTokenizer } from '../../src/inference/files/open-tokenizer.ts'
import { createRewardModel } from '../../src/reward/create-reward-model.ts'
import { packDialogue, packRule } from '../../src/reward/pack-row.ts'
import { committedOptions, parityFile } from '../helpers/open-models.ts'
import type { RewardParity } from '../helpers/reward-parity.ts'

const options = await committedOptions()
const entry = rewardOf(options.manifest, 'small')
const network = await openRewardNetwork(options, entry)
t.teardown(() => network.close())
const tokenizer = await openTokenizer(join(options.modelsDir, entry.tokenizer))
const { id, calibration } = entry
const model = createRewardModel({ id, network, tokenizer, calibration })
const parity = JSON.parse(readFileSync(parityFile('reward'), 'utf8')) as RewardParity

// Of a logit.
const TOLERANCE = 0.25

const near = (t: Test, got: number | undefined, wanted: number | undefined, what: string) =>
  t.ok(Math.abs((got ?? NaN) - (wanted ?? NaN)) <= TOLERANCE, `${what}: ${got}, not ${wanted}`)

const mean = (values: Float32Array | undefined, [start, end]: readonly [number, number]): number =>
  (values?.slice(start, end) ?? new Float32Array(0)).reduce((sum, x) => sum + x / (end - start), 0)

void t.test('logits are those of training', async (t) => {
  const texts = parity.rules.map(({ text }) => packRule(tokenizer, text))
  const queries = (await network.run(texts, [])).map(({ ruleQuery }) => ruleQuery)
  const rows = parity.rows.map(({ inputIds, segmentIds }) => ({
    ids: inputIds,
    segments: segmentIds,
  }))
  const outputs = await network.run(rows, queries)
  for (const [i, wanted] of parity.rows.entries()) {
    const got = outputs[i]
    near(t, got?.preference, wanted.preference, 'preference')
    for (const [r, logit] of wanted.ruleLogits.entries()) near(t, got?.rules[r], logit, 'rule')
    for (const [s, span] of wanted.spans.entries()) {
      near(t, mean(got?.support, span), wanted.statementSupport[s], 'support')
      near(t, mean(got?.checkable, span), wanted.statementCheckable[s], 'checkable')
    }
  }
  const dialogues = parity.dialogueRows.map(({ dialogue }) => packDialogue(tokenizer, dialogue))
  const facts = await network.run(dialogues, [])
  for (const [i, { factLogits }] of parity.dialogueRows.entries())
    for (const [k, logit] of factLogits.entries()) near(t, facts[i]?.fact[k], logit, 'fact')
})

void t.test('a reward does not depend on the rows beside it', async (t) => {
  const rows = parity.rows.map(({ dialogue, statements, evidence }) => ({
    dialogue,
    reply: statements.join(' '),
    evidence: evidence ? [{ id: 'a', text: evidence.text }] : [],
  }))
  const together = await model.score(rows, parity.rules)
  const alone = await Promise.all(rows.map((row) => model.score([row], parity.rules)))
  for (const [i, [one]] of alone.entries()) {
    near(t, together[i]?.preference, one?.preference, 'preference')
    near(t, together[i]?.support ?? -1, one?.support ?? -1, 'support')
  }
})

void t.test('a question of fact seeks facts, a greeting does not', async (t) => {
  const ask = (text: string) => model.factSeeking([{ participant: 'user', text }])
  const fact = await ask('What is the capital of Australia?')
  const greeting = await ask('hello')
  t.ok(fact.factSeeking > greeting.factSeeking, `${fact.factSeeking} ${greeting.factSeeking}`)
})
