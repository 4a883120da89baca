import type { Evidence } from '../spec/evidence.ts'
import type { LanguageModel, Sampling } from '../spec/language-model.ts'
import type { TurnEvent } from '../spec/turn-event.ts'
import { lastUserText, type Dialogue } from '../spec/turn.ts'
import type { Candidate } from './candidate.ts'
import { planCandidates } from './plan-candidates.ts'
import { quoteVerbatim } from './quote-verbatim.ts'
import { GREEDY, type AgentSettings } from './settings.ts'

export type SampleOptions = {
  readonly dialogue: Dialogue
  readonly evidence: readonly Evidence[]
  readonly n: number
  readonly seed: number
  readonly settings: AgentSettings
  readonly signal?: AbortSignal
}

/** Draws n candidates in one batch and announces each as it is ready; returned in the order of their index. */
export async function* sampleCandidates(
  languageModel: LanguageModel,
  { dialogue, evidence, n, seed, settings, signal }: SampleOptions,
): AsyncGenerator<TurnEvent, readonly Candidate[]> {
  const plan = planCandidates(n, evidence, settings.snippetsPerPrompt)
  const candidates: Candidate[] = []
  const quote = plan.verbatim ? quoteVerbatim(lastUserText(dialogue), evidence) : undefined
  if (quote) {
    const index = plan.samples.length
    const own = [quote.evidence]
    candidates.push({ index, text: quote.text, evidence: own, checkedAgainst: own })
    yield { type: 'candidate', index, withEvidence: true }
  }
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
    const checkedAgainst = own.length > 0 ? own : evidence.slice(0, settings.snippetsPerPrompt)
    candidates.push({ index: sample.index, text, evidence: own, checkedAgainst })
    yield { type: 'candidate', index: sample.index, withEvidence: own.length > 0 }
  }
  return candidates.toSorted((a, b) => a.index - b.index)
}

/** The first sample of each prompt is greedy, the others are drawn. */
const samplingOf = (samples: readonly number[], i: number, drawn: Sampling): Sampling =>
  samples.indexOf(samples[i] ?? 0) === i
    ? { ...GREEDY, repetitionPenalty: drawn.repetitionPenalty }
    : drawn
