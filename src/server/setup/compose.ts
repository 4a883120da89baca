import { watched } from '../../base/watched.ts'
import { join } from 'node:path'
import { followRuleBook } from '../../rules/rule-book.ts'
import type { DocumentIndex } from '../../search/index/document-index.ts'
import type { EvidenceSource } from '../../spec/evidence-source.ts'
import { openStore } from '../../store/open-store.ts'
import type { Store } from '../../store/store.ts'
import type { Config } from './config.ts'
import { askThrough, type AskedBy } from './ask-through.ts'
import { indexInBackground, type BackgroundIndexing } from './index-documents.ts'
import { healthOf } from './health-of.ts'
import { createLate } from './late.ts'
import { createLiveModels } from './live-models.ts'
import { createModelLoader, type ModelLoader } from './load-models.ts'
import { openSearch } from './open-search.ts'
import { weightsInForce } from '../weights/weights-folder.ts'
import { openProbeRuns } from './open-probe-runs.ts'
import type { ProbeRuns } from '../probes/probe-runs.ts'
import { keepSuggestions } from '../welcome/keep-suggestions.ts'
import { createSuggestions, tryOutWith, type Suggestions } from '../welcome/suggest-questions.ts'
import { packageRoot } from './package-root.ts'
import { describeFailure } from '../errors/describe-failure.ts'
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
  /** How the language model is asked; as it is, where this is left out. */
  readonly askedBy?: AskedBy
}

const ALL: readonly Part[] = ['language-model', 'reward', 'reader', 'index', 'store']

/**
 * Wires the house. Resolves as soon as the models' files have been checked and the data folder is ours.
 * Models load and the store is opened (a new one takes seconds to be made) beside it, and until `whenReady`
 * what needs them throws NOT_READY.
 */
export const compose = async (
  config: Config,
  log: Log,
  {
    only = ALL,
    indexing = true,
    ownsData = false,
    sources: own = [],
    askedBy,
  }: ComposeOptions = {},
): Promise<Services> => {
  const rules = await openRules(config, log)
  const closing = new AbortController()
  const { loader, opening } = await openFiles(config, only, log, closing).catch(
    (error: unknown) => {
      rules.close()
      throw error
    },
  )
  const live = createLiveModels(config, loader, log)
  const documents = createLate<DocumentIndex>('document index')
  const store = createLate<Store>('store')
  opening?.then(store.arrive, () => undefined)
  let index: DocumentIndex | undefined
  let ready = false
  let sources: readonly EvidenceSource[] = own
  let services: readonly EvidenceSource[] = own
  let background: BackgroundIndexing | undefined
  let suggestions: Suggestions | undefined
  const probes = createLate<ProbeRuns>('probing')
  let probing: ProbeRuns | undefined
  const closers: (() => Promise<void> | void)[] = [() => live.close()]

  const isBusy = (): boolean => live.running() > 0

  const start = async (): Promise<void> => {
    const models = askThrough(await loader.load(closing.signal), askedBy)
    if (models.encoder) {
      // The folder was locked with the store.
      const mends = ownsData || opening !== undefined
      const report = mends ? (message: string): void => log.warn(message) : undefined
      const search = await openSearch(config, models.encoder, report)
      sources = [...search.sources, ...own]
      services = [...search.services, ...own]
      closers.unshift(() => search.close())
      index = search.index
      documents.arrive(index)
      if (indexing) background = indexInBackground(index, config.documents, log, isBusy)
    }
    live.arrive(models, sources)
    if (indexing && models.languageModel && models.rewardModel) live.follow()
    const { uncounted } = live
    if (models.languageModel && models.rewardModel) {
      probing = openProbeRuns(config, { ...live, agent: uncounted, rules, isBusy })
      probes.arrive(probing)
    }
    // Their dry runs are no turns of anybody: they wait for those that are.
    if (index)
      suggestions = createSuggestions({
        documents: index,
        tryOut: tryOutWith(uncounted, rules),
        isBusy,
        kept: keepSuggestions(config.data, live.health().models),
      })
    await opening
    ready = true
  }
  const started = watched(start())
  const close = async (): Promise<void> => {
    closing.abort()
    rules.close()
    await suggestions?.close()
    await probing?.close()
    await background?.stop()
    await started.catch(() => undefined)
    for (const closeOne of closers) await closeOne()
    await closeStore(opening)
  }

  return {
    agent: live.agent,
    languageModel: live.languageModel,
    rewardModel: live.rewardModel,
    documents: documents.object,
    rules,
    store: store.object,
    sources: () => services,
    health: () => ({
      ...healthOf(live.health(), services, ready),
      ...(index !== undefined && { documents: index.list({ limit: 1 }).total }),
    }),
    indexing: () => background?.progress(),
    suggestions: () => suggestions?.list() ?? { questions: [], isTrying: false },
    probes: probes.object,
    isReady: () => ready,
    whenReady: () => started,
    close,
  }
}

const openRules = (config: Config, log: Log): ReturnType<typeof followRuleBook> =>
  followRuleBook(
    { builtInFolder: join(packageRoot, 'rules'), ownFolder: config.rules },
    {
      changed: (count) => log.info(`Rule files have changed: ${count} rules are in force.`),
      refused: (error) => log.warn(`Rules stay as they were: ${describeFailure(error)}`),
    },
  )

type OpenedFiles = {
  readonly loader: ModelLoader
  readonly opening: Promise<Store> | undefined
}

/** A model's file that is missing, or a folder that can't be had, is known before anything is loaded. */
const openFiles = async (
  config: Config,
  only: readonly Part[],
  log: Log,
  closing: AbortController,
): Promise<OpenedFiles> => {
  const { opening, locked } = beginStore(config, only, log, closing.signal)
  try {
    const packaged = join(packageRoot, 'models')
    const models = await weightsInForce(config.models, packaged, config.data)
    const loader = await createModelLoader({ ...config, models }, only, log)
    await locked
    return { loader, opening }
  } catch (error) {
    closing.abort()
    await closeStore(opening)
    throw error
  }
}

/** `locked` says that the data folder can be had, or why not. */
const beginStore = (
  { data: dataDir }: Config,
  only: readonly Part[],
  log: Log,
  signal: AbortSignal,
) => {
  if (!only.includes('store')) return { opening: undefined, locked: Promise.resolve() }
  const report = (message: string): void => log.warn(message)
  let onLocked = (): void => undefined
  const own = new Promise<void>((resolve) => (onLocked = resolve))
  const opening = watched(openStore({ dataDir, report, onLocked, signal }))
  const locked = watched(Promise.race([own, opening.then(() => undefined)]))
  return { opening, locked }
}

/** Whether it was opened or not. */
const closeStore = async (opening: Promise<Store> | undefined): Promise<void> => {
  const store = await opening?.catch(() => undefined)
  await store?.close()
}
