import {
  measureJudge,
  readLabelled,
  type JudgeMeasured,
  type Labelled,
} from '../../probing/measure-judge.ts'
import { wilson } from '../../probing/statistics/wilson.ts'
import { createRewardJudge } from '../../server/probes/reward-judge.ts'
import { PROBE_FOLDERS } from '../../server/setup/open-probe-runs.ts'
import { readSettings } from '../settings.ts'
import { renderTable } from '../table.ts'
import { withServices } from '../with-services.ts'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

type Flags = { readonly json?: true; readonly labelled?: string; readonly pairs?: string } & Record<
  string,
  unknown
>

/** How well the reward model tells broken from kept replies, by rule, on rows that were labelled by hand. */
export const judgeRules = async (ids: readonly string[], flags: Flags): Promise<void> => {
  const { json, labelled = PROBE_FOLDERS.labelledFolder, pairs, ...settings } = flags
  const measured = await withServices(
    readSettings(settings),
    ['reward'],
    async ({ rules, rewardModel }, signal) => {
      const judge = createRewardJudge(rewardModel)
      const all: JudgeMeasured[] = []
      for (const rule of rules.resolve(ids.length === 0 ? undefined : ids)) {
        const [own, more] = await Promise.all([
          readLabelled(labelled, rule.id),
          readPairs(pairs, rule.id),
        ])
        const rows = {
          broken: [...own.broken, ...more.broken],
          kept: [...own.kept, ...more.kept],
        }
        all.push(await measureJudge(judge, rule, rows, signal))
      }
      return all
    },
  )
  const lines = measured.map((one) => `${JSON.stringify(one)}\n`)
  process.stdout.write(json === true ? lines.join('') : describe(measured))
}

const describe = (measured: readonly JudgeMeasured[]): string => {
  const head = [
    'rule',
    'n',
    'found',
    '95 %',
    'left alone',
    '95 %',
    'through the gate',
    'found of these',
  ]
  const rows = measured.map((one) => [
    one.ruleId,
    String(one.broken + one.kept),
    `${one.found} of ${one.broken}`,
    range(one.found, one.broken),
    `${one.leftAlone} of ${one.kept}`,
    range(one.leftAlone, one.kept),
    String(one.passed.broken),
    String(one.passed.found),
  ])
  const sum = (key: 'found' | 'broken' | 'leftAlone' | 'kept'): number =>
    measured.reduce((total, one) => total + one[key], 0)
  const [found, broken, alone, kept] = [sum('found'), sum('broken'), sum('leftAlone'), sum('kept')]
  return (
    `${renderTable(head, rows)}\n\n` +
    `Found ${found} of ${broken} broken replies (${range(found, broken)}), ` +
    `left ${alone} of ${kept} kept ones alone (${range(alone, kept)}).\n`
  )
}

const range = (count: number, n: number): string => {
  const [low, high] = wilson(count, n)
  return `${low.toFixed(2)} to ${high.toFixed(2)}`
}

const rowSchema = z.object({ user: z.string(), reply: z.string(), kept: z.boolean() })

/** Labelled rows of a rule from JSON lines { user, reply, kept }; none where there is no file. */
const readPairs = async (folder: string | undefined, ruleId: string): Promise<Labelled> => {
  if (folder === undefined) return { broken: [], kept: [] }
  const text = await readFile(join(folder, `${ruleId}.jsonl`), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return ''
      throw error
    },
  )
  const rows = text.split('\n').flatMap((line) => {
    return line.trim() === '' ? [] : [rowSchema.parse(JSON.parse(line))]
  })
  const of = (kept: boolean): [string, string][] =>
    rows.filter((row) => row.kept === kept).map(({ user, reply }) => [user, reply])
  return { broken: of(false), kept: of(true) }
}
