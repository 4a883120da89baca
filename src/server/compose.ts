import { join } from 'node:path'
import { followRuleBook } from '../rules/rule-book.ts'
import type { DocumentIndex } from '../search/document-index.ts'
import type { Agent } from '../agent/agent.ts'
import type { EvidenceSource } from '../spec/evidence-source.ts'
import type { Health } from '../spec/health.ts'
import type { RewardModel } from '../spec/reward-model.ts'
import { makeFolder } from '../store/make-folder.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { agentOf } from './agent-of.ts'
import type { Config } from './config.ts'
import { countTurns } from './count-turns.ts'
import { indexInBackground, type BackgroundIndexing } from './index-documents.ts'
import { createLate } from './late.ts'
import { createModelLoader, type ModelLoader } from './load-models.ts'
import { openSearch } from './open-search.ts'
import { packageRoot, packageVersion } from './package-root.ts'
import { describeFailure } from './report-failure.ts'
import type { Log, Part, Services } from './services.ts'

export type ComposeOptions = {
  /** What the caller will use; the rest is not opened. Everything, where it is left out. */
  readonly only?: readonly Part[]
  /** Whether documents are indexed in the background. */
  readonly indexing?: boolean
  /** Whether the caller holds the data folder's lock, where the store is not opened. */
  readonly ownsData?: boolean
  /** Evidence sources of the caller's own, asked beside the built-in ones. */
  readonly sources?: readonly EvidenceSource[]
}

const ALL: readonly Part[] = ['language-model', 'reward', 'index', 'store']

/**
 * Wires the house. Resolves as soon as the files have been checked and the store is open; models load
 * beside it, and until `whenReady` what needs them throws NOT_READY.
 */
export const compose = async (
  config: Config,
  log: Log,
  { only = ALL, indexing = true, ownsData = false, sources: own = [] }: ComposeOptions = {},
): Promise<Services> => {
  const rules = await openRules(config, log)
  const { loader, opening } = await openFiles(config, only, log).catch((error: unknown) => {
    rules.close()
    throw error
  })
  const agent = createLate<Agent>('agent')
  const rewardModel = createLate<RewardModel>('reward model')
  const documents = createLate<DocumentIndex>('document index')
  let ready = false
  let sources: readonly EvidenceSource[] = own
  let services: readonly EvidenceSource[] = own
  let turns: ReturnType<typeof countTurns> | undefined
  let background: BackgroundIndexing | undefined
  const closers: (() => Promise<void> | void)[] = [() => loader.close()]

  const leaving = new AbortController()
  const start = async (): Promise<void> => {
    const models = await loader.load(leaving.signal)
    if (models.rewardModel) rewardModel.arrive(models.rewardModel)
    if (models.encoder) {
      // The lock comes with the store.
      await opening
      const mends = ownsData || opening !== undefined
      const report = mends ? (message: string): void => log.warn(message) : undefined
      const search = await openSearch(config, models.encoder, report)
      sources = [...search.sources, ...own]
      services = [...search.services, ...own]
      closers.unshift(() => search.close())
      documents.arrive(search.index)
      const isBusy = (): boolean => (turns?.running() ?? 0) > 0
      if (indexing) background = indexInBackground(search.index, config.documents, log, isBusy)
    }
    turns = countTurns(agentOf(config, models, sources))
    agent.arrive(turns.agent)
    ready = true
  }
  const started = start()
  // Whoever waits for it gets the failure; an unwatched one must not end the process by itself.
  started.catch(() => undefined)
  const close = async (): Promise<void> => {
    rules.close()
    leaving.abort()
    await background?.stop()
    await started.catch(() => undefined)
    for (const closeOne of closers) await closeOne()
  }
  // The models load meanwhile: on a first start, a database takes seconds to be made.
  const store = await opening?.catch(async (error: unknown) => {
    await close()
    throw error
  })

  return {
    agent: agent.object,
    rewardModel: rewardModel.object,
    documents: documents.object,
    rules,
    store: store ?? createLate<Store>('store').object,
    health: () => healthOf(loader.health(), services, ready),
    indexing: () => background?.progress(),
    isReady: () => ready,
    whenReady: () => started,
    close: async () => {
      await close()
      await store?.close()
    },
  }
}

const openRules = (config: Config, log: Log): ReturnType<typeof followRuleBook> =>
  followRuleBook(
    { builtInFolder: join(packageRoot, 'rules'), ownFolder: config.rules, makeFolder },
    {
      changed: (count) => log.info(`Rule files have changed: ${count} rules are in force.`),
      refused: (error) => log.warn(`Rules stay as they were: ${describeFailure(error)}`),
    },
  )

type OpenedFiles = {
  readonly loader: ModelLoader
  readonly opening: Promise<Store> | undefined
}

/** A folder that can't be had is known before any model loads; the store may still be opening. */
const openFiles = async (config: Config, only: readonly Part[], log: Log): Promise<OpenedFiles> => {
  const report = (message: string): void => log.warn(message)
  const opening = only.includes('store') ? openStore({ dataDir: config.data, report }) : undefined
  // Whoever waits for it gets the failure, which may come first.
  opening?.catch(() => undefined)
  try {
    const loader = await createModelLoader(config, only, log)
    // Throws only if opening has failed already.
    await Promise.race([opening, Promise.resolve()])
    return { loader, opening }
  } catch (error) {
    await opening?.then(
      (store) => store.close(),
      () => undefined,
    )
    throw error
  }
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
