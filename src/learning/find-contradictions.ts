/** One reply held for better than another; `asked` is what both reply to. */
export type Preference = {
  readonly rater: string
  readonly asked: string
  readonly chosen: string
  readonly rejected: string
}

/** The same two replies, and how many raters prefer which. */
export type Contradiction = {
  readonly asked: string
  readonly one: string
  readonly other: string
  readonly forOne: number
  readonly forOther: number
}

export type Settled<Row extends Preference> = {
  /** Without those that more raters deny, or as many; each rater counts once for a pair. */
  readonly rows: readonly Row[]
  readonly contradictions: readonly Contradiction[]
}

/** Finds pairs that were compared both ways, and takes the side of the raters that are more. */
export const settleContradictions = <Row extends Preference>(
  rows: readonly Row[],
): Settled<Row> => {
  const pairs = new Map<string, Row[]>()
  for (const row of rows) pairs.set(keyOf(row), [...(pairs.get(keyOf(row)) ?? []), row])
  const kept: Row[] = []
  const contradictions: Contradiction[] = []
  for (const own of pairs.values()) {
    const [first] = own
    if (first === undefined) continue
    const isForFirst = (row: Row): boolean => row.chosen === first.chosen
    const last = lastOfEach(own)
    const forOne = last.filter(isForFirst).length
    const forOther = last.length - forOne
    if (own.every(isForFirst)) {
      kept.push(...last)
      continue
    }
    const { asked, chosen: one, rejected: other } = first
    contradictions.push({ asked, one, other, forOne, forOther })
    if (forOne !== forOther)
      kept.push(...last.filter((row) => isForFirst(row) === forOne > forOther))
  }
  return { rows: kept, contradictions }
}

const keyOf = ({ asked, chosen, rejected }: Preference): string =>
  JSON.stringify([asked, ...[chosen, rejected].toSorted()])

/** What a rater said last of a pair. */
const lastOfEach = <Row extends Preference>(rows: readonly Row[]): readonly Row[] => [
  ...new Map(rows.map((row) => [row.rater, row])).values(),
]
