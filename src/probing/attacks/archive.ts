import type { Attack } from './attack.ts'

type Cell = { readonly attack: Attack; readonly pKept: number }

/** The attack of each style that came farthest: with the least P(kept) of what was shown. */
export type Archive = {
  add(attack: Attack, pKept: number): void
  /** One to go on from: the farther it came, the likelier. Undefined where nothing was judged. */
  choose(random: () => number): Attack | undefined
}

export const createArchive = (): Archive => {
  const cells = new Map<string, Cell>()
  return {
    add: (attack, pKept) => {
      if (pKept < (cells.get(attack.style)?.pKept ?? Infinity))
        cells.set(attack.style, { attack, pKept })
    },
    choose: (random) => {
      const best = [...cells.values()].toSorted((a, b) => a.pKept - b.pKept)
      // The cube of chance: half of all draws fall on the first eighth.
      return best[Math.floor(random() ** 3 * best.length)]?.attack
    },
  }
}
