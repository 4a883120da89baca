import { watched } from '../../base/watched.ts'
import { entryOf, readManifest, rewardOf, verifyFiles } from '../../inference/files/manifest.ts'
import { openEncoder } from '../../inference/open-encoder.ts'
import { openLanguageModel } from '../../inference/embedded/open-language-model.ts'
import { openReaderNetwork } from '../../inference/open-reader-network.ts'
import { openRewardNetwork } from '../../inference/open-reward-network.ts'
import { probeDevice } from '../../inference/graphs/probe-device.ts'
import type { Encoder } from '../../spec/encoder.ts'
import type { Device, ModelHealth } from '../../spec/health.ts'
import type { LanguageModel } from '../../spec/language-model.ts'
import type { Reader } from '../../spec/reader.ts'
import type { RewardModel } from '../../spec/reward-model.ts'
import {
  openReader,
  openReward,
  openServed,
  rewardSize,
  type At,
  type ModelConfig,
} from './open-models.ts'
import type { Log, Part } from './services.ts'

export type Models = {
  readonly languageModel: LanguageModel
  readonly rewardModel: RewardModel
  readonly reader: Reader
  readonly encoder: Encoder
}

export type ModelLoader = {
  /** Settles when every model asked for has loaded, or with the error of the first that could not be. */
  load(signal?: AbortSignal): Promise<Partial<Models>>
  health(): { readonly device: Device; readonly models: readonly ModelHealth[] }
  /** Closes all, or all but one kind. */
  close(but?: ModelHealth['kind']): Promise<void>
}

// Which model each part of the service needs, and its kind in the manifest.
const NEEDS = {
  'language-model': { model: 'languageModel', kind: 'language-model' },
  reward: { model: 'rewardModel', kind: 'reward' },
  reader: { model: 'reader', kind: 'reader' },
  index: { model: 'encoder', kind: 'encoder' },
} as const

type Opened = {
  readonly id: string
  /** Why the last call failed. */
  failure?(): string | undefined
  close(): Promise<void>
}

/**
 * Checks the files of the models asked for against the manifest, then loads in the background. Throws MODEL_MISSING or
 * MODEL_CORRUPT at once; `load` rejects with DEVICE_UNAVAILABLE where cuda is demanded in vain, and with
 * LANGUAGE_MODEL_FAILED where a server is to write and does not answer.
 */
export const createModelLoader = async (
  config: ModelConfig,
  parts: readonly Part[],
  log?: Pick<Log, 'warn'>,
): Promise<ModelLoader> => {
  const manifest = await readManifest(config.models)
  const wanted = wantedKinds(config, parts)
  // `load` tells of its failure.
  const probed = watched(probeDevice(config.device, config.models))
  // On CUDA `auto` may take the large reward model in place of the small one: `load` checks that then.
  const sure = rewardSize(manifest, config, 'cpu')
  const models = manifest.models.filter(
    (model) => wanted.has(model.kind) && (model.kind !== 'reward' || model.size === sure),
  )
  await verifyFiles(config.models, { models })
  const status = new Map<string, () => ModelHealth>()
  const opened = new Map<ModelHealth['kind'], Opened>()
  let device: Device = { requested: config.device, used: 'cpu', detail: 'not probed yet' }

  const track = async <T extends Opened>(
    kind: ModelHealth['kind'],
    name: string,
    open: Promise<T>,
  ): Promise<T> => {
    status.set(kind, () => ({ id: name, kind, status: 'loading' }))
    try {
      const model = await open
      opened.set(kind, model)
      status.set(kind, () => healthOf(kind, model))
      return model
    } catch (error) {
      status.set(kind, () => ({ id: name, kind, status: 'failed', detail: String(error) }))
      throw error
    }
  }
  const named = (kind: ModelHealth['kind']): string =>
    manifest.models.find((model) => model.kind === kind)?.id ?? kind
  const { languageModelUrl: url } = config
  const names: Readonly<Record<ModelHealth['kind'], string>> = {
    'language-model':
      url === undefined ? named('language-model') : (config.languageModelName ?? new URL(url).host),
    reward:
      manifest.models.find((model) => model.kind === 'reward' && model.size === sure)?.id ??
      'reward',
    encoder: named('encoder'),
    reader: named('reader'),
  }
  // Known to be coming before the device has been probed.
  for (const part of parts) {
    if (part === 'store') continue
    const { kind } = NEEDS[part]
    status.set(kind, () => ({ id: names[kind], kind, status: 'loading' }))
  }
  const openFrom = (server: string, signal?: AbortSignal): Promise<LanguageModel> => {
    const kind = 'language-model'
    const id = names[kind]
    const onLoading = (): void => {
      const detail = `The language model server at ${new URL(server).origin} is loading its model.`
      log?.warn(`${detail} Waiting for it.`)
      if (status.get(kind)?.().status === 'loading')
        status.set(kind, () => ({ id, kind, status: 'loading', detail }))
    }
    const onOtherModel = (message: string): void => log?.warn(message)
    return track(
      kind,
      id,
      openServed(server, config, { onLoading, onOtherModel, ...(signal && { signal }) }),
    )
  }
  const openers = {
    languageModel: (at: At): Promise<LanguageModel> =>
      url === undefined
        ? track('language-model', names['language-model'], openLanguageModel(at))
        : openFrom(url, at.signal),
    rewardModel: async (at: At) => {
      const entry = rewardOf(manifest, rewardSize(manifest, config, at.device.used))
      if (entry.size !== sure) await verifyFiles(config.models, { models: [entry] })
      return openReward(at, entry, track('reward', entry.id, openRewardNetwork(at, entry)))
    },
    reader: async (at: At) =>
      openReader(
        at,
        track('reader', names.reader, openReaderNetwork(at, entryOf(manifest, 'reader'))),
      ),
    encoder: (at: At) => track('encoder', names.encoder, openEncoder(at)),
  }
  return {
    load: async (signal) => {
      device = await probed
      const at = { modelsDir: config.models, manifest, device, threads: config.threads, signal }
      const wantedModels = parts.flatMap((part) => (part === 'store' ? [] : NEEDS[part].model))
      const loading = wantedModels.map(async (name) => [name, await openers[name](at)] as const)
      // One that fails must not leave the others behind: `close` ends what has been opened.
      await Promise.allSettled(loading)
      return Object.fromEntries(await Promise.all(loading))
    },
    health: () => ({ device, models: [...status.values()].map((read) => read()) }),
    close: async (but) => {
      const closed = [...opened].filter(([kind]) => kind !== but)
      for (const [kind] of closed) opened.delete(kind)
      await Promise.all(closed.map(([, model]) => model.close()))
    },
  }
}

/** Where a server writes, the embedded language model's files are not looked at. */
const wantedKinds = (
  { languageModelUrl }: ModelConfig,
  parts: readonly Part[],
): ReadonlySet<ModelHealth['kind']> =>
  new Set(
    parts.flatMap((part) =>
      part === 'store' || (part === 'language-model' && languageModelUrl !== undefined)
        ? []
        : NEEDS[part].kind,
    ),
  )

const healthOf = (kind: ModelHealth['kind'], model: Opened): ModelHealth => {
  const failure = model.failure?.()
  return failure === undefined
    ? { id: model.id, kind, status: 'ready' }
    : { id: model.id, kind, status: 'failed', detail: failure }
}
