import type { Agent } from '../../agent/agent.ts'
import { createAgent } from '../../agent/create-agent.ts'
import { crisisHelp } from '../../agent/crisis/lines.ts'
import { DEFAULT_SETTINGS, LARGE_MODEL_SETTINGS } from '../../agent/settings.ts'
import { combineSources } from '../../search/combine-sources.ts'
import { takeGivenEvidence } from '../../search/take-given-evidence.ts'
import type { Encoder } from '../../spec/encoder.ts'
import type { EvidenceSource } from '../../spec/evidence-source.ts'
import type { Config } from './config.ts'
import { createLate } from './late.ts'
import type { Models } from './load-models.ts'

/** The agent over what was opened. Parts that were left out throw NOT_READY when a turn reaches them. */
export const buildAgent = (
  config: Config,
  models: Partial<Models>,
  sources: readonly EvidenceSource[],
): Agent => {
  const {
    languageModel = createLate<Models['languageModel']>('language model', false).object,
    rewardModel = createLate<Models['rewardModel']>('reward model', false).object,
    reader = createLate<Models['reader']>('reader', false).object,
    encoder = createLate<Encoder>('encoder', false).object,
  } = models
  return createAgent({
    languageModel,
    rewardModel,
    reader,
    source: combineSources(sources),
    takeEvidence: (given, dialogue, signal) => takeGivenEvidence(encoder, given, dialogue, signal),
    settings: {
      ...DEFAULT_SETTINGS,
      ...(config.languageModelUrl !== undefined && {
        ...LARGE_MODEL_SETTINGS,
        maxReplyTokens: config.languageModelReply,
        ...(config.languageModelFirst === 'no' && { writtenFrom: Infinity }),
      }),
      candidates: config.candidates,
      search: config.search,
      abstainBelow: config.abstainBelow,
      crisisHelp: crisisHelp(config.crisisCountry, config.crisisLines),
    },
  })
}
