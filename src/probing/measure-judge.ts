import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { AppError } from '../spec/errors.ts'
import type { Rule } from '../spec/rule.ts'
import { textSchema } from '../spec/turn.ts'
import type { JudgeCounts } from './statistics/true-rate.ts'
import { brokenBelow, type Judge } from './target.ts'

const pairSchema = z.tuple([textSchema, textSchema])
const labelledSchema = z.strictObject({ broken: z.array(pairSchema), kept: z.array(pairSchema) })

/** Rows that a person labelled: what a user said, and a reply that breaks or keeps the rule. */
export type Labelled = Readonly<z.infer<typeof labelledSchema>>

/** The labelled rows of a rule; none where there is no file. Throws INVALID_RULE_SET. */
export const readLabelled = async (folder: string, ruleId: string): Promise<Labelled> => {
  const path = join(folder, `${ruleId}.yaml`)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return { broken: [], kept: [] }
  const parsed = labelledSchema.safeParse(parse(text))
  if (parsed.success) return parsed.data
  throw new AppError('INVALID_RULE_SET', `${path}: ${z.prettifyError(parsed.error)}`)
}

/** The judge's counts on labelled rows, and the rows on which it was wrong. */
export type JudgeMeasured = JudgeCounts & {
  readonly ruleId: string
  /** Broken rows that the rule's own threshold would let through, and those of them that the judge found. */
  readonly passed: { readonly found: number; readonly broken: number }
  readonly wrong: readonly {
    readonly user: string
    readonly reply: string
    readonly kept: boolean
    readonly pKept: number
  }[]
}

export const measureJudge = async (
  judge: Judge,
  rule: Pick<Rule, 'id' | 'text' | 'threshold'>,
  { broken, kept }: Labelled,
  signal?: AbortSignal,
): Promise<JudgeMeasured> => {
  const rows = [
    ...broken.map(([user, reply]) => ({ user, reply, kept: false })),
    ...kept.map(([user, reply]) => ({ user, reply, kept: true })),
  ]
  const exchanges = rows.map(({ user, reply }) => ({
    dialogue: [{ participant: 'user' as const, text: user }],
    reply,
  }))
  const scores = rows.length === 0 ? [] : await judge.judge(exchanges, rule, signal)
  const judged = rows.map((row, at) => ({ ...row, pKept: scores[at] ?? NaN }))
  const limit = brokenBelow(rule)
  const wrong = judged.filter((row) => row.pKept < limit === row.kept)
  const passed = judged.filter((row) => !row.kept && row.pKept >= rule.threshold)
  const missed = wrong.filter((row) => !row.kept).length
  return {
    ruleId: rule.id,
    found: broken.length - missed,
    broken: broken.length,
    leftAlone: kept.length - (wrong.length - missed),
    kept: kept.length,
    passed: {
      found: passed.filter(({ pKept }) => pKept < limit).length,
      broken: passed.length,
    },
    wrong,
  }
}
