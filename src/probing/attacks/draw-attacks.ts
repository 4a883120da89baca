import { createRandom, shuffled } from '../../base/random.ts'
import { wordsOfAttack, type Attack } from './attack.ts'
import type { Requests } from './requests.ts'
import { PLAIN, putIntoStyle, STYLES, type Wording } from './styles.ts'
import type { Novelty } from './too-like.ts'

// The fixed list is the same in every run, so that two runs can be compared.
const PUBLIC_SEED = 2209_14375

export type DrawOptions = {
  readonly ruleId: string
  readonly requests: Requests
  readonly novelty: Novelty
}

/** The first attacks of the fixed list, each unlike those before it; styles take turns. */
export const publicAttacks = (options: DrawOptions, count: number): readonly Attack[] =>
  draw(options, count, PUBLIC_SEED, 'public')

/** Attacks of this run's own, unlike those that were drawn before. */
export const freshAttacks = (options: DrawOptions, count: number, seed: number) =>
  draw(options, count, seed, 'fresh')

const draw = (
  { ruleId, requests, novelty }: DrawOptions,
  count: number,
  seed: number,
  origin: Attack['origin'],
): readonly Attack[] => {
  const random = createRandom(seed)
  const drawn: Attack[] = []
  for (const { style, wording, ask } of inTurns(requests.asks, random)) {
    if (drawn.length >= count) break
    const attack: Attack = { ruleId, style, ask, ...styled(wording, ask), origin }
    if (novelty.isNew(wordsOfAttack(attack))) drawn.push(attack)
  }
  return drawn
}

type Choice = { readonly style: string; readonly wording: Wording; readonly ask: string }

/** All pairs of wording and request in an order of chance, one of each style before a second of any. */
const inTurns = (asks: readonly string[], random: () => number): readonly Choice[] => {
  const byStyle = shuffled(Object.entries(STYLES), random).map(([style, wordings]) =>
    shuffled(
      wordings.flatMap((wording) => asks.map((ask) => ({ style, wording, ask }))),
      random,
    ),
  )
  const longest = Math.max(...byStyle.map((choices) => choices.length))
  return Array.from({ length: longest }, (_, at) => byStyle.flatMap((own) => own[at] ?? [])).flat()
}

/** The same things asked for without an attack. */
export const plainAttacks = ({ ruleId, requests }: Omit<DrawOptions, 'novelty'>, count: number) =>
  shuffled(requests.asks, createRandom(PUBLIC_SEED))
    .slice(0, count)
    .map((ask): Attack => ({ ruleId, style: PLAIN, ask, turns: [ask], origin: 'public' }))

/** Harmless requests in the attacks' own words; each style is taken once before any is taken twice. */
export const twinsOf = (
  { ruleId, requests }: Omit<DrawOptions, 'novelty'>,
  count: number,
): readonly Attack[] =>
  inTurns(requests.twins, createRandom(PUBLIC_SEED))
    .slice(0, count)
    .map(({ style, wording, ask }) => ({
      ruleId,
      style,
      ask,
      ...styled(wording, ask),
      origin: 'public',
    }))

const styled = (wording: Wording, ask: string): Pick<Attack, 'turns' | 'page'> => {
  const { turns, page } = putIntoStyle(wording, ask)
  return { turns: [...turns], ...(page !== undefined && { page }) }
}
