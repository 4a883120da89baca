import { contentWords, coverage } from '../../src/spec/text/content-words.ts'
import type { ReadEvidence } from '../../src/agent/passages/read-passages.ts'
import { leastSupport } from '../../src/spec/citation.ts'
import { passageParts } from '../../src/spec/text/passage-parts.ts'
import type { Reader } from '../../src/spec/reader.ts'
import { slice } from '../../src/spec/span.ts'
import { lastUserText } from '../../src/spec/turn.ts'
import type { Evidence } from '../../src/spec/evidence.ts'
import type { EvidenceSource } from '../../src/spec/evidence-source.ts'
import type { LanguageModel, Prompt } from '../../src/spec/language-model.ts'
import type { Reward, RewardModel, RewardRow } from '../../src/spec/reward-model.ts'
import { splitStatements } from '../../src/spec/text/split-statements.ts'

const notExpected = (what: string) => (): never => {
  throw new Error(`the test did not expect ${what}`)
}

/** Writes what `write` returns for each sample's prompt; a token is a word. */
export const fakeLanguageModel = (
  write: (prompt: Prompt, index: number) => string = notExpected('a sample'),
): LanguageModel => ({
  id: 'fake-language-model',
  contextTokens: 512,
  countTokens: (text) => text.split(/\s+/u).filter((word) => word !== '').length,
  async *sample({ prompts, samples, signal }) {
    for (const [index, { prompt }] of samples.entries()) {
      signal?.throwIfAborted()
      const own = prompts[prompt]
      if (own === undefined) throw new Error('a sample without a prompt')
      const text = write(own, index)
      yield { index, text, tokens: text.split(' ').length, logProbability: -1, finish: 'end' }
    }
  },
})

/** A statement is supported where it stands in the evidence word for word. */
export const literalReward = (row: RewardRow): Reward => {
  const statements = splitStatements(row.reply).map((span) => {
    const text = row.reply.slice(span.start, span.end)
    const found = row.evidence.find((one) => one.text.includes(text))
    const support = row.evidence.length === 0 ? null : found ? 0.9 : 0.1
    return { ...span, checkable: true, support, ...(found && { evidenceId: found.id }) }
  })
  return { preference: 0, rules: {}, support: leastSupport(statements), statements }
}

export const fakeRewardModel = (
  score: (row: RewardRow, index: number) => Reward = literalReward,
  factSeeking = 0.9,
): RewardModel => ({
  id: 'fake-reward-model',
  factSeeking: () =>
    Promise.resolve({ factSeeking, kind: factSeeking >= 0.5 ? 'fact-based' : 'not-fact-based' }),
  score: (rows) => Promise.resolve(rows.map(score)),
})

/**
 * A passage answers where it shares content words with the question, the more the surer; a reply is right
 * where it stands in its passage word for word.
 */
export const fakeReader = (given: Partial<Omit<Reader, 'id'>> = {}): Reader => ({
  id: 'fake-reader',
  asks: () => Promise.resolve(0.9),
  read: (dialogue, passages) => {
    const asked = contentWords(lastUserText(dialogue))
    const found = (text: string): number => {
      const share = coverage(asked, contentWords(text))
      return share === 0 ? 0.05 : 0.6 + 0.35 * share
    }
    return Promise.resolve(
      passages.map(({ text }) => ({
        answers: found(text),
        parts: passageParts(text).map((part) => found(slice(text, part))),
      })),
    )
  },
  judge: (_, replies) =>
    Promise.resolve(
      replies.map(({ reply, evidence }) => (evidence.text.includes(reply) ? 0.95 : 0.1)),
    ),
  ...given,
})

/** Finds the same evidence for every query. */
export const fakeSource = (evidence: readonly Evidence[]): EvidenceSource => ({
  id: 'fake-source',
  async *find() {
    const results = evidence.map(({ text, url = '', title = '', source }) => ({
      url,
      title,
      text,
      source,
    }))
    yield await Promise.resolve({ type: 'search-results' as const, results })
    return { evidence, failures: [] }
  },
  health: () => ({ id: 'fake-source', status: 'ok', detail: 'always there' }),
})

export const evidenceOf = (id: string, text: string): Evidence => ({
  id,
  text,
  source: 'test',
  title: `Page ${id}`,
  url: `https://example.org/${id}`,
})

/** Evidence that was read: the answer stands in each of its parts alike, unless `parts` says where. */
export const readOf = (
  evidence: Evidence,
  answers = 0.9,
  parts?: readonly number[],
): ReadEvidence => ({
  ...evidence,
  reading: { answers, parts: parts ?? passageParts(evidence.text).map(() => answers) },
})

/** The evidence of a prompt, or the question where there is none. */
export const repeatPrompt = (prompt: Prompt): string =>
  prompt.evidence[0]?.text ?? `You asked: ${lastUserText(prompt.dialogue)}`
