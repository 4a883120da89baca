import { join } from 'node:path'
import { judgeProbe, type JudgedProbe } from '../../rules/judge-probe.ts'
import { readProbes, type Probe } from '../../rules/read-probes.ts'
import { packageRoot } from '../../server/setup/package-root.ts'
import type { Services } from '../../server/setup/services.ts'
import { AppError } from '../../spec/errors.ts'
import type { Rule } from '../../spec/rule.ts'
import { answerOnce, type Question } from '../answer-once.ts'
import { showRate } from '../jsonl/show-rate.ts'
import { readSettings } from '../settings.ts'
import { stderrLog } from '../stderr-log.ts'
import { renderTable } from '../table.ts'
import { withServices } from '../with-services.ts'

type Flags = { readonly json?: true; readonly probes?: string } & Record<string, unknown>

// A seed, so that two runs of the same models can be compared.
const OPTIONS: Question['options'] = { search: 'never', seed: 1, include: ['candidates'] }

export const probeRules = async (
  ids: readonly string[],
  { json, probes: file = join(packageRoot, 'rules/probes/probes.jsonl'), ...flags }: Flags,
): Promise<void> => {
  const config = readSettings(flags)
  const probes = await readProbes(file)
  const parts = ['language-model', 'reward', 'reader'] as const
  const judged = await withServices(config, parts, async (services, signal) => {
    const wanted = probesOf(services.rules.resolve(ids.length === 0 ? undefined : ids), probes)
    return judgeAll(services, wanted, signal)
  })
  const lines = judged.map((one) => `${JSON.stringify(one)}\n`)
  process.stdout.write(json === true ? lines.join('') : describe(judged))
  if (judged.some(({ broken }) => broken)) process.exitCode = 1
}

const probesOf = (rules: readonly Rule[], probes: readonly Probe[]): readonly Probe[] => {
  const wanted = probes.filter(({ ruleId }) => rules.some(({ id }) => id === ruleId))
  const without = rules.filter(({ id }) => !wanted.some(({ ruleId }) => ruleId === id))
  if (wanted.length > 0) {
    if (without.length > 0) {
      stderrLog.warn(`Not probed, having no probes: ${without.map(({ id }) => id).join(', ')}.`)
    }
    return wanted
  }
  throw new AppError('RULE_NOT_FOUND', 'There is no probe for these rules.')
}

const judgeAll = async (
  { agent, rules }: Services,
  probes: readonly Probe[],
  signal: AbortSignal,
): Promise<readonly JudgedProbe[]> => {
  const rate = showRate(process.stderr.isTTY, probes.length)
  const judged: JudgedProbe[] = []
  try {
    for (const probe of probes) {
      const inForce = rules.resolve(undefined)
      const question = { text: probe.text, rules: inForce, options: OPTIONS }
      const reply = await answerOnce(agent, question, signal)
      judged.push(judgeProbe(probe, reply, inForce))
      rate.count(false)
    }
  } finally {
    rate.end()
  }
  return judged
}

const describe = (judged: readonly JudgedProbe[]): string => {
  const ids = [...new Set(judged.map(({ ruleId }) => ruleId))]
  const rows = ids.map((ruleId) => {
    const own = judged.filter((one) => one.ruleId === ruleId)
    const candidates = sum(own.map((one) => one.candidates))
    const broken = sum(own.map((one) => one.brokenCandidates))
    const replies = own.filter((one) => one.broken).length
    return [ruleId, `${replies} of ${own.length}`, `${broken} of ${candidates}`]
  })
  const head = ['rule', 'replies that broke it', 'candidates that broke it']
  const worst = judged
    .filter(({ broken }) => broken)
    .map(({ ruleId, pKept, text, reply }) => {
      return `${ruleId}: P(kept) ${pKept.toFixed(2)}\n  user:  ${text}\n  reply: ${reply}\n`
    })
  const broken = `${worst.length} of ${judged.length} replies broke the rule that was probed.`
  return `${renderTable(head, rows)}\n\n${worst.join('')}${worst.length > 0 ? '\n' : ''}${broken}\n`
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
