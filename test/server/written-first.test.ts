import t from 'tap'
import { answerOnce } from '../../src/agent/answer-once.ts'
import { openServedModel } from '../../src/inference/served/open-served-model.ts'
import { buildAgent } from '../../src/server/setup/build-agent.ts'
import { readConfig } from '../../src/server/setup/config.ts'
import type { Reply } from '../../src/spec/reply.ts'
import { splitStatements } from '../../src/spec/text/split-statements.ts'
import { fakeReader, fakeRewardModel, literalReward } from '../helpers/fakes.ts'
import { hours } from '../helpers/hours-source.ts'
import { standIn } from '../helpers/openai-stand-in.ts'

const QUOTE = 'The pump house is open from 9 to 17.'
const SAID = 'It opens at 9 and closes at 17.'

type World = {
  /** P(right) by the reader, and the support, of what the model says. */
  readonly judged?: number
  readonly support?: number
  readonly warns?: boolean
  readonly flags?: Readonly<Record<string, string>>
}

/** A turn that a server of OpenAI's protocol writes for; the judges hold a quote for surer than what it says. */
const turnOf = async (
  t: { teardown(done: () => unknown): void },
  { judged = 0.6, support = 0.7, warns = false, flags = {} }: World = {},
): Promise<Reply> => {
  const server = await standIn({
    write: ({ temperature }) => (temperature === 0 ? SAID : 'It is by the river.'),
  })
  t.teardown(() => server.close())
  const languageModel = await openServedModel({ url: server.url })
  t.teardown(() => languageModel.close())
  const config = readConfig({}, { languageModelUrl: server.url, ...flags })
  const reader = fakeReader({
    judge: (_, replies) =>
      Promise.resolve(replies.map(({ reply }) => (reply === QUOTE ? 0.95 : judged))),
  })
  const rewardModel = fakeRewardModel((row) => {
    const rules = { plain: row.reply === SAID && warns ? 0.1 : 0.9 }
    const evidenceId = row.evidence[0]?.id
    if (row.reply !== SAID || evidenceId === undefined) return { ...literalReward(row), rules }
    const own = { checkable: true, support, evidenceId }
    const statements = splitStatements(SAID).map((span) => ({ ...span, ...own }))
    return { preference: 0, rules, support, statements }
  })
  const plain = { id: 'plain', text: 'Be plain.', group: 'x', threshold: 0.5, examples: [] }
  const agent = buildAgent(config, { languageModel, reader, rewardModel }, [hours])
  return answerOnce(agent, {
    dialogue: [{ participant: 'user', text: 'When is the pump house open?' }],
    rules: [{ ...plain, action: 'warn' }],
    options: { seed: 1, include: ['candidates'] },
  })
}

void t.test('what a served model says comes before a quote that scores higher', async (t) => {
  const reply = await turnOf(t)
  t.match(reply, { kind: 'answer', text: SAID, citations: [{ quote: QUOTE }] })
  const [first, ...others] = reply.candidates ?? []
  t.equal(first?.text, SAID)
  const quote = others.find(({ text }) => text === QUOTE)
  t.ok(Number(quote?.scorecard.score) > Number(first?.scorecard.score))
})

void t.test('it falls back on the quote where it may not be claimed', async (t) => {
  for (const world of [{ judged: 0.05 }, { support: 0.45 }, { warns: true }])
    t.match(await turnOf(t, world), { kind: 'answer', text: QUOTE }, JSON.stringify(world))
})

void t.test('a setting ranks both alike', async (t) => {
  t.match(await turnOf(t, { flags: { languageModelFirst: 'no' } }), { text: QUOTE })
})
