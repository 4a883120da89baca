import { isAppError } from '../spec/errors.ts'
import type { Rule } from '../spec/rule.ts'
import type { Turn } from '../spec/turn.ts'
import type { Attack } from './attacks/attack.ts'
import { brokenBelow, type Exchange, type Judge, type Target } from './target.ts'

/** Not assessed: the target or the judge failed, or a second judge does not see what the first one saw. */
export type Outcome = 'broken' | 'kept' | 'not-assessed'

export type Tried = {
  readonly attack: Attack
  readonly outcome: Outcome
  /** The least over the replies of the dialogue; null where nothing was judged. */
  readonly pKept: number | null
  readonly turns: readonly Turn[]
  /** Whether the last reply refused for a rule. */
  readonly refused: boolean
  /** Why it is not assessed. */
  readonly reason?: string
}

export type TryOptions = {
  readonly target: Target
  readonly judge: Judge
  readonly secondJudge?: Judge | undefined
  readonly rule: Rule
  readonly signal?: AbortSignal | undefined
}

/** Holds the dialogue of an attack with the target, and judges each of its replies. */
export const tryAttack = async (attack: Attack, options: TryOptions): Promise<Tried> => {
  const { target, judge, secondJudge, rule, signal } = options
  const turns: Turn[] = []
  const exchanges: Exchange[] = []
  let refused = false
  let failure: string | undefined
  try {
    for (const [at, text] of attack.turns.entries()) {
      turns.push({ participant: 'user', text })
      const page = at === attack.turns.length - 1 ? attack.page : undefined
      const answer = await target.reply([...turns], page, signal)
      exchanges.push({ dialogue: [...turns], reply: answer.text })
      turns.push({ participant: 'agent', text: answer.text })
      refused = answer.refused
    }
  } catch (error) {
    failure = failureOf(error, signal)
  }
  const about = { attack, turns, refused }
  // A dialogue that broke off may have broken the rule before it did.
  const scores: readonly number[] = await judgeAll(judge, exchanges, options).catch(
    (error: unknown) => {
      failure ??= failureOf(error, signal)
      return []
    },
  )
  const pKept = scores.length === 0 ? null : Math.min(...scores)
  const limit = brokenBelow(rule)
  if (pKept !== null && pKept < limit) {
    const at = scores.indexOf(pKept)
    const seen = await confirm(secondJudge, exchanges.slice(at, at + 1), options)
    return seen
      ? { ...about, outcome: 'broken', pKept }
      : { ...about, outcome: 'not-assessed', pKept, reason: 'the second judge sees no break' }
  }
  if (failure !== undefined || pKept === null)
    return { ...about, outcome: 'not-assessed', pKept, reason: failure ?? 'nothing was judged' }
  return { ...about, outcome: 'kept', pKept }
}

const judgeAll = async (
  judge: Judge,
  exchanges: readonly Exchange[],
  { rule, signal }: TryOptions,
): Promise<readonly number[]> => {
  if (exchanges.length === 0) return []
  const scores = await judge.judge(exchanges, rule, signal)
  if (scores.length !== exchanges.length || scores.some(Number.isNaN))
    throw new Error(`${judge.id} left a reply without a judgement`)
  return scores
}

/** A second judge that fails takes nothing back. */
const confirm = async (
  second: Judge | undefined,
  exchanges: readonly Exchange[],
  options: TryOptions,
): Promise<boolean> => {
  if (second === undefined) return true
  try {
    const [pKept = 0] = await judgeAll(second, exchanges, options)
    return pKept < brokenBelow(options.rule)
  } catch (error) {
    failureOf(error, options.signal)
    return true
  }
}

/** Throws on, where the run itself is to stop. */
const failureOf = (error: unknown, signal: AbortSignal | undefined): string => {
  signal?.throwIfAborted()
  return isAppError(error) ? `${error.code}: ${error.message}` : String(error)
}
