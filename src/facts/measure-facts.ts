import { createRandom } from '../base/random.ts'
import type { RewardModel } from '../spec/reward-model.ts'
import { cutFacts } from './cut-facts.ts'

export type FactRow = {
  readonly question: string
  readonly reply: string
  /** All passages of the document, not only those that the reply was written from. */
  readonly passages: readonly { readonly text: string; readonly title?: string | undefined }[]
}

export type CheckedFact = { readonly fact: string; readonly support: number }

// From here on a fact counts as supported.
const SUPPORTED_FROM = 0.5
// Passages that share most words with a fact are read; the rest would only cost time.
const MOST_PASSAGES = 10

/** Each fact of a reply against the passages that speak of it; what nobody could check is left out. */
export const checkFacts = async (
  model: RewardModel,
  { question, reply, passages }: FactRow,
  signal?: AbortSignal,
): Promise<readonly CheckedFact[]> => {
  const facts = cutFacts(reply)
  const rows = facts.map((fact) => ({
    dialogue: [{ participant: 'user' as const, text: question }],
    reply: fact,
    evidence: closest(fact, passages).map((one, at) => ({ ...one, id: String(at) })),
  }))
  if (rows.length === 0) return []
  const rewards = await model.score(rows, [], signal)
  return facts.flatMap((fact, at) => {
    const support = rewards[at]?.support ?? null
    return support === null ? [] : [{ fact, support }]
  })
}

export type FactShare = {
  readonly replies: number
  readonly facts: number
  readonly share: number
  /** 95 %, by resampling replies. */
  readonly interval: readonly [low: number, high: number]
}

/** The share of facts that are supported, as FActScore counts: the mean over replies that claim anything. */
export const factShare = (checked: readonly (readonly CheckedFact[])[]): FactShare => {
  const shares = checked
    .filter((facts) => facts.length > 0)
    .map((facts) => facts.filter(({ support }) => support >= SUPPORTED_FROM).length / facts.length)
  const random = createRandom(23)
  const means = Array.from({ length: 1_000 }, () =>
    mean(shares.map(() => shares[Math.floor(random() * shares.length)] ?? 0)),
  ).toSorted((a, b) => a - b)
  return {
    replies: shares.length,
    facts: checked.reduce((sum, facts) => sum + facts.length, 0),
    share: mean(shares),
    interval: [means[25] ?? NaN, means[974] ?? NaN],
  }
}

const closest = (fact: string, passages: FactRow['passages']): FactRow['passages'] => {
  const words = wordsOf(fact)
  const shared = (text: string): number => {
    const own = wordsOf(text)
    return [...words].filter((word) => own.has(word)).length
  }
  return passages
    .map((passage) => ({ passage, common: shared(passage.text) }))
    .toSorted((a, b) => b.common - a.common)
    .slice(0, MOST_PASSAGES)
    .map(({ passage }) => passage)
}

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu))

const mean = (values: readonly number[]): number =>
  values.length === 0 ? NaN : values.reduce((sum, one) => sum + one, 0) / values.length
