import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Agent } from '../../agent/agent.ts'
import type { EvidenceSource } from '../../spec/evidence-source.ts'
import type { LanguageModel } from '../../spec/language-model.ts'
import type { RewardModel } from '../../spec/reward-model.ts'
import { describeFailure } from '../errors/describe-failure.ts'
import { SHADOW_LOG, withShadow } from '../weights/shadow.ts'
import { openWeightsFolder, type WeightsState } from '../weights/weights-folder.ts'
import { buildAgent } from './build-agent.ts'
import type { Config } from './config.ts'
import { countTurns } from './count-turns.ts'
import { createLate } from './late.ts'
import { createModelLoader, type ModelLoader, type Models } from './load-models.ts'
import { packageRoot } from './package-root.ts'
import type { Log, Part } from './services.ts'

/** The agent and the reward model in force, whose weights may change while turns run. */
export type LiveModels = {
  readonly agent: Agent
  /** Its turns count for nobody's. */
  readonly uncounted: Agent
  readonly languageModel: Pick<LanguageModel, 'countTokens'>
  readonly rewardModel: RewardModel
  running(): number
  arrive(models: Partial<Models>, sources: readonly EvidenceSource[]): void
  /** Looks every second whether other weights were activated, or put into the shadow. */
  follow(): void
  health: ModelLoader['health']
  close(): Promise<void>
}

const EVERY_MS = 1_000
// The index is of the encoder: it stays.
const CHANGED: readonly Part[] = ['language-model', 'reward', 'reader']

/** `first` loads the weights that are in force at the start. */
export const createLiveModels = (config: Config, first: ModelLoader, log: Log): LiveModels => {
  const weights = openWeightsFolder(config.data)
  const closing = new AbortController()
  const agent = createLate<Agent>('agent')
  const uncounted = createLate<Agent>('agent')
  const languageModel = createLate<LanguageModel>('language model')
  const rewardModel = createLate<RewardModel>('reward model')
  let current = first
  let encoder: Partial<Models> = {}
  let sources: readonly EvidenceSource[] = []
  let turns: ReturnType<typeof countTurns> | undefined
  let shadowed: { readonly agent: Agent; readonly loader: ModelLoader; log: string } | undefined
  let inner: Agent | undefined
  let seen: Promise<WeightsState> | WeightsState = weights.state()
  let following: Promise<void> | undefined

  const whenFree = async (signal: AbortSignal): Promise<void> => {
    while ((turns?.running() ?? 0) > 0) await pause(EVERY_MS / 4, undefined, { signal })
  }
  const report = (error: unknown): void =>
    log.warn(`Weights stay as they were: ${describeFailure(error)}`)

  const show = (): void => {
    if (inner === undefined) return
    const { signal } = closing
    const own = shadowed
    const live = own
      ? withShadow(inner, { shadow: own.agent, ...own, whenFree, report, signal })
      : inner
    turns = countTurns(live)
    agent.arrive(turns.agent)
    uncounted.arrive(inner)
  }
  const arrive: LiveModels['arrive'] = (models, from) => {
    sources = from
    if (models.encoder) encoder = { encoder: models.encoder }
    if (models.languageModel) languageModel.arrive(models.languageModel)
    if (models.rewardModel) rewardModel.arrive(models.rewardModel)
    inner = buildAgent(config, { ...models, ...encoder }, sources)
    show()
  }
  const load = async (name: string | null) => {
    const models = name === null ? join(packageRoot, 'models') : weights.folderOf(name)
    const loader = await createModelLoader({ ...config, models }, CHANGED, log)
    try {
      return { loader, models: await loader.load(closing.signal) }
    } catch (error) {
      await loader.close()
      throw error
    }
  }
  const activate = async (name: string | null): Promise<void> => {
    const next = await load(name)
    const [old, oldTurns] = [current, turns]
    current = next.loader
    arrive(next.models, sources)
    log.info(`The weights in force are ${name ?? 'those of the package'}.`)
    // Turns end with the weights that they began with.
    while ((oldTurns?.running() ?? 0) > 0 && !closing.signal.aborted) await pause(EVERY_MS / 4)
    await old.close('encoder')
  }
  const cast = async (name: string | null): Promise<void> => {
    const old = shadowed
    const next = name === null ? undefined : await load(name)
    shadowed = next && {
      loader: next.loader,
      agent: buildAgent(config, { ...next.models, ...encoder }, sources),
      log: join(weights.folderOf(name ?? ''), SHADOW_LOG),
    }
    show()
    await old?.loader.close()
  }
  const look = async (): Promise<void> => {
    const before = await seen
    const state = await weights.state()
    seen = state
    if (state.active !== before.active) await activate(state.active)
    if (state.shadow !== before.shadow) await cast(state.shadow)
  }

  return {
    agent: agent.object,
    uncounted: uncounted.object,
    languageModel: languageModel.object,
    rewardModel: rewardModel.object,
    running: () => turns?.running() ?? 0,
    arrive,
    follow: () => {
      // Weights that were named expressly stay.
      if (config.models !== join(packageRoot, 'models')) return
      // A shadow that was cast in an earlier life of the service.
      seen = Promise.resolve(seen).then((state) => ({ ...state, shadow: null }))
      following = (async () => {
        while (!closing.signal.aborted) {
          await look().catch((error: unknown) => {
            if (!closing.signal.aborted) report(error)
          })
          await pause(EVERY_MS, undefined, { signal: closing.signal, ref: false }).catch(
            () => undefined,
          )
        }
      })()
    },
    health: () => {
      const [own, firstHealth] = [current.health(), first.health()]
      const rest = firstHealth.models.filter(({ kind }) =>
        own.models.every((one) => one.kind !== kind),
      )
      return { ...own, models: [...own.models, ...rest] }
    },
    close: async () => {
      closing.abort()
      await following
      await shadowed?.loader.close()
      if (current !== first) await current.close()
      await first.close()
    },
  }
}
