import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { openLanguageModel } from '../../inference/embedded/open-language-model.ts'
import { entryOf, type Manifest } from '../../inference/files/manifest.ts'
import type { EntryOf, RewardSize } from '../../inference/files/model-entry.ts'
import { openTokenizer } from '../../inference/files/open-tokenizer.ts'
import type { openReaderNetwork } from '../../inference/open-reader-network.ts'
import type { openRewardNetwork } from '../../inference/open-reward-network.ts'
import {
  openServedModel,
  type OpenAiModel,
  type ServedModelOptions,
} from '../../inference/served/open-served-model.ts'
import { createReader } from '../../reward/create-reader.ts'
import { createRewardModel } from '../../reward/create-reward-model.ts'
import { withTaste } from '../../reward/taste.ts'
import { AppError } from '../../spec/errors.ts'
import type { Device } from '../../spec/health.ts'
import type { Reader } from '../../spec/reader.ts'
import type { RewardModel } from '../../spec/reward-model.ts'
import type { Config } from './config.ts'

export type ModelConfig = Pick<Config, 'models' | 'device' | 'threads' | 'rewardSize'> &
  Partial<
    Pick<
      Config,
      `languageModel${'Url' | 'Name' | 'Key' | 'Context' | 'Thoughts' | 'Silence' | 'Prompt'}`
    >
  >

/** Where and with what a model is opened. */
export type At = Parameters<typeof openLanguageModel>[0] & {
  readonly manifest: Manifest
  readonly signal: AbortSignal | undefined
}

/** The language model of the server that the settings name. */
export const openServed = async (
  url: string,
  config: ModelConfig,
  more: Pick<ServedModelOptions, 'onLoading' | 'onOtherModel' | 'signal'>,
): Promise<OpenAiModel> => {
  const { languageModelName: name, languageModelKey: key, languageModelContext: size = 0 } = config
  const { languageModelThoughts: thoughtTokens, languageModelSilence: silence } = config
  const opening = await readOpening(config.languageModelPrompt)
  return openServedModel({
    url,
    ...more,
    ...(opening !== undefined && { opening }),
    ...(thoughtTokens !== undefined && { thoughtTokens }),
    ...(silence !== undefined && { silenceMs: silence * 1_000 }),
    ...(name !== undefined && { name }),
    ...(key !== undefined && { key }),
    ...(size > 0 && { contextTokens: size }),
  })
}

const readOpening = async (path: string | undefined): Promise<string | undefined> => {
  if (path === undefined) return undefined
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('CONFIG_INVALID', `DUNNOCK_LANGUAGE_MODEL_PROMPT: ${path} can't be read.`, {
      cause,
    })
  })
  return text.trim()
}

/** `auto` is large where CUDA runs and a large one is listed. */
export const rewardSize = (
  manifest: Manifest,
  { rewardSize: size }: ModelConfig,
  used: Device['used'],
): RewardSize => {
  if (size !== 'auto') return size
  const listed = manifest.models.some((model) => model.kind === 'reward' && model.size === 'large')
  return used === 'cuda' && listed ? 'large' : 'small'
}

/** The reward model over its network, once that is open. */
export const openReward = async (
  { modelsDir }: At,
  { id, tokenizer, calibration, taste }: EntryOf<'reward'>,
  network: ReturnType<typeof openRewardNetwork>,
): Promise<RewardModel> => {
  const model = createRewardModel({
    id,
    network: await network,
    tokenizer: await openTokenizer(join(modelsDir, tokenizer)),
    calibration,
  })
  return taste === undefined ? model : withTaste(model, taste)
}

/** The reader over its network, once that is open. */
export const openReader = async (
  { modelsDir, manifest }: At,
  network: ReturnType<typeof openReaderNetwork>,
): Promise<Reader> => {
  const { id, tokenizer, calibration } = entryOf(manifest, 'reader')
  return createReader({
    id,
    network: await network,
    tokenizer: await openTokenizer(join(modelsDir, tokenizer)),
    calibration,
  })
}
