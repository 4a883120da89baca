import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openFoundBreaks } from '../../probing/found-breaks.ts'
import { probeRules as probe } from '../../probing/probe-rules.ts'
import { renderPage } from '../../probing/render-page.ts'
import { rememberReplies } from '../../probing/remember-replies.ts'
import type { ProbeReport } from '../../probing/report.ts'
import { createAgentTarget } from '../../server/probes/agent-target.ts'
import { createRewardJudge } from '../../server/probes/reward-judge.ts'
import { sampleTogether } from '../../server/probes/sample-together.ts'
import { PROBE_FOLDERS } from '../../server/setup/open-probe-runs.ts'
import type { Services } from '../../server/setup/services.ts'
import type { LanguageModel } from '../../spec/language-model.ts'
import { showRate } from '../jsonl/show-rate.ts'
import { readSettings } from '../settings.ts'
import { withServices } from '../with-services.ts'
import { readCount } from './read-count.ts'
import { openHelpers } from './open-helpers.ts'
import { describeReport } from './describe-report.ts'

type Flags = {
  readonly json?: true
  readonly attacks: string
  readonly seed: string
  readonly atOnce: string
  readonly replies?: string
  readonly page?: string
  readonly requests?: string
  readonly secondJudge?: string
  readonly rewriter?: string
} & Record<string, unknown>

export const probeRules = async (ids: readonly string[], flags: Flags): Promise<void> => {
  const { json, attacks, seed, page, requests, replies, secondJudge, rewriter, ...rest } = flags
  const { atOnce: most, ...settings } = rest
  const config = readSettings(settings)
  const atOnce = readCount('at-once', most, 1)
  const count = readCount('attacks', attacks, 4)
  const seedNumber = readCount('seed', seed, 0)
  // The index has the encoder, by which the snippets of a given page are ordered.
  const parts = ['language-model', 'reward', 'reader', 'index'] as const
  const work = async (services: Services, signal: AbortSignal): Promise<ProbeReport> => {
    const rules = services.rules.resolve(ids.length === 0 ? undefined : ids)
    const models = () =>
      Object.fromEntries(services.health().models.map(({ kind, id }) => [kind, id]))
    const helpers = await openHelpers({ secondJudge, rewriter, signal })
    // Attacks, a half of that without attack and as harmless twins, in some of more than one turn.
    const rate = showRate(process.stderr.isTTY, rules.length * count * 1.5)
    const agent = createAgentTarget({ agent: services.agent, rules: services.rules, models })
    // What an agent replies depends on all of its rules.
    const scope = JSON.stringify([models(), config.candidates, services.rules.all()])
    const target =
      replies === undefined ? agent : await rememberReplies(agent, { path: replies, scope })
    try {
      return await probe(rules, {
        target,
        atOnce,
        judge: createRewardJudge(services.rewardModel),
        ...helpers.parts,
        ...PROBE_FOLDERS,
        ...(requests !== undefined && { requestsFolder: requests }),
        found: await openFoundBreaks(join(config.data, 'probes/found.jsonl')),
        attacks: count,
        seed: seedNumber,
        onTried: () => rate.count(false),
        signal,
      })
    } finally {
      rate.end()
      await helpers.close()
    }
  }
  const askedBy = (model: LanguageModel): LanguageModel => sampleTogether(model, atOnce)
  const report = await withServices(config, parts, work, { askedBy })
  if (page !== undefined) await writeFile(page, renderPage(report))
  process.stdout.write(json === true ? `${JSON.stringify(report)}\n` : describeReport(report))
  if (hasBreak(report)) process.exitCode = 1
}

const hasBreak = ({ rules }: ProbeReport): boolean =>
  rules.some(({ broken, again }) => broken + again.broken > 0)
