import { join } from 'node:path'
import { createAgent } from '../agent/create-agent.ts'
import { DEFAULT_SETTINGS, LARGE_MODEL_LENGTHS } from '../agent/settings.ts'
import { openRuleBook } from '../rules/rule-book.ts'
import { combineSources } from '../search/combine-sources.ts'
import { openDocumentIndex, type DocumentIndex } from '../search/document-index.ts'
import { takeGivenEvidence } from '../search/take-given-evidence.ts'
import { createWikipedia } from '../search/wikipedia.ts'
import type { Agent } from '../agent/agent.ts'
import type { Encoder } from '../spec/encoder.ts'
import type { EvidenceSource } from '../spec/evidence-source.ts'
import type { Health } from '../spec/health.ts'
import type { RewardModel } from '../spec/reward-model.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import type { Config } from './config.ts'
import { indexInBackground, type BackgroundIndexing } from './index-documents.ts'
import { createLate } from './late.ts'
import { createModelLoader, type Models, type Part } from './load-models.ts'
import { packageRoot, packageVersion } from './package-root.ts'
import type { Log, Services } from './services.ts'

export type ComposeOptions = {
  /** What the caller will use; the rest is not opened. Everything, where it is left out. */
  readonly only?: readonly Part[]
  /** Whether documents are indexed in the background. */
  readonly indexing?: boolean
}

const ALL: readonly Part[] = ['language-model', 'reward', 'index', 'store']

/**
 * Wires the house. Resolves as soon as the files have been checked and the store is open; models load
 * in the background, and until `whenReady` what needs them throws NOT_READY.
 */
export const compose = async (
  config: Config,
  log: Log,
  { only = ALL, indexing = true }: ComposeOptions = {},
): Promise<Services> => {
  const rules = await openRuleBook({
    builtInFolder: join(packageRoot, 'rules'),
    ownFolder: config.rules,
  })
  const loader = await createModelLoader(config, only)
  const store = only.includes('store') ? await openStore({ dataDir: config.data }) : undefined
  const agent = createLate<Agent>('agent')
  const rewardModel = createLate<RewardModel>('reward model')
  const documents = createLate<DocumentIndex>('document index')
  let ready = false
  let sources: readonly EvidenceSource[] = []
  let background: BackgroundIndexing | undefined
  const closers: (() => Promise<void> | void)[] = [() => loader.close()]

  const start = async (): Promise<void> => {
    const models = await loader.load()
    if (models.rewardModel) rewardModel.arrive(models.rewardModel)
    if (models.encoder) {
      const search = await openSearch(config, models.encoder)
      sources = search.sources
      closers.unshift(() => search.close())
      documents.arrive(search.index)
      if (indexing) background = indexInBackground(search.index, config.documents, log)
    }
    agent.arrive(agentOf(config, models, sources))
    ready = true
  }
  const started = start()
  // Whoever waits for it gets the failure; an unwatched one must not end the process by itself.
  started.catch(() => undefined)

  return {
    agent: agent.object,
    rewardModel: rewardModel.object,
    documents: documents.object,
    rules,
    store: store ?? createLate<Store>('store').object,
    health: () => healthOf(loader.health(), sources, ready),
    indexing: () => background?.progress(),
    isReady: () => ready,
    whenReady: () => started,
    close: async () => {
      await background?.stop()
      await started.catch(() => undefined)
      for (const close of closers) await close()
      await store?.close()
    },
  }
}

const openSearch = async (config: Config, encoder: Encoder) => {
  const index = await openDocumentIndex({ dataDir: config.data, encoder })
  const apiUrl = config.wikipedia === 'auto' ? {} : { apiUrl: config.wikipedia }
  const wikipedia =
    config.wikipedia === 'off'
      ? undefined
      : createWikipedia({ encoder, dataDir: config.data, ...apiUrl })
  return {
    index,
    sources: wikipedia ? [index, wikipedia] : [index],
    close: async () => {
      await wikipedia?.close()
      await index.close()
    },
  }
}

/** Parts that were left out throw NOT_READY when a turn reaches them. */
const agentOf = (
  config: Config,
  models: Partial<Models>,
  sources: readonly EvidenceSource[],
): Agent => {
  const {
    languageModel = createLate<Models['languageModel']>('language model').object,
    rewardModel = createLate<Models['rewardModel']>('reward model').object,
    encoder = createLate<Encoder>('encoder').object,
  } = models
  return createAgent({
    languageModel,
    rewardModel,
    source: combineSources(sources),
    takeEvidence: (given, dialogue, signal) => takeGivenEvidence(encoder, given, dialogue, signal),
    settings: {
      ...DEFAULT_SETTINGS,
      ...(config.languageModelUrl !== undefined && LARGE_MODEL_LENGTHS),
      candidates: config.candidates,
      abstainBelow: config.abstainBelow,
    },
  })
}

const healthOf = (
  { device, models }: Pick<Health, 'device' | 'models'>,
  sources: readonly EvidenceSource[],
  ready: boolean,
): Health => {
  const failed = models.some(({ status }) => status === 'failed')
  return {
    status: failed ? 'degraded' : ready ? 'ok' : 'starting',
    version: packageVersion,
    device,
    models,
    sources: sources.map((source) => source.health()),
  }
}
