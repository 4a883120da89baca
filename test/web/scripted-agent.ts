import type { Agent } from '../../src/agent/agent.ts'
import { rerank } from '../../src/agent/rerank.ts'
import type { Citation, Statement } from '../../src/spec/citation.ts'
import type { Evidence } from '../../src/spec/evidence.ts'
import type { Reply } from '../../src/spec/reply.ts'
import type { Reward } from '../../src/spec/reward-model.ts'
import type { Rule } from '../../src/spec/rule.ts'
import type { TurnEvent } from '../../src/spec/turn-event.ts'
import { splitStatements } from '../../src/spec/text/split-statements.ts'

export type Script = {
  readonly search: boolean
  readonly reply: string
  readonly others: readonly string[]
  readonly evidence: readonly Evidence[]
  /** Quotes by the statement that they back. */
  readonly quotes: Readonly<Record<number, string>>
  readonly abstained?: boolean
  /** Ids of evidence that is shown in place of an answer. */
  readonly passages?: readonly string[]
  readonly pages?: readonly Extract<TurnEvent, { type: 'page' }>[]
}

const RULES = ['make-sense', 'no-repetition', 'on-topic', 'plausible', 'no-legal-advice']

const ruleOf = (id: string): Rule => ({
  id,
  text: id,
  group: 'other',
  action: 'score',
  threshold: 0,
  examples: [],
})

const rewardOf = (script: Script, text: string, rank: number): Reward => ({
  preference: 2 - rank / 2,
  rules: Object.fromEntries(RULES.map((id, i) => [id, Math.max(0.05, 0.8 + i / 20 - rank / 12)])),
  support: script.search ? Math.max(0.01, 0.92 - rank / 6) : null,
  statements: splitStatements(text).map((span, i): Statement => {
    const isQuoted = rank === 0 && script.quotes[i] !== undefined
    return { ...span, checkable: true, support: script.search ? (isQuoted ? 0.92 : 0.2) : null }
  }),
})

const citationsOf = ({ reply, evidence, quotes }: Script): Citation[] => {
  const spans = splitStatements(reply)
  return Object.entries(quotes).flatMap(([index, quote]) => {
    const span = spans[Number(index)]
    const found = evidence.find(({ text }) => text.includes(quote))
    if (!span || !found) throw new Error(`the script quotes what is not there: ${quote}`)
    const quoteStart = found.text.indexOf(quote)
    const { id: evidenceId, url, title } = found
    const where = { ...(url !== undefined && { url }), ...(title !== undefined && { title }) }
    const at = { quote, quoteStart, quoteEnd: quoteStart + quote.length }
    return { ...span, ...at, ...where, evidenceId, support: 0.92 }
  })
}

const kindOf = ({ abstained }: Script, citations: readonly Citation[]): Reply['kind'] =>
  abstained ? 'declined' : citations.length > 0 ? 'answer' : 'talk'

/** An agent that acts out a script, with every kind of event; `pause` is waited between two. */
export const scriptedAgent = (
  scriptOf: (question: string) => Script,
  pause: () => Promise<void>,
): Agent['respond'] =>
  async function* ({ dialogue, clientTurnId, signal, ...place }) {
    const script = scriptOf(dialogue.at(-1)?.text ?? '')
    const texts = [script.reply, ...script.others]
    const rewards = texts.map((text, i) => ({
      ...rewardOf(script, text, i),
      ...(script.search && { judged: 0.5, read: 0.5 }),
      votes: 1,
      length: text.length,
    }))
    const rules = RULES.map(ruleOf)
    const { order, scorecards } = rerank(rewards, {
      rules,
      factSeeking: script.search,
      neutralSupport: 0.35,
      answerFrom: 0.8,
      // P(it answers rightly) is the support alone.
      claim: { judged: 0, read: 0, support: 1, bias: 0 },
      agreement: 0.45,
      likelihood: 1,
    })
    const citations = citationsOf(script)
    const scorecard = scorecards[0]
    if (scorecard === undefined) throw new Error('a script has a reply')
    const queries = script.search ? ['fastify body size limit'] : []
    const results = script.evidence.map(({ url = '', title = '', text, source }) => ({
      url,
      title,
      text,
      source,
    }))
    const events: TurnEvent[] = [
      { type: 'turn-start', ...(clientTurnId !== undefined && { clientTurnId }) },
      { type: 'decision', factSeeking: script.search ? 0.94 : 0.08, search: script.search },
      ...queries.map((text) => ({ type: 'search-query' as const, text })),
      ...(script.search ? [{ type: 'search-results' as const, results }] : []),
      ...(script.pages ?? results.map(({ url }) => ({ type: 'page', url, status: 'ok' }) as const)),
      ...texts.map((_, index) => ({ type: 'candidate' as const, index, withEvidence: index < 5 })),
      ...scorecards.map((one, index) => ({
        type: 'score' as const,
        index,
        scorecard: one,
      })),
      ...(script.reply.match(/\s*\S+/gu) ?? []).map((text) => ({
        type: 'reply-delta' as const,
        text,
      })),
      ...citations.map((citation) => ({ type: 'citation' as const, citation })),
    ]
    for (const event of events) {
      yield event
      if (event.type !== 'reply-delta' && event.type !== 'score') await pause()
      signal?.throwIfAborted()
    }
    const candidates = order.flatMap((i) => {
      const own = scorecards[i]
      const evidenceIds = i < 5 ? script.evidence.slice(0, 1).map(({ id }) => id) : []
      return own ? [{ text: texts[i] ?? '', evidenceIds, scorecard: own }] : []
    })
    const factSeeking = script.search ? 0.94 : 0.08
    const { passages = [] } = script
    const kind = passages.length > 0 ? 'passages' : kindOf(script, citations)
    const reply: Reply = {
      dialogueId: place.dialogueId,
      turnId: place.turnId,
      text: script.reply,
      kind,
      passages: [...passages],
      citations,
      evidence: [...script.evidence],
      searchQueries: queries,
      sourceFailures: [],
      abstained: passages.length > 0 || script.abstained === true,
      factSeeking,
      seed: 7,
      scorecard,
      candidates,
      models: { languageModel: 'scripted' },
      timings: { decide: 12, query: 240, search: 90, sample: 2100, score: 280, cite: 4 },
    }
    yield { type: 'turn-end', reply }
  }
