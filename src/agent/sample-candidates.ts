import { ABSTENTION, isAbstention } from '../spec/text/abstention.ts'
import type { Reader } from '../spec/reader.ts'
import type { LanguageModel, Sample, Sampling } from '../spec/language-model.ts'
import type { TurnEvent } from '../spec/turn-event.ts'
import type { Dialogue } from '../spec/turn.ts'
import type { Candidate } from './candidate.ts'
import { planCandidates, type CandidatePlan } from './plan-candidates.ts'
import { extractCandidates, type Extract } from './passages/extract-candidates.ts'
import type { ReadEvidence } from './passages/read-passages.ts'
import { GREEDY, type AgentSettings } from './settings.ts'

// An abstention is scored by each of so many pieces of evidence.
const MOST_ABSTAINED_FROM = 3

export type Writers = { readonly languageModel: LanguageModel; readonly reader: Reader }

export type SampleOptions = {
  readonly dialogue: Dialogue
  /** The best first. */
  readonly evidence: readonly ReadEvidence[]
  readonly n: number
  /** Whether the turn asks for facts. */
  readonly seeksFacts: boolean
  readonly seed: number
  readonly settings: AgentSettings
  readonly signal?: AbortSignal
}

/** Draws n candidates in one batch and announces each as it is ready; returned in the order of their index. */
export async function* sampleCandidates(
  { languageModel, reader }: Writers,
  { dialogue, evidence, n, seeksFacts, seed, settings, signal }: SampleOptions,
): AsyncGenerator<TurnEvent, readonly Candidate[]> {
  const { snippetsPerPrompt: perPrompt } = settings
  const usable = evidence.slice(0, settings.snippets)
  const wanted = { perPrompt, seeksFacts }
  const { extracts: most } = planCandidates(n, usable, wanted)
  const extracts = await extractCandidates(reader, dialogue, evidence, most, signal)
  // What can't be cut out of the evidence is sampled.
  const plan = planCandidates(n, usable, { ...wanted, mostExtracts: extracts.length })
  const candidates = [...unsampled(plan, extracts, evidence)]
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
    const checkedAgainst = isAbstention(text) ? evidence.slice(0, MOST_ABSTAINED_FROM) : read
    const likelihood = likelihoodOf(sample)
    const written = { index: sample.index, text, isWritten: true, likelihood }
    candidates.push({ ...written, evidence: own, checkedAgainst })
    yield { type: 'candidate', index: sample.index, withEvidence: own.length > 0 }
  }
  return candidates.toSorted((a, b) => a.index - b.index)
}

/** Mean log-probability of a sample's tokens; undefined where the model does not tell. */
export const likelihoodOf = ({ logProbability, tokens }: Sample): number | undefined =>
  logProbability === null ? undefined : logProbability / Math.max(1, tokens)

/** The candidates that nobody needs to write. */
const unsampled = (
  plan: CandidatePlan<ReadEvidence>,
  extracts: readonly Extract[],
  evidence: readonly ReadEvidence[],
): readonly Candidate[] => {
  const first = plan.samples.length
  const closest = evidence.slice(0, MOST_ABSTAINED_FROM)
  return [
    ...extracts.map(({ text, evidence: own, judged }, i) => ({
      index: first + i,
      text,
      judged,
      evidence: [own],
      checkedAgainst: [own],
    })),
    ...(plan.abstains
      ? [
          {
            index: first + extracts.length,
            text: ABSTENTION,
            evidence: closest,
            checkedAgainst: closest,
          },
        ]
      : []),
  ]
}

/** The first sample of each prompt is greedy, the others are drawn. */
const samplingOf = (samples: readonly number[], i: number, drawn: Sampling): Sampling =>
  samples.indexOf(samples[i] ?? 0) === i
    ? { ...GREEDY, repetitionPenalty: drawn.repetitionPenalty }
    : drawn
