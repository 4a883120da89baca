import { ABSTENTION, isAbstention } from '../spec/abstention.ts'
import type { Evidence } from '../spec/evidence.ts'
import type { LanguageModel, Sample, Sampling } from '../spec/language-model.ts'
import type { TurnEvent } from '../spec/turn-event.ts'
import { lastUserText, type Dialogue } from '../spec/turn.ts'
import type { Candidate } from './candidate.ts'
import { planCandidates, type CandidatePlan } from './plan-candidates.ts'
import { quoteVerbatim } from './quote-verbatim.ts'
import { GREEDY, type AgentSettings } from './settings.ts'

export type SampleOptions = {
  readonly dialogue: Dialogue
  readonly evidence: readonly Evidence[]
  readonly n: number
  /** Whether the turn asks for facts. */
  readonly seeksFacts: boolean
  readonly seed: number
  readonly settings: AgentSettings
  readonly signal?: AbortSignal
}

/** Draws n candidates in one batch and announces each as it is ready; returned in the order of their index. */
export async function* sampleCandidates(
  languageModel: LanguageModel,
  { dialogue, evidence, n, seeksFacts, seed, settings, signal }: SampleOptions,
): AsyncGenerator<TurnEvent, readonly Candidate[]> {
  const { snippetsPerPrompt: perPrompt } = settings
  const plan = planCandidates(n, evidence, { perPrompt, seeksFacts })
  const candidates = [...unsampled(plan, lastUserText(dialogue), evidence)]
  for (const { index } of candidates) yield { type: 'candidate', index, withEvidence: true }
  const request = {
    prompts: plan.evidenceSets.map((set) => ({
      dialogue,
      evidence: set,
      writes: 'agent' as const,
    })),
    samples: plan.samples.map((prompt, i) => ({
      prompt,
      seed: (seed + i) >>> 0,
      sampling: samplingOf(plan.samples, i, settings.sampling),
    })),
    maxTokens: settings.maxReplyTokens,
    ...(signal && { signal }),
  }
  for await (const sample of languageModel.sample(request)) {
    const text = sample.text.trim()
    if (text === '') continue
    const own = plan.evidenceSets[plan.samples[sample.index] ?? 0] ?? []
    // What was written without evidence is checked against the best there is.
    const read = own.length > 0 ? own : evidence.slice(0, perPrompt)
    const checkedAgainst = isAbstention(text) ? evidence : read
    const likelihood = likelihoodOf(sample)
    candidates.push({ index: sample.index, text, evidence: own, checkedAgainst, likelihood })
    yield { type: 'candidate', index: sample.index, withEvidence: own.length > 0 }
  }
  return candidates.toSorted((a, b) => a.index - b.index)
}

/** Mean log-probability of a sample's tokens; undefined where the model does not tell. */
export const likelihoodOf = ({ logProbability, tokens }: Sample): number | undefined =>
  logProbability === null ? undefined : logProbability / Math.max(1, tokens)

/** The candidates that nobody needs to write. */
const unsampled = (
  plan: CandidatePlan,
  question: string,
  evidence: readonly Evidence[],
): readonly Candidate[] => {
  const index = plan.samples.length
  const quote = plan.verbatim ? quoteVerbatim(question, evidence) : undefined
  const own = quote && [quote.evidence]
  return [
    ...(own ? [{ index, text: quote.text, evidence: own, checkedAgainst: own }] : []),
    ...(plan.abstains
      ? [{ index: index + 1, text: ABSTENTION, evidence, checkedAgainst: evidence }]
      : []),
  ]
}

/** The first sample of each prompt is greedy, the others are drawn. */
const samplingOf = (samples: readonly number[], i: number, drawn: Sampling): Sampling =>
  samples.indexOf(samples[i] ?? 0) === i
    ? { ...GREEDY, repetitionPenalty: drawn.repetitionPenalty }
    : drawn
