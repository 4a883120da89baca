/** What old and new weights got right, row by row, of one figure. */
export type Paired = {
  readonly figure: string
  readonly rows: readonly { readonly old: boolean; readonly new: boolean }[]
}

type GateFigure = {
  readonly figure: string
  readonly n: number
  readonly old: number
  readonly new: number
  /** Of the difference, new less old; 95 %. */
  readonly interval: readonly [low: number, high: number]
  readonly passed: boolean
}

export type Gate = { readonly passed: boolean; readonly figures: readonly GateFigure[] }

const Z = 1.96

/** New weights pass where no figure is worse beyond its interval; nothing measured is nothing passed. */
export const openGate = (paired: readonly Paired[]): Gate => {
  const figures = paired.filter(({ rows }) => rows.length > 0).map(measure)
  return { passed: figures.length > 0 && figures.every(({ passed }) => passed), figures }
}

/** Only rows on which the two differ say anything of the difference. */
const measure = ({ figure, rows }: Paired): GateFigure => {
  const n = rows.length
  const gained = rows.filter((row) => row.new && !row.old).length
  const lost = rows.filter((row) => row.old && !row.new).length
  const difference = (gained - lost) / n
  const spread = Math.sqrt(Math.max(0, (gained + lost) / n - difference ** 2) / n)
  // Half a row, so that an even count is not taken for certainty.
  const half = Z * spread + 0.5 / n
  const interval = [difference - half, difference + half] as const
  return {
    figure,
    n,
    old: rows.filter((row) => row.old).length / n,
    new: rows.filter((row) => row.new).length / n,
    interval,
    passed: interval[1] >= 0,
  }
}
