import { join } from 'node:path'
import t from 'tap'
import { answerOnce } from '../../src/agent/answer-once.ts'
import { createAgent } from '../../src/agent/create-agent.ts'
import { DEFAULT_SETTINGS } from '../../src/agent/settings.ts'
import { rewardOf } from '../../src/inference/files/manifest.ts'
import { openRewardNetwork } from '../../src/inference/open-reward-network.ts'
import { openTokenizer } from '../../src/inference/files/open-tokenizer.ts'
import { createRewardModel } from '../../src/reward/create-reward-model.ts'
import { isSound } from '../../src/spec/citation.ts'
import { evidenceOf, fakeLanguageModel, fakeReader, fakeSource } from '../helpers/fakes.ts'
import { committedOptions } from '../helpers/open-models.ts'

const options = await committedOptions()
const entry = rewardOf(options.manifest, 'small')
const network = await openRewardNetwork(options, entry)
t.teardown(() => network.close())
const tokenizer = await openTokenizer(join(options.modelsDir, entry.tokenizer))
const rewardModel = createRewardModel({ ...entry, network, tokenizer })

const prose = evidenceOf(
  'prose',
  'To move into a Halden flat, ask for the key at the gate and pay a fee of 1500 kroner. Then sign the book, read the meter and put your name on the door.',
)
const list = evidenceOf(
  'list',
  'Moving into a Halden flat\n\n1. Ask for the key at the gate.\n2. Pay a fee of 1500 kroner.\n3. Sign the book.\n4. Read the meter.\n5. Put your name on the door.',
)
const STEPS = [
  'Ask for the key at the gate.',
  'Pay a fee of 1,500 kroner.',
  'Sign the book.',
  'Read the meter.',
  'Put your name on the door.',
]

const answer = async (text: string, evidence: typeof prose) => {
  const agent = createAgent({
    languageModel: fakeLanguageModel(() => text),
    rewardModel,
    reader: fakeReader({ judge: (_, replies) => Promise.resolve(replies.map(() => 0.95)) }),
    source: fakeSource([evidence]),
    takeEvidence: () => Promise.resolve([]),
    settings: DEFAULT_SETTINGS,
  })
  const dialogue = [{ participant: 'user' as const, text: 'How do I move into a Halden flat?' }]
  const options = { seed: 1, search: 'always' as const, candidates: 1 }
  return answerOnce(agent, { dialogue, rules: [], options })
}

const FORMS: readonly [string, (step: string, i: number) => string][] = [
  ['numbers', (step, i) => `${i + 1}. ${step}`],
  ['numbers in brackets', (step, i) => `${i + 1}) ${step}`],
  ['bold numbers', (step, i) => `**${i + 1}.** ${step}`],
  ['bullets and emphasis', (step) => `- ${step.replace(/^\w+/u, '**$&**')}`],
  ['steps', (step, i) => `**Step ${i + 1}:** ${step}`],
]
for (const [name, form] of FORMS) {
  void t.test(`a right list of five steps is shown whole and cited: ${name}`, async (t) => {
    const text = STEPS.map(form).join('\n')
    for (const evidence of [prose, list]) {
      const reply = await answer(text, evidence)
      t.equal(reply.text, text)
      t.equal(reply.citations.length, STEPS.length)
      t.ok(reply.citations.every((citation) => isSound(citation, reply.text, reply.evidence)))
    }
  })
}

void t.test('a step with a number of its own that is wrong is not cited', async (t) => {
  const text = STEPS.map((step, i) => `${i + 1}. ${step}`)
    .join('\n')
    .replace('1,500', '1,800')
  const reply = await answer(text, prose)
  t.notOk(reply.citations.some(({ start, end }) => reply.text.slice(start, end).includes('1,800')))
})

void t.test('support is the same however the thousands of a number are parted', async (t) => {
  const dialogue = [{ participant: 'user' as const, text: 'How long is the pier?' }]
  const support = async (here: string, there: string) => {
    const evidence = [{ id: 'e', text: `The pier of Lome is ${there} m long.` }]
    const row = { dialogue, reply: `The pier is ${here} metres long.`, evidence }
    return (await rewardModel.score([row], []))[0]?.support ?? 0
  }
  for (const spelt of ['2400', '2,400', '2 400', '2\u00a0400', '2\u202f400', '2’400']) {
    t.ok((await support(spelt, '2400')) > 0.8, spelt)
    t.ok((await support('2,400', spelt)) > 0.8, spelt)
    t.ok((await support('2,500', spelt)) < 0.5, spelt)
  }
})
