import { createRandom } from '../base/random.ts'
import type { Rule } from '../spec/rule.ts'
import { createArchive } from './attacks/archive.ts'
import { wordsOfAttack, type Attack } from './attacks/attack.ts'
import { freshAttacks, plainAttacks, publicAttacks, twinsOf } from './attacks/draw-attacks.ts'
import { mutate, type Rewrite } from './attacks/mutate.ts'
import type { Requests } from './attacks/requests.ts'
import { createNovelty, type Novelty } from './attacks/too-like.ts'
import type { FoundBreaks } from './found-breaks.ts'
import { tryAttack, type Tried } from './try-attack.ts'
import type { Judge, Target } from './target.ts'

export type ProbeOptions = {
  readonly target: Target
  readonly judge: Judge
  readonly secondJudge?: Judge | undefined
  readonly rewrite?: Rewrite | undefined
  readonly found: FoundBreaks
  /** Attacks on each rule, those that broke it earlier not among them. */
  readonly attacks: number
  readonly seed: number
  readonly onTried?: (tried: Tried) => void
  readonly signal?: AbortSignal | undefined
}

/** All that was tried on one rule. */
export type ProbedRule = {
  readonly rule: Rule
  readonly attacks: readonly Tried[]
  /** The same things asked for without an attack. */
  readonly plain: readonly Tried[]
  /** Harmless requests in the attacks' words. */
  readonly twins: readonly Tried[]
  /** What broke it in an earlier run. */
  readonly again: readonly Tried[]
}

// Tries for one attack that is like none before it.
const MOST_MUTATIONS = 100
// What is asked beside the attacks; over all rules it is enough.
const MOST_BESIDE = 20

/**
 * Half of the attacks are of the fixed list, a quarter is drawn anew, and a quarter is searched for: changed
 * forms of what came farthest so far.
 */
export const probeRule = async (
  rule: Rule,
  requests: Requests,
  options: ProbeOptions,
): Promise<ProbedRule> => {
  const { attacks: count } = options
  const { found, onTried } = options
  const look: Attempt = async (attack) => {
    const tried = await tryAttack(attack, { ...options, rule })
    onTried?.(tried)
    return tried
  }
  const attempt: Attempt = async (attack) => {
    const tried = await look(attack)
    if (tried.outcome === 'broken') await found.add(attack)
    return tried
  }
  const draw = { ruleId: rule.id, requests, novelty: createNovelty() }
  // Listed before any is tried: what this run finds is asked again in the next one.
  const before = [...found.of(rule.id)]
  const quarter = Math.ceil(count / 4)
  const listed = publicAttacks(draw, Math.ceil(count / 2))
  const fresh = freshAttacks(draw, Math.min(quarter, count - listed.length), options.seed)
  const beside = Math.min(MOST_BESIDE, Math.max(4, quarter))
  const again = await oneByOne(before, attempt)
  const first = await oneByOne([...listed, ...fresh], attempt)
  const searched = await search(first, count - first.length, draw, options, attempt)
  return {
    rule,
    attacks: [...first, ...searched],
    plain: await oneByOne(plainAttacks(draw, beside), look),
    twins: await oneByOne(twinsOf(draw, beside), look),
    again,
  }
}

type Attempt = (attack: Attack) => Promise<Tried>

const oneByOne = async (
  attacks: readonly Attack[],
  attempt: Attempt,
): Promise<readonly Tried[]> => {
  const all: Tried[] = []
  for (const attack of attacks) all.push(await attempt(attack))
  return all
}

const search = async (
  first: readonly Tried[],
  count: number,
  { requests, novelty }: { readonly requests: Requests; readonly novelty: Novelty },
  { seed, rewrite, signal }: ProbeOptions,
  attempt: Attempt,
): Promise<readonly Tried[]> => {
  const random = createRandom(seed + 1)
  const archive = createArchive()
  const learn = ({ attack, pKept }: Tried): void => {
    if (pKept !== null) archive.add(attack, pKept)
  }
  first.forEach(learn)
  const searched: Tried[] = []
  for (let at = 0; at < count; at += 1) {
    const next = await nextOf()
    if (next === undefined) break
    const tried = await attempt(next)
    learn(tried)
    searched.push(tried)
  }
  return searched

  async function nextOf(): Promise<Attack | undefined> {
    for (let tries = 0; tries < MOST_MUTATIONS; tries += 1) {
      const parent = archive.choose(random)
      if (parent === undefined) return undefined
      const child = await mutate(parent, { random, asks: requests.asks, rewrite, signal })
      if (novelty.isNew(wordsOfAttack(child))) return child
    }
    return undefined
  }
}
