// The agent without the service: your own models and source, no files, no threads, no HTTP.
// Run it: node --import tsx examples/agent-alone.ts
import { createAgent, DEFAULT_SETTINGS, type AgentDeps } from 'dunnock/agent'
import {
  splitStatements,
  type EvidenceSource,
  type LanguageModel,
  type RewardModel,
} from 'dunnock/spec'

const languageModel: LanguageModel = {
  id: 'repeats-the-evidence',
  contextTokens: 2_000,
  countTokens: (text) => Math.ceil(text.length / 3),
  async *sample({ prompts, samples }) {
    for (const [index, { prompt }] of samples.entries()) {
      const text = prompts[prompt]?.evidence[0]?.text ?? 'I do not know.'
      yield { index, text, tokens: 8, logProbability: null, finish: 'end' }
    }
  },
}
const rewardModel: RewardModel = {
  id: 'supported-if-verbatim',
  factSeeking: async () => ({ factSeeking: 0.9, kind: 'fact-based' }),
  score: async (rows) =>
    rows.map(({ reply, evidence }) => {
      const statements = splitStatements(reply).map((span) => {
        const said = reply.slice(span.start, span.end)
        const found = evidence.find(({ text }) => text.includes(said))
        return {
          ...span,
          checkable: true,
          support: found ? 0.9 : 0.1,
          ...(found && { evidenceId: found.id }),
        }
      })
      const support = Math.min(...statements.map((one) => one.support))
      return { preference: 0, rules: {}, support, statements }
    }),
}
const sharesWords = (question: string, text: string): number => {
  const words = question.toLowerCase().match(/\w{4,}/gu) ?? []
  return words.some((word) => text.toLowerCase().includes(word)) ? 0.9 : 0.05
}
const reader: AgentDeps['reader'] = {
  id: 'right-if-verbatim',
  asks: async () => 0.9,
  read: async (dialogue, passages) => {
    const question = dialogue.at(-1)?.text ?? ''
    return passages.map(({ text }) => ({
      answers: sharesWords(question, text),
      parts: splitStatements(text).map(({ start, end }) =>
        sharesWords(question, text.slice(start, end)),
      ),
    }))
  },
  judge: async (_, replies) =>
    replies.map(({ reply, evidence }) => (evidence.text.includes(reply) ? 0.95 : 0.1)),
}
const source: EvidenceSource = {
  id: 'nothing',
  async *find() {
    yield { type: 'search-results', results: [] }
    return { evidence: [], failures: [] }
  },
  health: () => ({ id: 'nothing', status: 'ok', detail: '' }),
}
const agent = createAgent({
  languageModel,
  rewardModel,
  reader,
  source,
  takeEvidence: async (given) => given.map((one, i) => ({ ...one, id: `e${i}`, source: 'given' })),
  settings: { ...DEFAULT_SETTINGS, candidates: 2 },
})
const dialogue = [{ participant: 'user' as const, text: 'Where do dunnocks nest?' }]
const options = { evidence: [{ text: 'Dunnocks nest low in hedges.' }] }
for await (const event of agent.respond({
  dialogueId: 'd',
  turnId: 't',
  dialogue,
  rules: [],
  options,
})) {
  if (event.type === 'turn-end')
    console.log(event.reply.kind, event.reply.text, event.reply.citations)
}
